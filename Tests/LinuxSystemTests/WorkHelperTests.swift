import Dispatch
import Synchronization
import Testing

@testable import LinuxSystem

struct WorkHelperTests {
    @Test func `what nobody has begun is done by whoever wants it`() {
        #expect(SharedWork { 7 }.result() == 7)
    }

    @Test func `what the helper has done is not done again`() {
        let helper = WorkHelper(atMost: 1)
        let runs = Atomic(0)
        let work = SharedWork { runs.add(1, ordering: .relaxed).newValue }
        helper?.take(work)
        // Once this has begun, the one before is over.
        let begun = DispatchSemaphore(value: 0)
        helper?.take(SharedWork { begun.signal() })
        if helper != nil { begun.wait() }
        #expect(work.result() == 1)
        #expect(work.result() == 1)
        #expect(runs.load(ordering: .relaxed) == 1)
    }

    @Test func `a helper that does not end, or is busy, keeps nobody waiting`() {
        let helper = WorkHelper(atMost: 1)
        let isHelped = helper != nil
        let (begun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let runs = Atomic(0)
        let slow = SharedWork {
            let run = runs.add(1, ordering: .relaxed).newValue
            if isHelped, run == 1 {
                begun.signal()
                mayEnd.wait()
            }
            return 5
        }
        helper?.take(slow)
        if isHelped { begun.wait() }
        let quick = SharedWork { 2 }
        helper?.take(quick)
        #expect(quick.result() == 2)
        #expect(slow.result() == 5)
        #expect(runs.load(ordering: .relaxed) == (isHelped ? 2 : 1))
        mayEnd.signal()
    }
}
