import Glibc
import LinuxSystem
import PolicyFolder
import PolicyText
import TestSupport
import Testing

/// What becomes of the record when the folder itself comes and goes.
struct FolderAwayTests {
    private func isWaiting(_ state: FolderState) -> Bool {
        if case .waitingForFolder = state { true } else { false }
    }

    private func twoDocuments() throws -> WatchedFolder {
        let folder = try WatchedFolder(prepare: {
            _ = try $0.run("mkdir k; echo a > a.txt; echo b > k/b.txt")
        })
        try folder.sync()
        return folder
    }

    @Test func `a folder that is missing at start is waited for`() throws {
        let folder = try WatchedFolder(prepare: { _ = try $0.run("cd ..; rmdir docs") })
        #expect(try folder.sync() == [])
        #expect(
            folder.status.state
                == .waitingForFolder(reason: "No such file or directory"))
        try Shell(folder).run("mkdir docs; echo a > docs/a.txt")
        #expect(try folder.ingest { !$0.present.isEmpty } == ["read a.txt"])
        try folder.ingest(untilState: { $0 == .watching })
    }

    @Test func `a folder renamed away and back loses nothing`() throws {
        let folder = try twoDocuments()
        try Shell(folder).run("mv docs away")
        #expect(try folder.ingest(untilState: isWaiting) == [])
        #expect(try folder.sync() == [])
        try Shell(folder).run("echo x > away/a.txt; rm away/k/b.txt; mv away docs")
        try folder.ingest(untilState: { $0 == .watching })
        try folder.sync()
        #expect(folder.record == [try path("a.txt"): "x\n"])
    }

    @Test func `a folder that is deleted deletes nothing`() throws {
        let folder = try twoDocuments()
        try Shell(folder).run("mv docs/k docs/a.txt .; rmdir docs")
        _ = try folder.ingest(untilState: isWaiting)
        #expect(folder.record.count == 2)
    }

    @Test func `an empty folder in its place deletes nothing, and documents in it are the documents now`()
        throws
    {
        let folder = try twoDocuments()
        try Shell(folder).run("mkdir empty; mv docs away; mv empty docs")
        #expect(try folder.ingest(untilState: isWaiting) == [])
        #expect(try folder.sync() == [])
        #expect(folder.record.count == 2)
        try Shell(folder).run("echo n > docs/n.txt")
        try folder.ingest(untilState: { $0 == .watching })
        try folder.sync()
        #expect(folder.record == [try path("n.txt"): "n\n"])
    }

    @Test func `an empty folder in its place while the daemon was down deletes nothing`() throws {
        let folder = try twoDocuments()
        try folder.restart { try Shell(folder).run("mkdir empty; mv docs away; mv empty docs") }
        #expect(try folder.sync() == [])
        #expect(isWaiting(folder.status.state))
        try Shell(folder).run("rmdir docs; mv away docs")
        try folder.ingest(untilState: { $0 == .watching })
        #expect(folder.record.count == 2)
        #expect(try folder.sync() == [])
    }

    @Test func `another folder with documents is the folder now`() throws {
        let folder = try twoDocuments()
        try Shell(folder).run(
            "mkdir -p other/k; echo a > other/a.txt; echo n > other/n.txt; mv docs away; mv other docs")
        let told = try folder.sync()
        #expect(Set(told) == ["gone k/b.txt", "read n.txt"])
        // And its events are heard.
        try folder.shell.run("echo m > k/m.txt")
        #expect(try folder.sync() == ["read k/m.txt"])
    }

    /// The folder at `link`, which leads to `up/one`; the path is asked again only where something hints at it.
    private func linkedFolder() throws -> WatchedFolder {
        let folder = try WatchedFolder(
            configure: { settings in
                settings.directory = String(settings.directory.dropLast("docs".count)) + "link"
            },
            prepare: { shell in
                try shell.run(
                    "cd ..; mkdir -p up/one other; echo a > up/one/a.txt; echo b > other/b.txt; ln -s up/one link"
                )
            })
        try folder.sync()
        #expect(folder.record == [try path("a.txt"): "a\n"])
        return folder
    }

    @Test func `a folder above it that is renamed takes it away, and brings it back`() throws {
        let folder = try linkedFolder()
        try Shell(folder).run("mv up down")
        #expect(try folder.ingest(untilState: isWaiting) == [])
        try Shell(folder).run("mv down up")
        try folder.ingest(untilState: { $0 == .watching })
        #expect(folder.record.count == 1)
    }

    @Test func `a symbolic link on the way to it that leads elsewhere leads to the folder now`() throws {
        let folder = try linkedFolder()
        try Shell(folder).run("ln -s other new; mv -T new link")
        let wanted = [try path("b.txt"): "b\n"]
        try folder.ingest(until: { _ in folder.record == wanted })
        #expect(folder.record == wanted)
    }

    @Test func `documents gone from the same folder are gone, also the last`() throws {
        let folder = try twoDocuments()
        try folder.shell.run("rm -r a.txt k")
        #expect(try folder.sync() == ["gone a.txt", "gone k/b.txt"])
        #expect(folder.status.state == .watching)
    }

    @Test func `documents gone from the same folder while the daemon was down are gone`() throws {
        let folder = try twoDocuments()
        try folder.restart { _ = try folder.shell.run("rm -r a.txt k") }
        #expect(try folder.sync() == ["gone a.txt", "gone k/b.txt"])
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func `a disk mounted over the folder is the folder, until it is unmounted`() throws {
        let folder = try twoDocuments()
        try Shell(folder).run("mount -t tmpfs none docs")
        defer { _ = try? Shell(folder).run("umount -l docs") }
        #expect(try folder.ingest(untilState: isWaiting) == [])
        try Shell(folder).run("echo m > docs/m.txt")
        try folder.ingest(untilState: { $0 == .watching })
        try folder.sync()
        #expect(folder.record == [try path("m.txt"): "m\n"])
        // Nothing keeps it busy.
        try Shell(folder).run("umount docs")
        try folder.sync()
        #expect(folder.record.count == 2)
    }

    @Test(.enabled(if: geteuid() != 0, "root reads everything"))
    func `a folder that cannot be read keeps its documents, and is a problem until it can`() throws {
        let folder = try twoDocuments()
        try folder.shell.run("chmod 000 k")
        #expect(try folder.sync() == [])
        #expect(folder.status.problems.map(\.path) == [try path("k")])
        #expect(folder.status.problems.first?.reason == "cannot list the folder: Permission denied")
        try folder.shell.run("chmod 755 k; echo x > k/b.txt")
        #expect(try folder.sync() == ["read k/b.txt"])
        #expect(folder.status.problems.isEmpty)
    }

    private func path(_ text: String) throws -> DocumentPath { try #require(DocumentPath(text: text)) }

    /// Runs commands beside the watched folder, which is called docs.
    private struct Shell {
        let shell: WatchedFolder.Shell
        init(_ folder: WatchedFolder) { shell = WatchedFolder.Shell(directory: folder.temporary.path) }
        func run(_ line: String) throws { _ = try shell.run(line) }
    }
}
