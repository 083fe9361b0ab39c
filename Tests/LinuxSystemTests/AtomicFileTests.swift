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
