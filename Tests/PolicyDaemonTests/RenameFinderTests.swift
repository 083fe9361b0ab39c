import PolicyText
import TestSupport
import Testing

@testable import PolicyDaemon

@Suite struct RenameFinderTests {
    private static let essay = (1...80).map { "word\($0)" }.joined(separator: " ")

    private func departure(_ path: String, _ text: String) -> RenameFinder.Departure {
        .init(path: DocumentPath(text: path)!, sha256: Array(text.utf8), text: { text })
    }

    private func arrival(_ path: String, _ text: String) -> RenameFinder.Arrival {
        .init(
            path: DocumentPath(text: path)!, sha256: Array(text.utf8), size: text.utf8.count,
            text: { text })
    }

    private func found(
        _ departures: [RenameFinder.Departure], _ arrivals: [RenameFinder.Arrival],
        seen: [(String, String, Bool)] = [], standing: [RenameFinder.Arrival] = [],
        others: [String] = []
    ) -> [String] {
        let sightings = seen.map {
            RenameFinder.Sighting(
                from: DocumentPath(text: $0.0)!, to: DocumentPath(text: $0.1)!, isCertain: $0.2)
        }
        return RenameFinder.renames(
            departures: departures, arrivals: arrivals, sightings: sightings, standing: standing,
            others: { others }
        ).map { "\($0.from) > \($0.to)" }
    }

    @Test func `renames that can only be recorded at once are kept together`() {
        let moves = ["a>b", "b>c", "m>n", "x>y", "y>x"].map { move in
            let names = move.split(separator: ">").map { DocumentPath(text: String($0))! }
            return RenameFinder.Rename(from: names[0], to: names[1], why: "")
        }
        let groups = RenameFinder.independent(moves).map { $0.map { "\($0.from)>\($0.to)" } }
        #expect(groups == [["a>b", "b>c"], ["m>n"], ["y>x", "x>y"]])
    }

    @Test func `of more words than can be compared none is read in vain, and there are signs of life`() {
        let long = (0..<500).map { "w\($0)" }.joined(separator: " ")
        var (reads, beats) = (0, 0)
        func arrival(_ path: String, _ text: String) -> RenameFinder.Arrival {
            RenameFinder.Arrival(
                path: DocumentPath(text: path)!, sha256: Array(path.utf8), size: text.utf8.count,
                text: {
                    reads += 1
                    return text
                })
        }
        func found(_ count: Int) -> Int {
            RenameFinder.renames(
                departures: [departure("a", Self.essay)],
                arrivals: [arrival("b", Self.essay + " and more")]
                    + (0..<count).map { arrival("c\($0)", long) }, sightings: [], maximumWords: 1200,
                beat: { beats += 1 }
            ).count
        }
        #expect(found(1) == 1)
        #expect(beats >= 3)
        reads = 0
        #expect(found(5) == 0)
        #expect(reads <= 4)
    }

    @Test func `the same content under another name is a rename`() {
        #expect(found([departure("a", Self.essay)], [arrival("b", Self.essay)]) == ["a > b"])
    }

    @Test func `a rename edited in the same moment is known by its likeness`() {
        #expect(
            found([departure("a", Self.essay)], [arrival("b", Self.essay + " and one more line")]) == [
                "a > b"
            ])
        #expect(found([departure("a", Self.essay)], [arrival("b", String(Self.essay.reversed()))]) == [])
    }

    @Test func `stubs that resemble each other are not renamed into each other`() {
        #expect(found([departure("a", "to do")], [arrival("b", "to do")]) == [])
        #expect(found([departure("a", "")], [arrival("b", "")]) == [])
        #expect(
            found([departure("a", "to do")], [arrival("b", "to do")], seen: [("a", "b", false)]) == ["a > b"])
    }

    @Test func `the words of a form, which other documents have too, are no likeness`() {
        let form = (1...60).map { "notice\($0)" }.joined(separator: " ")
        func page(_ title: String) -> String { title + " " + form }
        let old = [departure("a", page("Water")), departure("b", page("Air"))]
        #expect(found(old, [arrival("c", page("Fish"))]) == [])
        #expect(found([old[0]], [arrival("c", page("Fish"))], others: [page("Soil")]) == [])
        // What they say beside the form decides.
        let rules = (1...70).map { "rule\($0)" }.joined(separator: " ")
        #expect(
            found(
                [departure("a", page(rules)), old[1]], [arrival("c", page(rules + " and more"))],
                others: [page("Soil")]) == ["a > c"])
    }

    @Test func `an inode used again by another text is no rename`() {
        #expect(
            found([departure("a", Self.essay)], [arrival("b", "something else")], seen: [("a", "b", false)])
                == [])
    }

    @Test func `inodes handed on from file to file, as sed does, rename nothing`() {
        let (one, two) = (Self.essay + " of one", Self.essay + " of two")
        let seen = [("one", "two", false), ("two", "one", false), ("two", "two", false)]
        let old = [departure("one", one), departure("two", two)]
        let new = [arrival("one", one + " edited"), arrival("two", two + " edited")]
        #expect(found(old, new, seen: seen, standing: new) == [])
        #expect(found([old[0]], [arrival("new", one)], seen: [("one", "new", false)]) == ["one > new"])
        // What still stands is not moved to a file that is merely like it.
        #expect(found(old, [arrival("new", one)], seen: [("two", "three", false)], standing: new) == [])
    }

    @Test func `what the watcher knows counts even where all else differs`() {
        #expect(found([departure("a", "old")], [arrival("b", "new")], seen: [("a", "b", true)]) == ["a > b"])
    }

    @Test func `among copies the one that kept its name goes first`() {
        let renames = found(
            [departure("x/one", Self.essay), departure("x/two", Self.essay)],
            [arrival("y/two", Self.essay), arrival("z", Self.essay)])
        #expect(renames == ["x/two > y/two", "x/one > z"])
    }

    @Test func `each document is renamed once at most, the likest pair first`() {
        let near = Self.essay + " more"
        let far =
            Self.essay.split(separator: " ").prefix(60).joined(separator: " ") + " and then some other words"
        #expect(found([departure("a", Self.essay)], [arrival("b", far), arrival("c", near)]) == ["a > c"])
    }
}
