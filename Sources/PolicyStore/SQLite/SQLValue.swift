internal import CSQLite

/// A value that can be bound to a parameter of a statement.
protocol SQLValue {
    /// Binds the value (sqlite3_bind_*) and returns sqlite3's result code.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

/// Tells sqlite3 to copy what is bound.
let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int64: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, self)
    }
}

extension Int: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, Int64(self))
    }
}

extension Bool: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, self ? 1 : 0)
    }
}

extension String: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { Self.bind($0, to: statement, at: index) }
    }

    private static func bind(
        _ bytes: UnsafeBufferPointer<UInt8>, to statement: OpaquePointer, at index: Int32
    ) -> Int32 {
        // An empty buffer may have no address, and a null address would bind NULL.
        guard let base = bytes.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, nil) }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            sqlite3_bind_text64(
                statement, index, $0, UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
        }
    }
}

extension [UInt8]: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return sqlite3_bind_blob64(statement, index, base, UInt64(bytes.count), transient)
        }
    }
}

/// UTF-8 bytes that outlive the statement's run, bound without a copy.
struct BorrowedText: SQLValue {
    let bytes: UnsafeBufferPointer<UInt8>

    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        guard let base = bytes.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, nil) }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            sqlite3_bind_text64(statement, index, $0, UInt64(bytes.count), nil, UInt8(SQLITE_UTF8))
        }
    }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .some(let value): value.bind(to: statement, at: index)
        case .none: sqlite3_bind_null(statement, index)
        }
    }
}
