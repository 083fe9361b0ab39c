private import Glibc
package import LinuxSystem

/// Why a call has no reply.
package enum VarlinkClientError: Error, Sendable {
    /// A system call did not succeed; a time limit that passed is EAGAIN.
    case system(SystemError)
    /// The server closed the connection before the reply was whole.
    case closed
    /// What came is no message of the protocol, or does not fit the type that was asked for.
    case notUnderstood
    /// A reply longer than `VarlinkClient.maximumReplyBytes`.
    case tooLong
    /// The server's answer is an error.
    case refused(VarlinkError)
}

/// The asking side of a connection: one call at a time, blocking. One thread uses it.
package final class VarlinkClient {
    /// The longest reply that is taken.
    package static let maximumReplyBytes = 1 << 30
    private static let readBytes = 16 << 10

    private let socket: FileDescriptor
    private var framer = MessageFramer(limit: VarlinkClient.maximumReplyBytes)
    private var buffer = [UInt8](repeating: 0, count: VarlinkClient.readBytes)

    /// Connects to a socket in the file system.
    package init(path: String) throws(SystemError) {
        socket = try UnixSocket.connect(to: path)
    }

    /// Uses a connection made elsewhere, which blocks.
    package init(socket: FileDescriptor) {
        self.socket = socket
    }

    /// How long sending or receiving may stand still before it throws; without end unless told.
    package func setTimeout(_ limit: Duration) throws(SystemError) {
        try UnixSocket.setTimeout(limit, on: socket)
    }

    /// Calls a method and gives its one reply.
    package func call(
        _ method: String, _ parameters: some Encodable
    ) throws(VarlinkClientError) -> ReplyMessage {
        try send(method, parameters)
        let reply = try nextReply()
        guard !reply.continues else { throw .notUnderstood }
        return reply
    }

    /// Sends a call; its replies come from `nextReply()`.
    package func send(
        _ method: String, _ parameters: some Encodable, more: Bool = false, oneway: Bool = false
    ) throws(VarlinkClientError) {
        guard
            let message = try? CallMessage.bytes(
                method: method, parameters: parameters, more: more, oneway: oneway)
        else { throw .notUnderstood }
        do throws(SystemError) {
            try sendAll(message)
        } catch {
            // A server that refuses a connection says why and closes it, perhaps before we have sent anything:
            // what it said is still there to be read.
            guard error.code == EPIPE || error.code == ECONNRESET else { throw .system(error) }
        }
    }

    /// Waits for the next reply; throws the error where the server refuses the call.
    package func nextReply() throws(VarlinkClientError) -> ReplyMessage {
        while true {
            if let bytes = try nextMessage() {
                guard let reply = ReplyMessage(reading: bytes) else { throw .notUnderstood }
                guard let error = reply.error else { return reply }
                throw .refused(VarlinkError(name: error, parameters: reply.parameters))
            }
            try receive()
        }
    }

    private func nextMessage() throws(VarlinkClientError) -> ArraySlice<UInt8>? {
        do throws(MessageFramer.TooLong) {
            return try framer.next()
        } catch {
            throw .tooLong
        }
    }

    private func receive() throws(VarlinkClientError) {
        do throws(SystemError) {
            let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
                try socket.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard let count else { throw SystemError("receive", code: EAGAIN) }
            if count > 0 { return framer.append(buffer[..<count]) }
        } catch {
            if error.code != ECONNRESET { throw .system(error) }
        }
        throw .closed
    }

    private func sendAll(_ bytes: [UInt8]) throws(SystemError) {
        var sent = 0
        while sent < bytes.count {
            let count = try bytes.withUnsafeBufferPointer { buffer throws(SystemError) in
                try socket.send(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[sent...])))
            }
            guard let count else { throw SystemError("send", code: EAGAIN) }
            sent += count
        }
    }
}

extension ReplyMessage {
    /// The parameters as that type.
    package func parameters<Parameters: Decodable>(
        _: Parameters.Type
    ) throws(VarlinkClientError) -> Parameters {
        do {
            return try JSONReader.decode(Parameters.self, from: parameters)
        } catch {
            throw .notUnderstood
        }
    }
}
