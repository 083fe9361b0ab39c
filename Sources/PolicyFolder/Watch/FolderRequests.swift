package import LinuxSystem
internal import Synchronization

/// What other threads ask of the thread that watches; any thread may call it.
package final class FolderRequests: Sendable {
    private struct Asked {
        var lastTicket: UInt64 = 0
        var tickets: [SyncTicket] = []
        var wantsComparison = false
        var isWoken = false
    }

    private let asked = Mutex(Asked())
    let wakeUp: WakeUp

    package init() throws(SystemError) {
        wakeUp = try WakeUp()
    }

    /// Asks to be told, by `FolderBatch.synced`, when all that is on disk now has been handed over.
    package func requestSync() -> SyncTicket {
        let ticket = asked.withLock { asked in
            asked.lastTicket += 1
            let ticket = SyncTicket(number: asked.lastTicket)
            asked.tickets.append(ticket)
            return ticket
        }
        wakeUp.signal()
        return ticket
    }

    /// Asks for a comparison of the whole folder with the disk.
    package func requestRescan() {
        asked.withLock { $0.wantsComparison = true }
        wakeUp.signal()
    }

    /// Makes `FolderWatcher.wait` return soon, with what there is.
    package func wake() {
        asked.withLock { $0.isWoken = true }
        wakeUp.signal()
    }

    func takeTickets() -> [SyncTicket] { asked.withLock { take(&$0.tickets, leaving: []) } }
    func takeWantsComparison() -> Bool { asked.withLock { take(&$0.wantsComparison, leaving: false) } }
    func takeIsWoken() -> Bool { asked.withLock { take(&$0.isWoken, leaving: false) } }

    private func take<Value>(_ value: inout Value, leaving rest: Value) -> Value {
        defer { value = rest }
        return value
    }
}
