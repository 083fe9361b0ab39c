import PolicyText
import TestSupport
import Testing

@testable import PolicyDaemon

@Suite struct RenameFinderTests {
    private static let essay = (1...80).map { "word\($0)" }.joined(separator: " ")

    private func departure(_ path: String, inode: Int64 = 1, _ text: String) -> RenameFinder.Departure {
        .init(path: DocumentPath(text: path)!, device: 1, inode: inode, sha256: text, text: { text })
    }

    private func arrival(_ path: String, inode: Int64 = 2, _ text: String) -> RenameFinder.Arrival {
        .init(
            path: DocumentPath(text: path)!, device: 1, inode: inode, sha256: text, size: text.utf8.count,
            text: { text })
    }

    private func found(
        _ departures: [RenameFinder.Departure], _ arrivals: [RenameFinder.Arrival], hints: [String: String] = [:]
    ) -> [String] {
        let hints = Dictionary(
            uniqueKeysWithValues: hints.map { (DocumentPath(text: $0.key)!, DocumentPath(text: $0.value)!) })
        return RenameFinder.renames(departures: departures, arrivals: arrivals, hints: hints)
            .map { "\($0.from) > \($0.to)" }
    }

    @Test func `the same content under another name is a rename`() {
        #expect(found([departure("a", Self.essay)], [arrival("b", Self.essay)]) == ["a > b"])
    }

    @Test func `a rename edited in the same moment is known by its likeness`() {
        #expect(found([departure("a", Self.essay)], [arrival("b", Self.essay + " and one more line")]) == ["a > b"])
        #expect(found([departure("a", Self.essay)], [arrival("b", String(Self.essay.reversed()))]) == [])
    }

    @Test func `stubs that resemble each other are not renamed into each other`() {
        #expect(found([departure("a", "to do")], [arrival("b", "to do")]) == [])
        #expect(found([departure("a", "")], [arrival("b", "")]) == [])
        #expect(found([departure("a", inode: 5, "to do")], [arrival("b", inode: 5, "to do")]) == ["a > b"])
    }

    @Test func `an inode used again by another text is no rename`() {
        #expect(found([departure("a", inode: 5, Self.essay)], [arrival("b", inode: 5, "something else")]) == [])
    }

    @Test func `what the kernel said counts even where all else differs`() {
        #expect(found([departure("a", "old")], [arrival("b", "new")], hints: ["a": "b"]) == ["a > b"])
    }

    @Test func `among copies the one that kept its name goes first`() {
        let renames = found(
            [departure("x/one", Self.essay), departure("x/two", Self.essay)],
            [arrival("y/two", Self.essay), arrival("z", Self.essay)])
        #expect(renames == ["x/two > y/two", "x/one > z"])
    }

    @Test func `each document is renamed once at most, the likest pair first`() {
        let near = Self.essay + " more"
        let far = Self.essay.split(separator: " ").prefix(60).joined(separator: " ") + " and then some other words"
        #expect(found([departure("a", Self.essay)], [arrival("b", far), arrival("c", near)]) == ["a > c"])
    }
}
