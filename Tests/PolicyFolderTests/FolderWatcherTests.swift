import Glibc
import LinuxSystem
import PolicyFolder
import PolicyText
import TestSupport
import Testing

/// Each script is a line for the shell; what the watcher must tell of it, once it has settled, stands beside it.
struct FolderWatcherTests {
    struct Script: Sendable, CustomTestStringConvertible {
        let name: String
        let before: String
        let steps: String
        let told: Set<String>
        var testDescription: String { name }

        init(
            _ name: String, before: String = "echo a > a.txt; echo b > b.txt", _ steps: String,
            _ told: Set<String>
        ) {
            self.name = name
            self.before = before
            self.steps = steps
            self.told = told
        }
    }

    static let scripts: [Script] = [
        Script("write a new file", "echo n > n.txt", ["read n.txt"]),
        Script("append", "echo more >> a.txt", ["read a.txt"]),
        Script("truncate and rewrite", ": > a.txt; echo other > a.txt", ["read a.txt"]),
        Script("truncate alone", "truncate -s 1 a.txt", ["read a.txt"]),
        Script("sed -i", "sed -i s/a/x/ a.txt", ["read a.txt"]),
        Script("atomic replace", "echo x > .a.txt.tmp; mv .a.txt.tmp a.txt", ["read a.txt"]),
        Script("atomic replace by a document", "echo x > new.txt; mv new.txt a.txt", ["read a.txt"]),
        Script("vim, backup renamed", "mv a.txt a.txt~; echo x > a.txt; rm a.txt~", ["read a.txt"]),
        Script("vim, backup copied", "cp a.txt a.txt~; echo x > a.txt; rm a.txt~", ["read a.txt"]),
        Script(
            "vim, no backup, with swap", "echo s > .a.txt.swp; echo x > a.txt; rm .a.txt.swp", ["read a.txt"]),
        Script(
            "emacs", "ln -s u@h.1 '.#a.txt'; mv a.txt a.txt~; echo x > a.txt; rm '.#a.txt'", ["read a.txt"]),
        Script("LibreOffice", "echo l > '.~lock.a.txt#'; echo x > lu1.tmp; mv lu1.tmp a.txt", ["read a.txt"]),
        Script("delete", "rm a.txt", ["gone a.txt"]),
        Script("delete and recreate the same", "rm a.txt; echo a > a.txt", []),
        Script("delete and recreate another", "rm a.txt; echo z > a.txt", ["read a.txt"]),
        Script("touch without change", "touch a.txt; touch -d 2001-01-01 b.txt", []),
        Script("chmod away and back", "chmod 000 a.txt; chmod 644 a.txt", []),
        Script("rename", "mv a.txt c.txt", ["moved a.txt to c.txt", "gone a.txt", "read c.txt"]),
        Script(
            "rename and edit", "mv a.txt c.txt; echo more >> c.txt",
            ["moved a.txt to c.txt", "gone a.txt", "read c.txt"]),
        Script(
            "case-only rename", "mv a.txt A.txt", ["moved a.txt to A.txt", "gone a.txt", "read A.txt"]),
        Script(
            "rename to no document", "mv a.txt a.bin", ["gone a.txt"]),
        Script("rename away and back", "mv a.txt x.bin; mv x.bin a.txt", []),
        Script(
            "rename swap", "mv a.txt t; mv b.txt a.txt; mv t b.txt",
            ["moved b.txt to a.txt", "moved a.txt to b.txt", "read a.txt", "read b.txt"]),
        Script(
            "rename rotation", before: "echo a > a.txt; echo b > b.txt; echo c > c.txt",
            "mv c.txt t; mv b.txt c.txt; mv a.txt b.txt; mv t a.txt",
            [
                "moved a.txt to b.txt", "moved b.txt to c.txt", "moved c.txt to a.txt", "read a.txt",
                "read b.txt",
                "read c.txt",
            ]),
        Script(
            "rename over a document", "mv a.txt b.txt", ["moved a.txt to b.txt", "gone a.txt", "read b.txt"]),
        Script("hard link", "ln a.txt c.txt", ["read c.txt"]),
        Script(
            "write through a hard link", before: "echo a > a.txt; ln a.txt c.txt", "echo x > c.txt",
            ["read a.txt", "read c.txt"]),
        Script(
            "folders made and written at once", "mkdir -p x/y/z; echo n > x/y/z/n.txt", ["read x/y/z/n.txt"]),
        Script(
            "tree moved in",
            "mkdir ../in; mkdir ../in/k; echo 1 > ../in/1.txt; echo 2 > ../in/k/2.txt; mv ../in in",
            ["read in/1.txt", "read in/k/2.txt"]),
        Script(
            "tree moved out", before: "mkdir -p o/k; echo 1 > o/1.txt; echo 2 > o/k/2.txt",
            "mv o ../o; echo x > ../o/1.txt", ["gone o/1.txt", "gone o/k/2.txt"]),
        Script(
            "tree moved within", before: "mkdir -p o/k q; echo 1 > o/1.txt; echo 2 > o/k/2.txt", "mv o q/p",
            [
                "moved o/1.txt to q/p/1.txt", "moved o/k/2.txt to q/p/k/2.txt", "gone o/1.txt",
                "gone o/k/2.txt",
                "read q/p/1.txt", "read q/p/k/2.txt",
            ]),
        Script(
            "tree moved, then written to", before: "mkdir -p o/k; echo 1 > o/k/1.txt",
            "mv o p; echo x > p/k/1.txt; echo n > p/k/n.txt",
            ["moved o/k/1.txt to p/k/1.txt", "gone o/k/1.txt", "read p/k/1.txt", "read p/k/n.txt"]),
        Script("tree removed", before: "mkdir -p o/k; echo 1 > o/k/1.txt", "rm -r o", ["gone o/k/1.txt"]),
        Script("tree copied", before: "mkdir -p o/k; echo 1 > o/k/1.txt", "cp -a o p", ["read p/k/1.txt"]),
        Script(
            "file becomes folder", "rm a.txt; mkdir a.txt; echo n > a.txt/n.txt",
            ["gone a.txt", "read a.txt/n.txt"]),
        Script(
            "folder becomes file", before: "mkdir o.txt; echo 1 > o.txt/1.txt", "rm -r o.txt; echo f > o.txt",
            ["gone o.txt/1.txt", "read o.txt"]),
        Script("link, FIFO and socket", "ln -s a.txt l.txt; mkfifo f.txt; ln -s /etc e", []),
        Script("file becomes link", "mv a.txt a.bin; ln -s a.bin a.txt", ["gone a.txt"]),
        Script("excluded folder", "mkdir .git; echo n > .git/n.txt", []),
        Script(
            "rsync's way", "echo x > .a.txt.Xy12; touch -r a.txt .a.txt.Xy12; mv .a.txt.Xy12 a.txt",
            ["read a.txt"]),
        Script(
            "same size, same modification time", "touch -r a.txt ../t; echo z > a.txt; touch -r ../t a.txt",
            ["read a.txt"]),
        Script(
            "odd names", #"echo 1 > $'new\nline.txt'; echo 2 > $'\xff\'".txt'"#,
            [#"read new"# + "\n" + "line.txt", #"read \xFF'".txt"#]),
        Script(
            "composed and decomposed", #"echo 1 > $'\xc3\xa9.txt'; echo 2 > $'e\xcc\x81.txt'"#,
            ["read {e9}.txt", "read e{301}.txt"]),
    ]

    @Test(arguments: scripts)
    func `what a program did is told`(script: Script) throws {
        let folder = try WatchedFolder(prepare: { _ = try $0.run(bash(script.before)) })
        try folder.sync()
        try folder.shell.run(bash(script.steps))
        let told = try folder.sync()
        let wanted = folder.wanted(told, script)
        #expect(Set(wanted) == script.told)
        #expect(wanted.count == script.told.count)
        #expect(try folder.record == folder.contentOnDisk())
        // Nothing is left over, and a daemon that starts now finds nothing new.
        #expect(try folder.sync() == [])
        try folder.restart()
        #expect(try folder.sync() == [])
        #expect(folder.status.repaired == 0)
    }

    @Test(arguments: scripts)
    func `what a program did while the daemon was down is told`(script: Script) throws {
        let folder = try WatchedFolder(prepare: { _ = try $0.run(bash(script.before)) })
        try folder.sync()
        try folder.restart { _ = try folder.shell.run(bash(script.steps)) }
        let told = try folder.sync()
        #expect(Set(folder.wanted(told, script)) == script.told)
        #expect(try folder.record == folder.contentOnDisk())
    }

    /// So many that threads share the comparison; more folders than are open at a time, and one with several parts.
    @Test func `a large folder is compared whole by several threads`() throws {
        let make = "for n in $(seq 60); do mkdir $n; echo $n | tee $n/a.txt $n/b.txt $n/c.txt; done"
        let folder = try WatchedFolder(prepare: {
            _ = try $0.run(bash("\(make); mkdir all; for n in $(seq 300); do echo $n > all/$n.txt; done"))
        })
        try folder.sync()
        #expect(try folder.record == folder.contentOnDisk())
        try folder.restart {
            let change = "rm 7/b.txt; rm -r 50; echo x > 33/a.txt; echo x > all/299.txt; rm all/1.txt"
            _ = try folder.shell.run(bash("\(change); mkdir all/new; echo x > all/new/1.txt"))
        }
        let told = try folder.sync()
        let wanted: Set = [
            "gone 7/b.txt", "gone 50/a.txt", "gone 50/b.txt", "gone 50/c.txt", "gone all/1.txt",
            "read 33/a.txt", "read all/299.txt", "read all/new/1.txt",
        ]
        #expect(Set(told.filter { !folder.doubtful.contains($0) }) == wanted)
        #expect(try folder.record == folder.contentOnDisk())
    }

    private func bash(_ line: String) -> String {
        "bash -c '\(line.replacing("'", with: #"'\''"#))'"
    }
}

extension WatchedFolder {
    /// What was told, without the moves that only a reused inode suggested.
    fileprivate func wanted(_ told: [String], _ script: FolderWatcherTests.Script) -> [String] {
        told.filter { script.told.contains($0) || !doubtful.contains($0) }
    }
}
