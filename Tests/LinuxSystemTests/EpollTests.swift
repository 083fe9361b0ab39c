import LinuxSystem
import Testing

struct EpollTests {
    @Test func `a signal from another thread ends the wait`() throws {
        let epoll = try Epoll()
        let wakeUp = try WakeUp()
        try epoll.add(wakeUp.descriptor, for: .readable, token: 7)
        let thread = try SystemThread(named: "waker") { wakeUp.signal() }
        let events = try epoll.wait(upTo: nil)
        thread.join()
        #expect(events.map(\.token) == [7])
        #expect(wakeUp.drain())
        #expect(!wakeUp.drain())
        #expect(try epoll.wait(upTo: .zero).isEmpty)
    }

    @Test func `a timer fires once and then every interval`() throws {
        let epoll = try Epoll()
        let timer = try Timer()
        try epoll.add(timer.descriptor, for: .readable, token: 1)
        try timer.set(after: .zero, every: .milliseconds(1))
        for _ in 0..<2 {
            #expect(try epoll.wait(upTo: nil).count == 1)
            #expect(timer.drain() >= 1)
        }
        try timer.unset()
        #expect(try epoll.wait(upTo: .zero).isEmpty)
    }

    @Test func `a removed descriptor is waited for no more`() throws {
        let epoll = try Epoll()
        let wakeUp = try WakeUp()
        try epoll.add(wakeUp.descriptor, for: .readable, token: 7)
        epoll.remove(wakeUp.descriptor)
        wakeUp.signal()
        #expect(try epoll.wait(upTo: .zero).isEmpty)
    }
}
