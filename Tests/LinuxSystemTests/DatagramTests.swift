import Glibc
import TestSupport
import Testing

@testable import LinuxSystem

struct DatagramTests {
    private let folder: TemporaryFolder
    private let receiver: Receiver

    init() throws {
        folder = try TemporaryFolder()
        receiver = try Receiver(at: folder.path("manager"))
    }

    @Test func `the service manager hears readiness, reloading and the watchdog`() throws {
        let environment = [
            "NOTIFY_SOCKET": folder.path("manager"), "WATCHDOG_USEC": "30000000",
            "WATCHDOG_PID": "\(getpid())",
        ]
        let manager = try ServiceManager { environment[$0] }
        #expect(manager.watchdogInterval == .seconds(15))
        try manager.ready(status: "watching\nREADY=0")
        #expect(receiver.next() == "READY=1\nSTATUS=watching READY=0")
        try manager.reloading()
        let reloading = receiver.next().split(separator: "\n")
        #expect(reloading.first == "RELOADING=1")
        #expect(reloading.last?.hasPrefix("MONOTONIC_USEC=") == true)
        try manager.keepAlive()
        #expect(receiver.next() == "WATCHDOG=1")
        try manager.stopping(status: "closing")
        #expect(receiver.next() == "STOPPING=1\nSTATUS=closing")
    }

    @Test func `a time too long to be told is told as the longest there is`() throws {
        let manager = try ServiceManager { $0 == "NOTIFY_SOCKET" ? folder.path("manager") : nil }
        for limit in [Duration.seconds(Int64.max), .seconds(Int64.max / 1_000_000) + .seconds(1)] {
            try manager.setWatchdog(limit)
            #expect(receiver.next() == "WATCHDOG_USEC=\(Int64.max)")
        }
        try manager.setWatchdog(.milliseconds(2500))
        #expect(receiver.next() == "WATCHDOG_USEC=2500000")
    }

    @Test func `without a service manager nothing is sent`() throws {
        let manager = try ServiceManager { _ in nil }
        #expect(throws: Never.self) { try manager.ready(status: "") }
    }

    @Test func `a journal entry keeps line breaks by length and ends in one`() throws {
        let journal = try Journal(at: folder.path("manager"))
        try journal.send([.init("MESSAGE", "one"), .init("NOTE", "a\nb")])
        #expect(receiver.next() == "MESSAGE=one\nNOTE\n\u{3}\0\0\0\0\0\0\0a\nb\n")
    }

    @Test func `an entry too large for a datagram goes as a file`() throws {
        let journal = try Journal(at: folder.path("manager"))
        try journal.send([.init("MESSAGE", String(repeating: "x", count: 4 << 20))])
        #expect(receiver.next() == "")
    }

    private final class Receiver {
        private let socket: Int32

        init(at path: String) throws {
            socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var (address, length) = try UnixSocket.address(of: path, "bind")
            try UnixSocket.withAddress(&address) { _ = bind(socket, $0, length) }
        }

        deinit { close(socket) }

        func next() -> String {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket, &buffer, buffer.count, 0)
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }
}
