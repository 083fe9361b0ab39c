import TestSupport
import Testing
import Varlink

struct MessageFramerTests {
    private func messages(_ framer: inout MessageFramer) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        while let message = try framer.next() { found.append(Array(message)) }
        return found
    }

    @Test func `messages are found however the stream is cut`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            let sent = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                (0..<Int.random(in: 0...90, using: &random)).map { _ in
                    UInt8.random(in: 1...255, using: &random)
                }
            }
            var stream = Array(sent.map { $0 + [0 as UInt8] }.joined())[...]
            var framer = MessageFramer(limit: 90)
            var received: [[UInt8]] = []
            while !stream.isEmpty {
                let size = min(stream.count, Int.random(in: 1...60, using: &random))
                framer.append(stream.prefix(size))
                stream = stream.dropFirst(size)
                // Some are fetched at once, some are left to pile up.
                if Bool.random(using: &random) { received += try messages(&framer) }
            }
            received += try messages(&framer)
            #expect(received == sent)
            #expect(framer.pendingBytes == 0)
        }
    }

    @Test func `a message may be as long as the limit and no longer`() throws {
        var framer = MessageFramer(limit: 5)
        framer.append(Array("12345\0123456\0".utf8))
        #expect(try framer.next().map(Array.init) == Array("12345".utf8))
        #expect(throws: MessageFramer.TooLong.self) { try framer.next() }
        var endless = MessageFramer(limit: 5)
        endless.append(Array("12345".utf8))
        #expect(try endless.next() == nil)
        endless.append([0x36])
        #expect(throws: MessageFramer.TooLong.self) { try endless.next() }
    }

    @Test func `a long message that comes byte by byte is read in linear time`() throws {
        var framer = MessageFramer(limit: 1 << 20)
        for _ in 0..<200_000 {
            framer.append(CollectionOfOne(0x78))
            #expect(try framer.next() == nil)
        }
        framer.append(CollectionOfOne(0))
        #expect(try framer.next()?.count == 200_000)
    }

    @Test func `many messages at once do not pile up behind the one that is read`() throws {
        var framer = MessageFramer(limit: 100)
        framer.append([UInt8](repeating: 0, count: 100_000))
        for _ in 0..<100_000 { #expect(try framer.next()?.isEmpty == true) }
        #expect(try framer.next() == nil)
    }
}
