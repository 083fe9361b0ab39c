import Foundation
import LinuxSystem

/// A connection to a running policyd, for tests that ask thousands of times.
package final class DaemonClient {
    /// The daemon answered with an error.
    package struct Refusal: Error, CustomStringConvertible {
        package let name: String
        package let parameters: String
        package var description: String { "\(name) \(parameters)" }
    }

    // A daemon that nobody holds is killed.
    private let daemon: RunningDaemon?
    private let socket: FileDescriptor
    private var received: [UInt8] = []

    package init(_ daemon: RunningDaemon) throws {
        self.daemon = daemon
        socket = try UnixSocket.connect(to: daemon.socket)
        try UnixSocket.setTimeout(.seconds(120), on: socket)
    }

    /// A client on a socket that is connected.
    package init(_ socket: FileDescriptor) throws {
        daemon = nil
        self.socket = socket
        try UnixSocket.setTimeout(.seconds(120), on: socket)
    }

    /// Calls a method of org.policyd and returns its reply.
    @discardableResult
    package func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        try send(Self.message(method, parameters))
        return try reply()
    }

    /// Calls a method with `more`; the replies come by `reply`.
    package func stream(_ method: String, _ parameters: [String: Any] = [:]) throws {
        try send(["method": "org.policyd." + method, "parameters": parameters, "more": true])
    }

    /// The next reply.
    package func reply() throws -> [String: Any] {
        let reply = try JSONSerialization.jsonObject(with: Data(try receive())) as? [String: Any] ?? [:]
        let values = reply["parameters"] as? [String: Any] ?? [:]
        if let error = reply["error"] as? String { throw Refusal(name: error, parameters: "\(values)") }
        return values
    }

    /// A call as it goes over the socket.
    package static func message(_ method: String, _ parameters: [String: Any]) throws -> [UInt8] {
        let call: [String: Any] = ["method": "org.policyd." + method, "parameters": parameters]
        return Array(try JSONSerialization.data(withJSONObject: call)) + [0]
    }

    /// Sends a call and returns the bytes of its reply, unread.
    package func exchange(_ message: [UInt8]) throws -> ArraySlice<UInt8> {
        try send(message)
        return try receive()
    }

    private func send(_ call: [String: Any]) throws {
        try send(Array(try JSONSerialization.data(withJSONObject: call)) + [0])
    }

    private func send(_ bytes: [UInt8]) throws {
        var message = bytes
        while !message.isEmpty {
            let sent = try message.withUnsafeBytes { try socket.send($0) } ?? 0
            message.removeFirst(sent)
        }
    }

    /// The objects that a reply holds under a name.
    package func objects(
        _ name: String, of method: String, _ parameters: [String: Any] = [:]
    ) throws -> [[String: Any]] {
        try call(method, parameters)[name] as? [[String: Any]] ?? []
    }

    private func receive() throws -> ArraySlice<UInt8> {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = received.firstIndex(of: 0) {
                defer { received.removeSubrange(...end) }
                return received[..<end]
            }
            let count = try buffer.withUnsafeMutableBytes { try socket.read(into: $0) } ?? 0
            guard count > 0 else { throw SystemError("read from", "policyd", code: ECONNRESET) }
            received += buffer[..<count]
        }
    }
}
