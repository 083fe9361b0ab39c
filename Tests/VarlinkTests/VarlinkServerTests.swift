import Glibc
import LinuxSystem
import TestSupport
import Testing
import Varlink

struct VarlinkServerTests {
    private func invalid(_ parameter: String) -> String {
        #"{"error":"org.varlink.service.InvalidParameter","parameters":{"parameter":"\#(parameter)"}}"#
    }

    private let echo = #"{"method":"org.example.test.Echo","parameters":{"text":"a/b"}}"# + "\0"
    private let echoed = #"{"parameters":{"text":"a/b"}}"#

    @Test func `a call is answered`() throws {
        let server = try RunningServer()
        let client = try server.client()
        for method in ["Echo", "Quick"] {
            let reply = try client.call("org.example.test." + method, TestHandler.Text(text: "« été »\n"))
            #expect(try reply.parameters(TestHandler.Text.self) == TestHandler.Text(text: "« été »\n"))
        }
    }

    @Test func `the service tells about itself`() throws {
        let server = try RunningServer()
        let client = try server.raw()
        try client.send("{\"method\":\"org.varlink.service.GetInfo\"}\0")
        #expect(
            try client.receive()
                == #"{"parameters":{"vendor":"Example","product":"test","version":"1","#
                + #""url":"https://example.org","interfaces":["org.varlink.service","org.example.test"]}}"#)
        for (name, text) in [
            ("org.example.test", TestHandler.interface),
            ("org.varlink.service", ServiceInterface.description.text),
        ] {
            try client.send(
                #"{"method":"org.varlink.service.GetInterfaceDescription","#
                    + #""parameters":{"interface":"\#(name)"},"more":false}"# + "\0")
            let reply = try #require(ReplyMessage(reading: Array(try client.receive()!.utf8)[...]))
            #expect(reply.parameters["description"] == .string(text))
        }
        try client.send(
            #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"x.y"}}"#
                + "\0")
        #expect(
            try client.receive()
                == #"{"error":"org.varlink.service.InterfaceNotFound","parameters":{"interface":"x.y"}}"#)
    }

    @Test func `what is not served, or does not fit, is refused and the connection stays`() throws {
        let server = try RunningServer()
        let client = try server.raw()
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let cases: [(String, String)] = [
            (
                #"{"method":"org.example.test.Nope"}"#,
                #"{"error":"org.varlink.service.MethodNotFound","parameters":{"method":"org.example.test.Nope"}}"#
            ),
            (
                #"{"method":"org.example.other.Echo"}"#,
                #"{"error":"org.varlink.service.InterfaceNotFound","parameters":{"interface":"org.example.other"}}"#
            ),
            (#"{"method":"Echo"}"#, invalid("method")),
            (#"{"method":7}"#, invalid("method")),
            (#"{}"#, invalid("method")),
            (#"{"method":"org.example.test.Echo"}"#, invalid("text")),
            (#"{"method":"org.example.test.Echo","parameters":[]}"#, invalid("parameters")),
            (#"{"method":"org.example.test.Echo","parameters":{"text":1}}"#, invalid("text")),
            (#"{"method":"org.example.test.Echo","parameters":{"text":null}}"#, invalid("text")),
            (#"{"method":"org.example.test.Echo","parameters":{"text":"","numbr":1}}"#, invalid("numbr")),
            (#"{"method":"org.example.test.Echo","parameters":{"text":"","text":""}}"#, invalid("text")),
            (
                #"{"method":"org.example.test.Echo","parameters":{"text":"","number":9223372036854775808}}"#,
                invalid("number")
            ),
            (
                #"{"method":"org.example.test.Echo","parameters":{"text":"","number":1.5}}"#,
                invalid("number")
            ),
            (
                #"{"method":"org.example.test.Echo","parameters":{"text":"","share":1e999}}"#,
                invalid("share")
            ),
            (
                #"{"method":"org.example.test.Echo","parameters":{"text":"","mode":"quick"}}"#,
                invalid("mode")
            ),
            (#"{"method":"org.example.test.Echo","parameters":{"text":\#(deep)}}"#, invalid("parameters")),
            (#"{"method":"org.example.test.Echo","more":1}"#, invalid("more")),
            (#"{"method":"org.example.test.Echo","more":true,"oneway":true}"#, invalid("more")),
            (#"{"method":"org.example.test.Echo","upgrade":true}"#, invalid("upgrade")),
            (
                #"{"method":"org.example.test.Forget"}"#,
                #"{"error":"org.varlink.service.MethodNotImplemented","parameters":{"method":"org.example.test.Forget"}}"#
            ),
        ]
        for (request, reply) in cases {
            try client.send(request + "\0")
            #expect(try client.receive() == reply)
        }
        try client.send(echo)
        #expect(try client.receive() == echoed)
    }

    @Test func `what is not JSON closes the connection`() throws {
        let server = try RunningServer()
        let cases: [[UInt8]] = [
            Array("GET / HTTP/1.1\r\n\0".utf8), Array("\0".utf8), Array("[]\0".utf8), Array("{\0".utf8),
            Array("{\"method\":\"\\ud800\"}\0".utf8), Array("{\"method\":\"a\"}x\0".utf8),
            Array("{\"method\":\"".utf8) + [0xC3, 0x28] + Array("\"}\0".utf8),
        ]
        for bytes in cases {
            let client = try server.raw()
            try client.send(bytes)
            #expect(try client.receive() == nil)
        }
    }

    @Test func `requests on one connection are answered in order`() throws {
        let server = try RunningServer()
        let client = try server.raw()
        var sent = ""
        for number in 0..<300 {
            let method = number % 3 == 0 ? "Quick" : "Echo"
            sent += #"{"method":"org.example.test.\#(method)","parameters":{"text":"\#(number)"}}"# + "\0"
        }
        try client.send(sent)
        for number in 0..<300 { #expect(try client.receive() == #"{"parameters":{"text":"\#(number)"}}"#) }
    }

    @Test func `requests are understood however they are cut`() throws {
        var random = SeededGenerator(seed: 6)
        let server = try RunningServer()
        let client = try server.raw()
        for _ in 0..<20 {
            var rest = Array(String(repeating: echo, count: 3).utf8)[...]
            while !rest.isEmpty {
                let size = min(rest.count, Int.random(in: 1...40, using: &random))
                try client.send(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            for _ in 0..<3 { #expect(try client.receive() == echoed) }
        }
        for byte in Array(echo.utf8) { try client.send([byte]) }
        #expect(try client.receive() == echoed)
    }

    @Test func `a client that ends its side still gets its reply`() throws {
        let server = try RunningServer()
        let client = try server.raw()
        try client.send(echo + echo)
        UnixSocket.finishSending(on: client.socket)
        #expect(try client.receive() == echoed)
        #expect(try client.receive() == echoed)
        #expect(try client.receive() == nil)
    }

    @Test func `a oneway call gets no reply, also where it is wrong`() throws {
        let server = try RunningServer()
        let client = try server.raw()
        try client.send(
            #"{"method":"org.example.test.Echo","parameters":{"text":"one"},"oneway":true}"# + "\0"
                + #"{"method":"org.example.test.Quick","parameters":{"text":"two"},"oneway":true}"# + "\0"
                + #"{"method":"org.example.test.Nope","oneway":true}"# + "\0" + echo)
        #expect(try client.receive() == echoed)
        #expect(server.handler.echoes.withLock { $0 } == ["one", "two", "a/b"])
    }

    @Test func `oneway calls are done although the client has gone`() throws {
        let server = try RunningServer()
        try server.raw().send(
            #"{"method":"org.example.test.Wait","oneway":true}"# + "\0"
                + #"{"method":"org.example.test.Wait","oneway":true}"# + "\0")
        #expect(server.handler.began.wait())
        server.handler.kept.withLock { $0[0].reply(TestHandler.Nothing()) }
        #expect(server.handler.began.wait())
    }

    @Test func `a stream tells which reply is the last`() throws {
        let server = try RunningServer()
        let client = try server.raw()
        try client.send(
            #"{"method":"org.example.test.Count","parameters":{"to":3},"more":true}"# + "\0" + echo)
        #expect(try client.receive() == #"{"parameters":{"number":1},"continues":true}"#)
        #expect(try client.receive() == #"{"parameters":{"number":2},"continues":true}"#)
        #expect(try client.receive() == #"{"parameters":{"number":3}}"#)
        #expect(try client.receive() == echoed)
        try client.send(#"{"method":"org.example.test.Count","parameters":{"to":3},"more":false}"# + "\0")
        #expect(
            try client.receive() == #"{"error":"org.varlink.service.ExpectedMore","parameters":{}}"#)
    }

    @Test func `a stream whose client does not read is ended with an error`() throws {
        var limits = VarlinkLimits()
        limits.queuedReplyBytes = 1 << 20
        let server = try RunningServer(limits: limits)
        let client = try server.raw()
        try client.send(
            #"{"method":"org.example.test.Count","parameters":{"to":1000000,"pad":10000},"more":true}"# + "\0"
        )
        #expect(server.handler.cancelled.wait())
        var messages: [String] = []
        while let message = try client.receive() { messages.append(message) }
        #expect(
            messages.popLast()
                == #"{"error":"org.example.test.Busy","parameters":{"reason":"fellBehind(limit: 1048576)"}}"#)
        // What the socket held comes first, whole and without a gap; what waited behind it does not come.
        #expect(messages.count > 1 && messages.count < 100)
        for (index, message) in messages.enumerated() {
            #expect(message.hasPrefix(#"{"parameters":{"number":\#(index + 1),"#))
        }
        #expect(
            server.handler.ended.withLock { $0 }
                == ["org.example.test.Count of \(getpid()): fellBehind(limit: 1048576)"])
    }

    @Test func `a stream whose client reads nothing of the little it is told is closed, and told of`() throws
    {
        var limits = VarlinkLimits()
        limits.writeTime = .milliseconds(60)
        let server = try RunningServer(limits: limits)
        let client = try server.raw()
        // More than the socket takes, less than may wait.
        try client.send(
            #"{"method":"org.example.test.Stall","parameters":{"bytes":1000000},"more":true}"# + "\0")
        #expect(server.handler.cancelled.wait())
        #expect(
            server.handler.ended.withLock { $0 }
                == ["org.example.test.Stall of \(getpid()): readNothing(limit: 0.06 seconds)"])
        // There was no room for a last word: the message ends in the middle.
        #expect(try client.receive() == nil)
    }

    @Test func `a reply larger than the limit reaches a slow reader whole`() throws {
        var limits = VarlinkLimits()
        limits.queuedReplyBytes = 1000
        let server = try RunningServer(limits: limits)
        let client = try server.raw()
        try client.send(
            #"{"method":"org.example.test.Big","parameters":{"bytes":5000000}}"# + "\0" + echo)
        #expect(try client.receive()?.utf8.count == 5_000_000 + #"{"parameters":{"text":""}}"#.utf8.count)
        #expect(try client.receive() == echoed)
    }

    @Test func `a client that never reads is closed and holds up nobody`() throws {
        var limits = VarlinkLimits()
        limits.writeTime = .milliseconds(60)
        let server = try RunningServer(limits: limits)
        let silent = try server.raw()
        try silent.send(#"{"method":"org.example.test.Big","parameters":{"bytes":5000000}}"# + "\0")
        let other = try server.raw()
        try other.send(echo)
        #expect(try other.receive() == echoed)
        while server.server.connectionCount > 1 {
            try other.send(echo)
            _ = try other.receive()
        }
        // What it was sent before ends in the middle of the message.
        #expect(try silent.receive() == nil)
    }

    @Test func `a call is cancelled when its client goes`() throws {
        let server = try RunningServer()
        do {
            let client = try server.raw()
            try client.send(#"{"method":"org.example.test.Wait"}"# + "\0")
            #expect(server.handler.began.wait())
        }
        #expect(server.handler.cancelled.wait())
        let call = server.handler.kept.withLock { $0[0] }
        #expect(call.isCancelled)
        call.reply(TestHandler.Nothing())
        #expect(try server.client().call("org.example.test.Echo", TestHandler.Text(text: "")).error == nil)
    }

    @Test func `a call is cancelled when its time is up, unless it asked for more`() throws {
        var limits = VarlinkLimits()
        limits.requestTime = .milliseconds(60)
        let server = try RunningServer(limits: limits)
        let client = try server.raw()
        try client.send(#"{"method":"org.example.test.Wait"}"# + "\0")
        #expect(
            try client.receive() == #"{"error":"org.example.test.Busy","parameters":{"reason":"timedOut"}}"#)
        #expect(server.handler.began.wait())
        #expect(server.handler.cancelled.wait())
        let patient = try server.raw()
        try patient.send(#"{"method":"org.example.test.Wait","parameters":{"seconds":100}}"# + "\0")
        #expect(server.handler.began.wait())
        try client.send(#"{"method":"org.example.test.Wait"}"# + "\0")
        _ = try client.receive()
        server.handler.kept.withLock { $0[1].reply(TestHandler.Nothing()) }
        #expect(try patient.receive() == #"{"parameters":{}}"#)
    }

    @Test func `a call may be given less time than others, after it was begun`() throws {
        var limits = VarlinkLimits()
        limits.requestTime = .seconds(600)
        let server = try RunningServer(limits: limits)
        let client = try server.raw()
        try client.send(#"{"method":"org.example.test.Wait","parameters":{"seconds":0.06}}"# + "\0")
        #expect(
            try client.receive() == #"{"error":"org.example.test.Busy","parameters":{"reason":"timedOut"}}"#)
        #expect(server.handler.cancelled.wait())
    }

    @Test func `one client's slow calls leave workers to the others`() throws {
        var limits = VarlinkLimits()
        limits.workers = 2
        limits.queuedCalls = 2
        let server = try RunningServer(limits: limits)
        var holding: [RawClient] = []
        for _ in 0..<3 {
            holding.append(try server.raw())
            try holding.last!.send(#"{"method":"org.example.test.Hold"}"# + "\0")
            if holding.count == 1 { #expect(server.handler.began.wait()) }
        }
        // The server thread itself is free all the while.
        let quick = try server.client()
        #expect(try quick.call("org.example.test.Quick", TestHandler.Text(text: "q")).error == nil)
        // One is with the worker, two wait; all are of this process, which may hold one worker of the two.
        let refused = try server.raw()
        try refused.send(echo)
        #expect(
            try refused.receive()
                == #"{"error":"org.example.test.Busy","parameters":{"reason":"tooManyCalls(limit: 2)"}}"#)
        server.handler.release.signal(3)
        for client in holding { #expect(try client.receive() == #"{"parameters":{"released":true}}"#) }
    }

    @Test func `a connection beyond the limit is told so and closed`() throws {
        var limits = VarlinkLimits()
        limits.connections = 3
        let server = try RunningServer(limits: limits)
        var clients: [VarlinkClient] = []
        for _ in 0..<3 {
            clients.append(try server.client())
            _ = try clients.last!.call("org.example.test.Quick", TestHandler.Text(text: ""))
        }
        #expect(server.server.connectionCount == 3)
        let refused = try server.raw()
        #expect(
            try refused.receive()
                == #"{"error":"org.example.test.Busy","parameters":{"reason":"tooManyConnections(limit: 3)"}}"#
        )
        #expect(try refused.receive() == nil)
    }

    @Test func `a request that is too long is refused and its connection closed`() throws {
        var limits = VarlinkLimits()
        limits.requestBytes = 100_000
        let server = try RunningServer(limits: limits)
        let client = try server.raw()
        let refusal = invalid("parameters")
        // Never a NUL: the socket is closed under the sender.
        #expect(throws: SystemError.self) {
            while true { try client.send([UInt8](repeating: 0x78, count: 10_000)) }
        }
        #expect(try client.receive() == refusal)
        #expect(try client.receive() == nil)
        let whole = try server.raw()
        try whole.send([UInt8](repeating: 0x78, count: 100_001) + [0])
        #expect(try whole.receive() == refusal)
        #expect(try whole.receive() == nil)
    }

    @Test func `half a message and an idle connection have a time limit`() throws {
        var limits = VarlinkLimits()
        limits.messageTime = .milliseconds(60)
        limits.idleTime = .milliseconds(120)
        let server = try RunningServer(limits: limits)
        let half = try server.raw()
        try half.send("{\"method\":")
        let idle = try server.raw()
        #expect(try half.receive() == nil)
        #expect(try idle.receive() == nil)
    }

    @Test func `all half requests together have a limit`() throws {
        var limits = VarlinkLimits()
        limits.requestBytes = 60_000
        limits.pendingRequestBytes = 100_000
        let server = try RunningServer(limits: limits)
        let first = try server.raw()
        try first.send([UInt8](repeating: 0x20, count: 50_000))
        let second = try server.raw()
        #expect(throws: SystemError.self) {
            while true { try second.send([UInt8](repeating: 0x20, count: 50_000)) }
        }
        try first.send(echo)
        #expect(try first.receive() == echoed)
    }

    @Test func `a server that stops answers what it has begun and ends streams`() throws {
        let server = try RunningServer()
        let held = try server.raw()
        try held.send(#"{"method":"org.example.test.Hold"}"# + "\0")
        let streaming = try server.raw()
        try streaming.send(#"{"method":"org.example.test.Wait","more":true}"# + "\0")
        let idle = try server.raw()
        #expect(server.handler.began.wait())
        #expect(server.handler.began.wait())
        server.server.stop()
        #expect(
            try streaming.receive()
                == #"{"error":"org.example.test.Busy","parameters":{"reason":"stopping"}}"#)
        #expect(server.handler.cancelled.wait())
        server.handler.release.signal()
        #expect(try held.receive() == #"{"parameters":{"released":true}}"#)
        #expect(try held.receive() == nil)
        #expect(try streaming.receive() == nil)
        #expect(try idle.receive() == nil)
    }

    @Test func `many idle connections cost little and none is lost`() throws {
        var limits = VarlinkLimits()
        limits.connections = 400
        let server = try RunningServer(limits: limits)
        let clients = try (0..<300).map { _ in try server.client() }
        for client in clients {
            #expect(try client.call("org.example.test.Quick", TestHandler.Text(text: "x")).error == nil)
        }
        #expect(server.server.connectionCount == 300)
    }
}
