import LinuxSystem
import Synchronization
import TestSupport
import Varlink

/// A server of `org.example.test` on a real socket, stopped when the last reference goes.
final class RunningServer: Sendable {
    let path: String
    let handler: TestHandler
    let server: VarlinkServer
    private let folder: TemporaryFolder
    private let thread: SystemThread

    init(limits: VarlinkLimits = VarlinkLimits()) throws {
        folder = try TemporaryFolder()
        path = folder.path("socket")
        handler = try TestHandler()
        let listening = try UnixSocket.listen(at: path, mode: 0o600)
        let server = try VarlinkServer(
            listening: [listening], interfaces: [try InterfaceDescription(parsing: TestHandler.interface)],
            product: ServiceInfo(
                vendor: "Example", product: "test", version: "1", url: "https://example.org"),
            limits: limits, handler: handler)
        self.server = server
        thread = try SystemThread(named: "server") { try? server.run() }
    }

    deinit {
        server.stop()
        handler.release.signal(1000)
        thread.join()
    }

    func client() throws -> VarlinkClient {
        let client = try VarlinkClient(path: path)
        try client.setTimeout(.seconds(20))
        return client
    }

    func raw() throws -> RawClient { try RawClient(path: path) }
}

/// Answers `org.example.test`.
final class TestHandler: VarlinkHandler {
    static let interface = """
        # For the tests.
        interface org.example.test
        type Mode (fast, slow)
        method Echo(text: string, number: ?int, share: ?float, mode: ?Mode) -> (text: string, number: ?int)
        method Quick(text: string) -> (text: string)
        method Count(to: int, pad: ?int) -> (number: int, pad: ?string)
        # Answers when the test releases it.
        method Hold() -> (released: bool)
        # Waits for its client to go.
        method Wait(seconds: ?float) -> ()
        method Forget() -> ()
        method Big(bytes: int) -> (text: string)
        # Tells so much, then nothing more.
        method Stall(bytes: int) -> (text: string)
        error Busy (reason: string)

        """

    struct Text: Codable, Equatable {
        var text: String
        var number: Int?
    }

    struct Count: Codable, Equatable {
        var number: Int
        var pad: String?
    }

    struct Released: Codable, Equatable { var released: Bool }
    struct Nothing: Codable, Equatable {}

    /// Signalled when a call of Hold, Wait or Count has begun, is released, is cancelled.
    let began: Latch
    let release: Latch
    let cancelled: Latch
    let kept = Mutex<[VarlinkCall]>([])
    let echoes = Mutex<[String]>([])
    /// The streams that the server ended, and why.
    let ended = Mutex<[String]>([])

    init() throws {
        began = try Latch()
        release = try Latch()
        cancelled = try Latch()
    }

    func isQuick(_ method: String) -> Bool { method == "org.example.test.Quick" }

    func error(for refusal: VarlinkRefusal) -> VarlinkError {
        VarlinkError(
            name: "org.example.test.Busy", parameters: .object([.init("reason", .string("\(refusal)"))]))
    }

    func ended(_ method: String, of peer: PeerCredentials, for refusal: VarlinkRefusal) {
        ended.withLock { $0.append("\(method) of \(peer.process): \(refusal)") }
    }

    func respond(to call: VarlinkCall) {
        do throws(VarlinkError) {
            try answer(call)
        } catch {
            call.fail(error)
        }
    }

    private func answer(_ call: VarlinkCall) throws(VarlinkError) {
        switch call.method {
        case "org.example.test.Echo", "org.example.test.Quick":
            let text = try call.parameters(Text.self)
            echoes.withLock { $0.append(text.text) }
            call.reply(text)
        case "org.example.test.Count": count(call, to: try call.parameters(CountTo.self))
        case "org.example.test.Hold":
            began.signal()
            release.wait()
            call.reply(Released(released: true))
        case "org.example.test.Wait":
            call.whenCancelled { [cancelled] in cancelled.signal() }
            if let seconds = try call.parameters(WaitFor.self).seconds {
                call.limitTime(to: .milliseconds(Int(seconds * 1000)))
            }
            kept.withLock { $0.append(call) }
            began.signal()
        case "org.example.test.Big":
            let size = try call.parameters(Size.self).bytes
            call.reply(Text(text: String(repeating: "x", count: size)))
        case "org.example.test.Stall":
            let size = try call.parameters(Size.self).bytes
            call.limitTime(to: nil)
            call.whenCancelled { [cancelled] in cancelled.signal() }
            _ = call.stream(Text(text: String(repeating: "x", count: size)))
            kept.withLock { $0.append(call) }
        default: break
        }
    }

    private struct CountTo: Codable {
        var to: Int
        var pad: Int?
    }

    private struct WaitFor: Codable { var seconds: Double? }
    private struct Size: Codable { var bytes: Int }

    private func count(_ call: VarlinkCall, to wanted: CountTo) {
        let pad = wanted.pad.map { String(repeating: "x", count: $0) }
        for number in 1..<wanted.to {
            guard call.stream(Count(number: number, pad: pad)) else { return cancelled.signal() }
        }
        call.reply(Count(number: wanted.to, pad: pad))
    }
}

/// Lets one thread wait for another, with a limit that only a broken test reaches.
final class Latch: Sendable {
    private let ends: (FileDescriptor, FileDescriptor)

    init() throws {
        ends = try UnixSocket.pair()
        try UnixSocket.setTimeout(.seconds(20), on: ends.1)
    }

    func signal(_ count: Int = 1) {
        _ = try? [UInt8](repeating: 1, count: count).withUnsafeBytes { try ends.0.send($0) }
    }

    @discardableResult
    func wait() -> Bool {
        var byte: UInt8 = 0
        let count = try? withUnsafeMutableBytes(of: &byte) { try ends.1.read(into: $0) }
        return count == 1
    }
}

/// A client that says exactly what it is told to.
final class RawClient {
    let socket: FileDescriptor
    private var framer = MessageFramer(limit: 1 << 30)

    init(path: String) throws {
        socket = try UnixSocket.connect(to: path)
        try UnixSocket.setTimeout(.seconds(20), on: socket)
    }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            guard let count = try bytes[sent...].withUnsafeBytes({ try socket.send($0) }) else {
                throw SystemError("send", code: 11)
            }
            sent += count
        }
    }

    /// The next message; nil where the server closed the connection.
    func receive() throws -> String? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let message = try framer.next() { return String(decoding: message, as: UTF8.self) }
            do {
                guard let count = try buffer.withUnsafeMutableBytes({ try socket.read(into: $0) }) else {
                    throw SystemError("receive", code: 11)
                }
                if count == 0 { return nil }
                framer.append(buffer[..<count])
            } catch let error as SystemError where error.code == 104 {
                return nil
            }
        }
    }
}
