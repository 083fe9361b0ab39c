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

    @Test func `a removed descriptor is waited for no more`() throws {
        let epoll = try Epoll()
        let wakeUp = try WakeUp()
        try epoll.add(wakeUp.descriptor, for: .readable, token: 7)
        epoll.remove(wakeUp.descriptor)
        wakeUp.signal()
        #expect(try epoll.wait(upTo: .zero).isEmpty)
    }
}
