private import Glibc

/// Cuts a stream of bytes into messages, each of which ends in a NUL.
///
/// Bytes come as they come: half a message, a hundred messages, one byte at a time. Rules that always hold: no byte
/// is looked at twice for its NUL; never more than `limit` bytes of one message are kept, and the first byte too
/// many throws; a framer between messages holds no memory.
package struct MessageFramer: Sendable {
    /// A message longer than the limit; what follows it cannot be told from the rest of it.
    package struct TooLong: Error, Hashable {
        package let limit: Int
    }

    // Messages given out are forgotten once they are this many bytes.
    private static let forgottenBytes = 64 << 10

    /// The longest message, without its NUL.
    package let limit: Int
    private var buffer: [UInt8] = []
    // Where the message that is being read begins.
    private var start = 0
    // Everything before this has no NUL in the message that is being read.
    private var scanned = 0

    package init(limit: Int) {
        self.limit = limit
    }

    /// The bytes that are kept for messages not yet given out.
    package var pendingBytes: Int { buffer.count - start }

    /// Takes what was read from the stream.
    package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// Takes what was read from the stream.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// The next whole message, without its NUL; nil where there is none yet.
    package mutating func next() throws(TooLong) -> ArraySlice<UInt8>? {
        let end = buffer.withUnsafeBufferPointer { Self.firstNUL(in: $0, from: scanned) }
        guard let end else {
            scanned = buffer.count
            guard buffer.count - start <= limit else { throw TooLong(limit: limit) }
            forget()
            return nil
        }
        guard end - start <= limit else { throw TooLong(limit: limit) }
        let message = buffer[start..<end]
        start = end + 1
        scanned = start
        if start == buffer.count || start >= Self.forgottenBytes { forget() }
        return message
    }

    /// Forgets the messages that were given out.
    private mutating func forget() {
        guard start > 0 else { return }
        if start == buffer.count { buffer = [] } else { buffer.removeFirst(start) }
        scanned -= start
        start = 0
    }

    private static func firstNUL(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count,
            let found = memchr(base + start, 0, bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
