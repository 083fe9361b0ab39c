import Foundation
import TestSupport
import Testing

/// The watched folder as the world treats it: away, replaced, without watches, edited by real programs.
@Suite struct FolderFaultTests {
    @Test func `a folder that is missing at the start is waited for, and status says so`() throws {
        let documents = try WatchedDocuments()
        rmdir(documents.watched)
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        #expect(try client.call("Status")["state"] as? String == "waiting_for_folder")
        let problem = try #require(try documents.problems(client).first)
        #expect(
            problem["reason"] as? String == "cannot watch '\(documents.watched)': No such file or directory")
        try documents.write("A policy.\n", to: "a.txt")
        #expect(daemon.wait(for: "recorded 'a.txt'"))
        try client.call("Sync")
        #expect(try client.call("Status")["state"] as? String == "watching")
        #expect(try documents.problems(client).isEmpty)
    }

    @Test func `an empty folder in its place deletes nothing, status says so, and it goes on`() throws {
        let documents = try WatchedDocuments()
        try documents.write("A policy.\n", to: "a.txt")
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try FaultTools.shell("mv docs away && mkdir docs", in: documents.folder.path)
        #expect(daemon.wait(for: "nothing is deleted, waiting for it"))
        try client.call("Sync")
        #expect(try client.objects("documents", of: "List").count == 1)
        #expect(try client.call("Status")["state"] as? String == "waiting_for_folder")
        try documents.write("Another.\n", to: "b.txt")
        #expect(daemon.wait(for: "is back"))
        try client.call("Sync")
        try documents.checkList(client)
        #expect(try documents.events(client, of: "a.txt") == ["created", "deleted"])
    }

    @Test(.enabled(if: FaultTools.hasUserNamespaces, "no user namespaces"))
    func `without enough watches the folder is compared on a schedule, and status says how to mend it`()
        throws
    {
        let documents = try WatchedDocuments(configuration: "[Watch]\nPollSec=200ms\n")
        for number in 0..<12 { try documents.write("Policy \(number).\n", to: "f\(number)/a.txt") }
        let daemon = try documents.start(by: [
            try #require(FaultTools.path("unshare")), "-Ur", "/bin/sh", "-c",
            "echo 5 > /proc/sys/user/max_inotify_watches && exec \"$@\"", "sh",
        ])
        let client = try DaemonClient(daemon)
        #expect(try client.call("Status")["state"] as? String == "polling")
        let problem = try #require(try documents.problems(client).first)
        #expect(
            problem["reason"] as? String
                == "'\(documents.watched)' is compared on a schedule: the kernel gives no more watches")
        #expect(problem["advice"] as? String == "raise fs.inotify.max_user_watches with sysctl")
        try documents.write("Changed.\n", to: "f11/a.txt")
        try client.call("Sync")
        try documents.checkList(client)
        try documents.write("Changed again.\n", to: "f10/a.txt")
        #expect(daemon.wait(for: "recorded 'f10/a.txt', version 2"))
        // Each time that it goes and comes is told.
        for count in 1...2 {
            try FaultTools.shell("mv docs away", in: documents.folder.path)
            #expect(comesTrue { times("nothing is deleted, waiting for it", in: daemon.messages) == count })
            try FaultTools.shell("mv away docs", in: documents.folder.path)
            #expect(comesTrue { times("is back", in: daemon.messages) == count })
        }
    }

    private func times(_ words: String, in text: String) -> Int {
        text.components(separatedBy: words).count - 1
    }

    @Test func `odd names come back exactly, and what is no document is not touched`() throws {
        let documents = try WatchedDocuments()
        let outside = documents.folder.path("secret.txt")
        try documents.folder.write("secret", to: "secret.txt")
        try documents.shell(
            #"""
            printf 'one\n' > "$(printf 'a\377b.txt')"; printf 'two\n' > 'back\slash.txt'
            printf 'three\n' > "$(printf 'new\nline.txt')"; mkfifo pipe.txt; ln -s ../secret.txt link.txt
            ln -s .. up; printf 'four\n' > "$(head -c 251 /dev/zero | tr '\0' n).txt"
            """#)
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        let listed = try client.objects("documents", of: "List").compactMap { $0["path"] as? String }
        let long = String(repeating: "n", count: 251) + ".txt"
        #expect(listed.sorted() == [#"a\xFFb.txt"#, #"back\\slash.txt"#, "new\nline.txt", long].sorted())
        #expect(try daemon.policyctl("show", #"a\xFFb.txt"#, "--source").text == "one\n")
        #expect(try daemon.policyctl("show", #"back\\slash.txt"#, "--source").text == "two\n")
        try FaultTools.shell("echo more >> '\(outside)'")
        try client.call("Sync")
        #expect(try client.objects("documents", of: "List").count == 4)
    }

    @Test func `a reload that names another folder watches that one, and status says so`() throws {
        let documents = try WatchedDocuments()
        let other = documents.folder.path("other")
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
        try documents.folder.write("Another policy.\n", to: "other/b.txt")
        let head = "[Watch]\nQuietSec=30ms\n[Digest]\nFormats=\n[Watch]\nDirectory="
        try documents.configure(head + documents.watched + "\n")
        try documents.write("A policy.\n", to: "a.txt")
        let daemon = try RunningDaemon(
            state: documents.state, arguments: ["--config", documents.folder.path("policyd.conf")])
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        #expect(try client.call("Status")["folder"] as? String == documents.watched)
        try documents.configure(head + other + "\n")
        try client.call("Reload")
        try client.call("Sync")
        #expect(try client.call("Status")["folder"] as? String == other)
        #expect(
            try client.objects("documents", of: "List").compactMap { $0["path"] as? String } == ["b.txt"])
        #expect(try documents.events(client, of: "a.txt") == ["created", "deleted"])
    }

    @Test func `what cannot be read is a problem with its path, and goes away when it is mended or gone`()
        throws
    {
        let documents = try WatchedDocuments(
            configuration:
                "[Watch]\nMaximumSize=64K\n[Convert]\n.pdf=no-such-pdftotext -\n.rtf=/nowhere/unrtf\n")
        try documents.write("The first version.\n", to: "a.txt")
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        let first = try TestFiles.bytes(documents.watched + "/a.txt")
        try documents.folder.write(
            [0x50, 0x4B, 3, 4, 0, 0, 8, 0] + (0..<200).map { UInt8($0) }, to: "docs/a.txt")
        try documents.write(String(repeating: "Too long. ", count: 10_000), to: "b.txt")
        try documents.write("{\\rtf1 x}", to: "c.rtf")
        try client.call("Sync")
        let told = try documents.problems(client)
        #expect(told.compactMap { $0["path"] as? String } == ["a.txt", "b.txt", "c.rtf"])
        #expect(told.allSatisfy { $0["since"] is String && $0["reason"] is String })
        #expect(told.last?["advice"] as? String == "apt install unrtf")
        #expect(told[1]["advice"] as? String == "raise MaximumSize=")
        // The last good version stays.
        #expect(try daemon.policyctl("show", "a.txt", "--source").output == first)
        try documents.write("Mended.\n", to: "a.txt")
        try documents.write("Short.\n", to: "b.txt")
        unlink(documents.watched + "/c.rtf")
        try client.call("Sync")
        #expect(try documents.problems(client).isEmpty)
        try documents.checkList(client)
    }

    @Test func `another converter makes a re-parse and no change`() throws {
        let head = "[Watch]\nQuietSec=30ms\n[Digest]\nFormats=\n[Convert]\n"
        let documents = try WatchedDocuments()
        try documents.configure(head + ".pdf=tr a-z 'A-Z'\n")
        try documents.write("the council must answer within 30 days\n", to: "a.pdf")
        var daemon = try documents.start()
        var client = try DaemonClient(daemon)
        try client.call("Sync")
        let before = try client.objects("changes", of: "Changes", ["after": 0]).count
        daemon.stop()
        // Two words that must stay two: a space within one of them.
        try documents.configure(head + ".pdf=sed -e 's/must answer/shall answer/'\n")
        daemon = try documents.start()
        client = try DaemonClient(daemon)
        try client.call("Sync")
        #expect(try documents.events(client, of: "a.pdf") == ["created", "reparsed"])
        #expect(try client.objects("changes", of: "Changes", ["after": 0]).count == before)
        #expect(
            try client.call("Show", ["path": "a.pdf"])["text"] as? String
                == "the council shall answer within 30 days\n")
        #expect(
            try daemon.policyctl("show", "a.pdf", "--source").text
                == "the council must answer within 30 days\n")
        try documents.checkVerified(client)
    }

    @Test func `a return to an earlier version is told as one change`() throws {
        let documents = try WatchedDocuments()
        let texts = ["The council must answer within 30 days.\n", "The council may answer within 90 days.\n"]
        try documents.write(texts[0], to: "a.txt")
        let client = try DaemonClient(documents.start())
        for text in [texts[1], texts[0]] {
            try documents.write(text, to: "a.txt")
            try client.call("Sync")
        }
        let versions = try client.objects("versions", of: "History", ["path": "a.txt"])
        #expect(versions.map { $0["returns_to"] as? Int } == [nil, nil, 1])
        let last = try client.objects("changes", of: "Changes", ["after": 0]).filter {
            $0["to_version"] as? Int == 3
        }
        #expect(last.count == 1)
        #expect(
            (last.first?["summary"] as? String)?.hasPrefix("Goes back to version 1, word for word") == true)
    }

    @Test
    func `a rename while the daemon was down keeps the history, also when edited, and stubs prove nothing`()
        throws
    {
        let documents = try WatchedDocuments()
        let text = (0..<60).map {
            "Rule \($0): the council must answer request \($0 * 7) within \($0 + 3) days.\n"
        }
        try documents.write(text.joined(), to: "a.txt")
        try documents.write("Page not found.\n", to: "stub1.txt")
        let daemon = try documents.start()
        try DaemonClient(daemon).call("Sync")
        daemon.stop()
        // As from a backup: new files, nothing the same but the words.
        try documents.shell("mkdir k && sed 's/Rule 7:/Rule seven:/' a.txt > k/b.txt && rm a.txt stub1.txt")
        try documents.write("Page not found!\n", to: "stub2.txt")
        let client = try DaemonClient(documents.start())
        try client.call("Sync")
        #expect(try documents.events(client, of: "k/b.txt") == ["created", "renamed"])
        #expect(try documents.events(client, of: "stub2.txt") == ["created"])
        #expect(try documents.events(client, of: "stub1.txt") == ["created", "deleted"])
    }

    @Test
    func `what comes under another name soon after it went is the same document, and a copy is another`()
        throws
    {
        let documents = try WatchedDocuments()
        let text = (0..<40).map { "Rule \($0): the council must answer within \($0 + 3) days.\n" }.joined()
        try documents.write(text, to: "a.txt")
        try documents.write(text + "And no more.\n", to: "kept.txt")
        let client = try DaemonClient(documents.start())
        try client.call("Sync")
        unlink(documents.watched + "/a.txt")
        try client.call("Sync")
        #expect(try documents.events(client, of: "a.txt") == ["created", "deleted"])
        // As what stands says it: a copy.
        try documents.write(text + "And no more.\n", to: "copy.txt")
        try client.call("Sync")
        #expect(try documents.events(client, of: "copy.txt") == ["created"])
        try documents.write(text, to: "k/b.txt")
        try client.call("Sync")
        #expect(try documents.events(client, of: "k/b.txt") == ["created", "deleted", "renamed"])
        let versions = try client.objects("versions", of: "History", ["path": "k/b.txt"])
        #expect(versions.last?["renamed_from"] as? String == "a.txt")
        // The path it left is free for another document.
        try documents.write("Another policy.\n", to: "a.txt")
        try client.call("Sync")
        #expect(try documents.events(client, of: "a.txt") == ["created"])
        try documents.checkList(client)
        try documents.checkVerified(client)
    }

    struct Program: Sendable, CustomTestStringConvertible {
        let needs: String
        let line: String
        /// The versions that the document has after it.
        let events: [String]
        var testDescription: String { line }
    }

    /// Nano asks for a terminal: it gets one, and keys as it shows that it waits for them.
    private static let typedInNano = """
        python3 - <<'E'
        import os, pty
        process, terminal = pty.fork()
        if process == 0:
            os.environ['TERM'] = 'xterm'
            os.execvp('nano', ['nano', 'a.txt'])
        def until(words):
            seen = b''
            while words not in seen: seen += os.read(terminal, 4096)
        until(b'Exit'); os.write(terminal, b'Newer. \\x0f')
        until(b'Write'); os.write(terminal, b'\\r\\x18')
        try:
            while os.read(terminal, 4096): pass
        except OSError: pass
        os.waitpid(process, 0)
        E
        """

    private static let programs = [
        Program(needs: "vim", line: "set nobackup nowritebackup", events: ["created", "modified"]),
        Program(needs: "vim", line: "set backup backupcopy=yes", events: ["created", "modified"]),
        Program(needs: "vim", line: "set backup backupcopy=no", events: ["created", "modified"]),
        Program(needs: "sed", line: "sed -i s/council/board/ a.txt", events: ["created", "modified"]),
        Program(
            needs: "emacs",
            line: #"""
                emacs -Q --batch a.txt --eval '(setq make-backup-files t)' --eval \
                '(progn (while (search-forward "council" nil t) (replace-match "board")) (save-buffer))'
                """#, events: ["created", "modified"]),
        Program(needs: "nano", line: typedInNano, events: ["created", "modified"]),
        Program(
            needs: "touch", line: "touch '.~lock.a.txt#' && rm '.~lock.a.txt#'", events: ["created"]),
        Program(
            needs: "rsync", line: "sed s/council/board/ a.txt > ../src/a.txt; rsync -t ../src/a.txt a.txt",
            events: ["created", "modified"]),
        Program(
            needs: "perl", line: "perl -pi -e 's/council/board/' a.txt", events: ["created", "modified"]),
        Program(needs: "cp", line: "cp -a a.txt a.bak; mv a.bak a.txt; touch a.txt", events: ["created"]),
    ]

    @Test(arguments: programs.filter { FaultTools.has($0.needs) })
    func `what an editor does is one version`(program: Program) throws {
        let documents = try WatchedDocuments()
        try documents.write("The council must answer within 30 days.\n", to: "a.txt")
        try FileManager.default.createDirectory(
            atPath: documents.folder.path("src"), withIntermediateDirectories: false)
        let client = try DaemonClient(documents.start())
        try client.call("Sync")
        let line =
            program.needs == "vim"
            ? "vim -u NONE -N -es -c '\(program.line)' -c '%s/council/board/' -c wq a.txt" : program.line
        try documents.shell(line)
        try client.call("Sync")
        #expect(try documents.events(client, of: "a.txt") == program.events)
        try documents.checkList(client)
    }

    @Test(.enabled(if: FaultTools.has("git"), "git is not installed"))
    func `a storm of checkouts ends as the folder is`() throws {
        let documents = try WatchedDocuments()
        try documents.shell(
            """
            git init -q . && git config user.email a@b && git config user.name a
            for i in $(seq 60); do mkdir -p d$i; for w in $(seq 40); do echo "rule $w of policy $i"; done > d$i/p.txt; done
            git add . && git commit -qm one
            for i in $(seq 1 2 60); do git mv d$i/p.txt d$i/q.txt; echo "more of $i" >> d$i/q.txt; done
            git rm -q d2/p.txt; echo new > n.txt; git add . && git commit -qm two
            """)
        let client = try DaemonClient(documents.start())
        try client.call("Sync")
        for target in ["HEAD~1", "master", "HEAD~1", "master", "HEAD~1"] {
            try documents.shell("git checkout -q \(target == "master" ? "-" : target)")
            try client.call("Sync")
            try documents.checkList(client)
        }
        try documents.checkVerified(client)
    }
}
