import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import PolicyControl

@Suite struct NotifyMemoryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// What several runners are told at the same time.
    private func asked(_ body: @escaping @Sendable () throws -> String) -> Set<String> {
        let told = Mutex<Set<String>>([])
        DispatchQueue.concurrentPerform(iterations: 16) { number in
            let source = (try? body()) ?? "error \(number)"
            told.withLock { _ = $0.insert(source) }
        }
        return told.withLock { $0 }
    }

    @Test func `all runners have one source, and another once for a record that was begun anew`() throws {
        let memory = try NotifyMemory(folder: folder.path("notify"))
        let first = asked { try memory.currentSource() }
        #expect(first.count == 1)
        let old = try #require(first.first)
        #expect(old.count == 32)
        let second = asked { try memory.source(after: old) }
        #expect(second.count == 1 && second != first)
        // One that comes to it after the next start.
        let later = try NotifyMemory(folder: folder.path("notify"))
        #expect(try later.source(after: old) == second.first)
        #expect(try later.currentSource() == second.first)
    }

    @Test func `a place is kept with its source; one noted without has that of the start`() throws {
        let memory = try NotifyMemory(folder: folder.path("notify"))
        let source = try memory.currentSource()
        let place = NotifyMemory.Progress(cursor: 7, moment: 31, digest: "2026-11-20", source: "abc")
        try memory.remember(place, of: "mail")
        #expect(try memory.progress(of: "mail") == place)
        try folder.write("cursor=7\nmoment=31\n", to: "notify/chat.progress")
        let again = try NotifyMemory(folder: folder.path("notify"))
        #expect(
            try again.progress(of: "chat") == NotifyMemory.Progress(cursor: 7, moment: 31, source: source))
        #expect(try again.progress(of: "none") == nil)
    }
}
