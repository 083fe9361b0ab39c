import LinuxSystem
import TestSupport
import Testing

struct UnixSocketTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a client reaches the listener and is known by its process`() throws {
        let path = folder.path("socket")
        let listener = try UnixSocket.listen(at: path, mode: 0o600)
        #expect(try UnixSocket.accept(from: listener) == nil)
        let client = try UnixSocket.connect(to: path)
        let server = try #require(try UnixSocket.accept(from: listener))
        #expect(try UnixSocket.peer(of: server) == UnixSocket.peer(of: client))
        try client.writeAll(Array("hello".utf8))
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = try #require(try buffer.withUnsafeMutableBytes { try server.read(into: $0) })
        #expect(buffer.prefix(count) == Array("hello".utf8)[...])
        #expect(try buffer.withUnsafeMutableBytes { try server.read(into: $0) } == nil)
        UnixSocket.finishSending(on: client)
        #expect(try buffer.withUnsafeMutableBytes { try server.read(into: $0) } == 0)
    }

    @Test func `a path in use is refused and a stale one is taken over`() throws {
        let path = folder.path("socket")
        do {
            let listener = try UnixSocket.listen(at: path, mode: 0o600)
            #expect(throws: SystemError("listen on", path, code: 98)) {
                _ = try UnixSocket.listen(at: path, mode: 0o600)
            }
            _ = listener
        }
        _ = try UnixSocket.listen(at: path, mode: 0o600)
    }

    @Test func `a file that is no socket is never replaced`() throws {
        let path = try folder.write("kept", to: "socket")
        #expect(throws: SystemError.self) { _ = try UnixSocket.listen(at: path, mode: 0o600) }
        #expect(throws: SystemError.self) { _ = try UnixSocket.connect(to: path) }
    }

    @Test func `a path too long for the kernel is an error with its name`() {
        let path = "/" + String(repeating: "x", count: 120)
        let error = #expect(throws: SystemError.self) { _ = try UnixSocket.connect(to: path) }
        #expect(error?.description == "cannot connect to '\(path)': File name too long")
    }

    @Test func `writing to a client that has gone throws and raises no signal`() throws {
        let (left, right) = try UnixSocket.pair()
        UnixSocket.end(right)
        #expect(throws: SystemError("send", code: 32)) {
            _ = try Array("x".utf8).withUnsafeBytes { try left.send($0) }
        }
    }

    @Test func `sockets are handed over only to the process that they name`() throws {
        #expect(try SocketActivation.sockets { ["LISTEN_PID": "1", "LISTEN_FDS": "1"][$0] }.isEmpty)
        #expect(try SocketActivation.sockets { _ in nil }.isEmpty)
    }
}
