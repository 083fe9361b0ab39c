import FoundationEssentials
import LinuxSystem
import TestSupport
import Testing

struct AtomicFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a file is replaced whole and nothing is left beside it`() throws {
        let path = folder.path("digest.md")
        try AtomicFile.write(Array("old".utf8), to: path)
        try AtomicFile.write(Array("new".utf8), to: path)
        #expect(FileManager.default.contents(atPath: path) == Data("new".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["digest.md"])
    }

    @Test(arguments: [
        (["a", "bc"], false), (["abc"], false), (["abd"], true), (["ab"], true), (["abc", "d"], true),
        ([], true),
    ])
    func `pieces replace a file where they differ from it`(pieces: [String], isReplaced: Bool) throws {
        let path = folder.path("day.json")
        try AtomicFile.write(Array("abc".utf8), to: path)
        let before = try FileStatus(of: path)
        try AtomicFile.write(to: path, mode: 0o640) { file in
            for piece in pieces { try file.write(Array(piece.utf8)) }
        }
        #expect(FileManager.default.contents(atPath: path) == Data(pieces.joined().utf8))
        #expect(try (FileStatus(of: path).inode != before.inode) == isReplaced)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["day.json"])
    }

    @Test func `a file is as it was where its pieces end in an error`() throws {
        struct Stopping: Error {}
        let path = folder.path("day.json")
        try AtomicFile.write(Array("old".utf8), to: path)
        #expect(throws: Stopping.self) {
            try AtomicFile.write(to: path, mode: 0o640) { file in
                try file.write(Array("new".utf8))
                throw Stopping()
            }
        }
        #expect(FileManager.default.contents(atPath: path) == Data("old".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["day.json"])
    }

    @Test func `a link is replaced`() throws {
        let path = folder.path("latest.md")
        try AtomicFile.link(path, to: "a")
        try AtomicFile.link(path, to: "b")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "b")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["latest.md"])
    }

    @Test func `a folder that is not there is named with the system's reason`() {
        let path = folder.path("none/digest.md")
        let error = #expect(throws: SystemError.self) { try AtomicFile.write([], to: path) }
        #expect(error?.description == "cannot write '\(path)': No such file or directory")
    }

    @Test func `names from outside are shown on one line`() {
        #expect(quoted("a\nb\u{1B}[2J\u{202E}") == "'a\\nb\\u{1b}[2J\\u{202e}'")
    }
}
