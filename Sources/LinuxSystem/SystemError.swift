internal import Glibc

/// A system call that did not succeed: what was tried, on what, and the kernel's reason.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `open`, `listen on`.
    package let operation: String
    /// What it was tried on, unquoted; nil where there is nothing to name.
    package let object: String?
    /// The value of `errno`.
    package let code: Int32

    package init(_ operation: String, _ object: String? = nil, code: Int32 = errno) {
        self.operation = operation
        self.object = object
        self.code = code
    }

    /// The system's own text for the reason (strerror).
    package var reason: String { String(cString: strerror(code)) }

    package var description: String {
        guard let object else { return "cannot \(operation): \(reason)" }
        return "cannot \(operation) \(quoted(object)): \(reason)"
    }
}

/// A name that came from outside, in single quotes, on one line: control characters are escaped.
package func quoted(_ name: String) -> String {
    var result = "'"
    for scalar in name.unicodeScalars {
        switch scalar {
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case "\r": result += "\\r"
        case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || isInvisible(scalar):
            result += "\\u{" + String(scalar.value, radix: 16) + "}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "'"
}

// Line and paragraph separators break a line; the bidirectional controls reorder what stands after them.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}

/// Calls again while a signal interrupts the call; throws the reason where it gives -1.
@discardableResult
func retrying<Result: SignedInteger>(
    _ operation: String, _ object: @autoclosure () -> String? = nil, _ call: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw SystemError(operation, object(), code: code) }
    }
}
