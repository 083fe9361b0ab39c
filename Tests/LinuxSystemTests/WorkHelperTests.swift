import Dispatch
import Synchronization
import Testing

@testable import LinuxSystem

struct WorkHelperTests {
    @Test func `what nobody has begun is done by whoever wants it`() {
        #expect(SharedWork { 7 }.result() == 7)
    }

    @Test func `what the helper has begun is done once`() throws {
        let helper = WorkHelper(atMost: 1)
        let (begun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let runs = Atomic(0)
        let work = SharedWork {
            begun.signal()
            mayEnd.wait()
            return runs.add(1, ordering: .relaxed).newValue
        }
        helper?.take(work)
        if helper != nil { begun.wait() }
        mayEnd.signal()
        #expect(work.result() == 1)
        work.begin()
        #expect(runs.load(ordering: .relaxed) == 1)
    }

    @Test func `a busy helper keeps nobody waiting`() throws {
        let helper = WorkHelper(atMost: 1)
        let (begun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let slow = SharedWork {
            begun.signal()
            mayEnd.wait()
            return 1
        }
        helper?.take(slow)
        if helper != nil { begun.wait() }
        let quick = SharedWork { 2 }
        helper?.take(quick)
        #expect(quick.result() == 2)
        mayEnd.signal()
        #expect(slow.result() == 1)
    }
}
