import LinuxSystem
import PolicyAPI
import PolicyControl
import TestSupport
import Testing
import Varlink

/// Runs commands against a daemon that gives prepared replies, and compares all that they leave behind.
struct CommandTests {
    @Test func `ask gives the answer first`() throws {
        let daemon = try FakeDaemon([
            "Ask": { call in
                call.reply(
                    Wire.Ask.Reply(
                        answered: true, about: .documents,
                        answers: [Sample.answer(12), Sample.answer(40, confidence: 0.4)], changes: [],
                        commitments: []))
            }
        ])
        #expect(
            daemon.policyctl("ask", "Quand", "le", "plan", "?")
                == Outcome(
                    output: """
                        Le ministre examinera le plan en 2027.

                          plan.txt:12 · Pilier 1 › Initiatives · version 2 of 2026-11-21 · sure

                        See also:
                          plan.txt:40 · Le ministre examinera le plan en 2027.

                        """))
        #expect(daemon.calls == [#"Ask{"question":"Quand le plan ?"}"#])
        let colored = daemon.policyctl("ask", "Quand ?", columns: 60)
        #expect(colored.output.hasPrefix("Le ministre examinera le plan en \u{1B}[1m2027\u{1B}[0m.\n"))
    }

    @Test func `ask reads the question from standard input, and says where nothing answers`() throws {
        let daemon = try FakeDaemon([
            "Ask": { call in
                call.reply(
                    Wire.Ask.Reply(
                        answered: false, about: .documents, answers: [Sample.answer(12)], changes: [],
                        commitments: []))
            }
        ])
        #expect(
            daemon.policyctl("ask", "-", "--limit", "2", "--as-of", "2026-01-01", input: " Qui ?\n")
                == Outcome(
                    output: "Nearest:\n  plan.txt:12 · Le ministre examinera le plan en 2027.\n",
                    errors: "policyctl: the documents do not answer this\n", status: 1))
        #expect(daemon.calls == [#"Ask{"question":"Qui ?","limit":2,"as_of":"2026-01-01"}"#])
        let json = daemon.policyctl("--json", "ask", "Qui ?")
        #expect(json.output.hasPrefix(#"{"answered":false,"about":"documents","answers":[{"path":"#))
        #expect(json.errors.isEmpty && json.status == 1)
    }

    @Test func `search tells where each passage stands`() throws {
        let passage = Wire.Passage(
            path: "a.md", version: 1, section: ["One"], line: 3, language: "en",
            text: "A passage\nof two lines\u{1B}[31m.", score: 2.5)
        let daemon = try FakeDaemon(
            ["Search": { $0.reply(Wire.Search.Reply(passages: [passage, passage])) }], documents: ["a.md"])
        let one = "a.md:3 · One\n  A passage of two lines\\u{1b}[31m.\n"
        #expect(
            daemon.policyctl("search", "passage", "--document", "a") == Outcome(output: one + "\n" + one))
        #expect(daemon.calls.last == #"Search{"query":"passage","path":"a.md"}"#)
    }

    @Test func `list shows a table`() throws {
        let daemon = try FakeDaemon(documents: ["privacy.md", "terms of use.txt"])
        #expect(
            daemon.policyctl("list", "--as-of", "yesterday")
                == Outcome(
                    output: """
                        PATH              VERSION  LANGUAGE  PASSAGES     SIZE  RECORDED          TITLE
                        privacy.md              3  en           1,234  12.3 kB  2026-11-21 08:46  Title of privacy.md
                        terms of use.txt        3  en           1,234  12.3 kB  2026-11-21 08:46  Title of terms of use.txt

                        """))
        #expect(daemon.calls == [#"List{"as_of":"2026-11-20"}"#])
        let none = try FakeDaemon()
        #expect(none.policyctl("list") == Outcome(errors: "policyctl: no documents\n", status: 1))
    }

    @Test func `history lists versions of the document that is meant`() throws {
        let daemon = try FakeDaemon(
            [
                "History": { call in
                    let path = try call.parameters(Wire.History.Parameters.self).path
                    guard path == "003_7c5c.txt" else { throw PolicyError.notFound(path: path) }
                    call.reply(
                        Wire.History.Reply(versions: [
                            .init(
                                number: 1, event: .created, sha256: String(repeating: "0f", count: 32),
                                size: 999, modified: "2026-11-20T10:00:00-05:00",
                                ingested: "2026-11-21T08:46:00-05:00"),
                            .init(number: 2, event: .deleted, ingested: "2026-11-21T09:00:00-05:00"),
                            .init(
                                number: 3, event: .restored, returnsTo: 1,
                                sha256: String(repeating: "0f", count: 32), size: 999,
                                ingested: "2026-11-21T09:10:00-05:00"),
                        ]))
                }
            ], documents: ["002_aaaa.txt", "003_7c5c.txt"])
        #expect(
            daemon.policyctl("history", "003")
                == Outcome(
                    output: """
                        VERSION  EVENT     RECORDED          FILE'S TIME        SIZE  SHA-256
                              1  created   2026-11-21 08:46  2026-11-20 10:00  999 B  0f0f0f0f0f0f
                              2  deleted   2026-11-21 09:00
                              3  restored  2026-11-21 09:10                    999 B  0f0f0f0f0f0f  as in version 1

                        """))
        #expect(daemon.policyctl("--json", "history", "003").output.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        ("a", "'a' may be any of 'a/privacy.md', 'a/terms.md' (type more of the name)", 2),
        (".md", "'.md' may be any of 'a/privacy.md', 'a/terms.md', 'b.md' (type more of the name)", 2),
        ("privcy.md", "no document named 'privcy.md' (did you mean 'a/privacy.md'?)", 1),
        ("zebra", "no document named 'zebra' (see policyctl list)", 1),
        ("", "no document named '' (see policyctl list)", 1),
    ])
    func `a name that no one document bears is told`(name: String, message: String, status: Int32) throws {
        let daemon = try FakeDaemon(
            [
                "History": { call in
                    throw PolicyError.notFound(path: try call.parameters(Wire.History.Parameters.self).path)
                }
            ], documents: ["a/privacy.md", "a/terms.md", "b.md"], deleted: ["old.txt"])
        #expect(
            daemon.policyctl("history", name)
                == Outcome(errors: "policyctl: \(message)\n", status: status))
    }

    @Test func `a deleted document is found where no other matches`() throws {
        let daemon = try FakeDaemon(
            [
                "Show": { call in
                    let asked = try call.parameters(Wire.Show.Parameters.self)
                    guard asked.path == "old@2" else { throw PolicyError.notFound(path: asked.path) }
                    throw PolicyError.noSuchVersion(path: asked.path, version: asked.version ?? 0)
                }
            ], documents: ["b.md"], deleted: ["old@2"])
        #expect(
            daemon.policyctl("show", "ol@7")
                == Outcome(
                    errors: "policyctl: no version 7 of 'old@2' (see policyctl history old@2)\n", status: 1))
        #expect(daemon.policyctl("show", "old@2").errors.hasPrefix("policyctl: no version 0 of 'old@2'"))
    }

    @Test func `show prints the text made safe, or the source as it is`() throws {
        let source: [UInt8] = Array("a\tb\r\n".utf8) + [0x1B, 0xFF, 0x00]
        let daemon = try FakeDaemon([
            "Show": { call in
                let asked = try call.parameters(Wire.Show.Parameters.self)
                call.reply(
                    Wire.Show.Reply(
                        path: asked.path, version: 1, sha256: "00", text: "a\tb\r\n\u{1B}c",
                        source: asked.source == true ? Base64.encode(source) : nil))
            }
        ])
        #expect(daemon.policyctl("show", "x.txt@1") == Outcome(output: "a\tb\n\\u{1b}c\n"))
        #expect(daemon.calls == [#"Show{"path":"x.txt","version":1}"#])
        let output = MemorySink()
        let surroundings = Surroundings(
            environment: { _ in nil }, now: { 0 }, columns: nil,
            readInput: { () throws(SystemError) in [] }, output: output, errors: MemorySink(),
            fileExists: { _ in false })
        #expect(Policyctl(surroundings).run(["--socket", daemon.path, "show", "x.txt", "--source"]) == 0)
        #expect(output.bytes == source)
    }

    @Test func `a change is a redline with its reasons`() throws {
        let daemon = try FakeDaemon([
            "Diff": { $0.reply(Wire.Diff.Reply(changes: [Sample.change()])) },
            "Changes": { $0.reply(Wire.Changes.Reply(changes: [])) },
        ])
        let place = "line 12 · Plan › Review · #7"
        #expect(
            daemon.policyctl("diff", "privacy.md", "1", "2")
                == Outcome(
                    output: """
                        privacy.md · version 1 → 2 · 2026-11-21 08:46 · 1 high

                        HIGH The review is now optional.
                          \(place) · commitment_weakened, deadline_moved
                            We [-will-] {+may+} review the plan [-every year-].
                          why: « examinera » (4) → « pourra » (1)

                        """))
        #expect(daemon.calls == [#"Diff{"path":"privacy.md","from":1,"to":2}"#])
        let colored = daemon.policyctl("--color=always", "diff", "privacy.md").output
        #expect(
            colored.contains(
                "    We \u{1B}[31;9mwill\u{1B}[0m \u{1B}[32;4mmay\u{1B}[0m review the plan "
                    + "\u{1B}[31;9mevery year\u{1B}[0m.\n"))
        let narrow = daemon.policyctl("--color=never", "diff", "privacy.md", columns: 40).output
        #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 40 })
        #expect(
            daemon.policyctl(
                "changes", "--since", "yesterday", "--until", "2026-11-21", "--significance", "medium",
                "--limit", "5") == Outcome(errors: "policyctl: no changes\n", status: 1))
        #expect(
            daemon.calls.last == #"Changes{"since":"2026-11-20T00:00:00-05:00","#
                + #""until":"2026-11-21T23:59:59.999-05:00","significance":"medium","limit":5}"#)
    }

    @Test func `changes stand under their version, the weightiest first, without noise of print`() throws {
        var low = Sample.change(8)
        low.significance = .low
        low.kinds = ["reworded"]
        low.summary = "Reworded."
        low.edits = [
            .init(operation: .delete, text: "l’"), .init(operation: .insert, text: "l'"),
            .init(operation: .equal, text: "État "), .init(operation: .delete, text: "doit"),
            .init(operation: .insert, text: "peut"), .init(operation: .equal, text: " agir"),
        ]
        low.reasons = []
        let daemon = try FakeDaemon([
            "Diff": { [low] in $0.reply(Wire.Diff.Reply(changes: [low, Sample.change()])) }
        ])
        #expect(
            daemon.policyctl("diff", "privacy.md")
                == Outcome(
                    output: """
                        privacy.md · Plan · version 1 → 2 · 2026-11-21 08:46 · 1 high, 1 low

                        HIGH The review is now optional.
                          line 12 · Review · #7 · commitment_weakened, deadline_moved
                            We [-will-] {+may+} review the plan [-every year-].
                          why: « examinera » (4) → « pourra » (1)

                        LOW Reworded.
                          line 12 · Review · #8 · reworded
                            l'État [-doit-]{+peut+} agir

                        """))
        #expect(
            daemon.policyctl("--color=always", "diff", "privacy.md").output.contains(
                "\u{1B}[31;9mdoit\u{1B}[0m \u{1B}[32;4mpeut\u{1B}[0m agir"))
    }

    @Test func `what two languages say alike is told once, with both texts`() throws {
        var (english, french, alone) = (Sample.change(7), Sample.change(8), Sample.change(9))
        (english.counterpart, french.counterpart, alone.counterpart) = (8, 7, 3)
        french.path = "vie-privee.md"
        french.summary = "L’examen est facultatif."
        french.section = ["Plan", "Examen"]
        french.edits = [
            .init(operation: .equal, text: "Nous "), .init(operation: .delete, text: "examinerons"),
            .init(operation: .insert, text: "pourrons examiner"), .init(operation: .equal, text: " le plan."),
        ]
        alone.path = "z.md"
        // What weighed them is the same for all: it is left to the wire.
        let stamp = "weighed by rules and words 2-abc"
        english.reasons.append(stamp)
        french.reasons.append(stamp)
        alone.reasons = [stamp]
        let changes = [english, french, alone]
        let daemon = try FakeDaemon(["Changes": { $0.reply(Wire.Changes.Reply(changes: changes)) }])
        #expect(
            daemon.policyctl("changes")
                == Outcome(
                    output: """
                        privacy.md · version 1 → 2 · 2026-11-21 08:46 · 1 high

                        HIGH The review is now optional.
                          line 12 · Plan › Review · #7 · commitment_weakened, deadline_moved
                            We [-will-] {+may+} review the plan [-every year-].
                          why: « examinera » (4) → « pourra » (1)
                          also: L’examen est facultatif.
                          vie-privee.md:12 · Plan › Examen · version 1 → 2 · 2026-11-21 08:46 · #8
                            Nous [-examinerons-]{+pourrons examiner+} le plan.

                        z.md · version 1 → 2 · 2026-11-21 08:46 · 1 high

                        HIGH The review is now optional.
                          line 12 · Plan › Review · #9 · as #3 in the other language · commitment_weakened, deadline_moved
                            We [-will-] {+may+} review the plan [-every year-].

                        """))
        let wire = daemon.policyctl("--json", "changes").output
        #expect(wire.ranges(of: #""id":"#).count == 3 && wire.ranges(of: "2-abc").count == 3)
    }

    @Test func `long text that stayed is folded`() throws {
        var change = Sample.change()
        let long = String(repeating: "one two three ", count: 30)
        change.edits = [
            .init(operation: .equal, text: long), .init(operation: .insert, text: "new "),
            .init(operation: .equal, text: long), .init(operation: .delete, text: "old"),
        ]
        let daemon = try FakeDaemon(["Diff": { [change] in $0.reply(Wire.Diff.Reply(changes: [change])) }])
        let line = daemon.policyctl("diff", "privacy.md").output.split(separator: "\n")[3]
        #expect(
            line == "    … one two three one two three one two three one two three {+new+} "
                + "one two three one two three one two three one two three one … one two three one two three one two three "
                + "one two three [-old-]")
    }

    @Test func `follow tells each change as it comes`() throws {
        let daemon = try FakeDaemon([
            "Follow": { call in
                _ = call.stream(Wire.Follow.Reply(change: Sample.change(7)))
                _ = call.stream(Wire.Follow.Reply(change: Sample.change(8)))
                call.fail(PolicyError.busy(reason: "policyd is stopping").varlinkError)
            }
        ])
        let outcome = daemon.policyctl("--json", "follow", "--after", "6")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix(#"{"change":{"id":"#) })
        #expect(
            outcome.errors
                == "policyctl: cannot follow the changes: policyd is busy: policyd is stopping (go on with --after 8)\n"
        )
        #expect(outcome.status == 2)
        #expect(daemon.calls == [#"Follow{"after":6}"#])
    }

    @Test func `blame, digest and commitments are shown`() throws {
        let daemon = try FakeDaemon([
            "Blame": {
                $0.reply(
                    Wire.Blame.Reply(passages: [
                        .init(line: 1, text: "Title", sinceVersion: 1, since: "2026-01-02T00:00:00Z"),
                        .init(line: 12, text: "Text", sinceVersion: 12, since: "2026-02-03T00:00:00Z"),
                    ]))
            },
            "Digest": { $0.reply(Wire.Digest.Reply(date: "2026-11-20", content: "# Digest\n")) },
            "Commitments": { $0.reply(Wire.Commitments.Reply(commitments: [Sample.commitment(1)])) },
        ])
        #expect(
            daemon.policyctl("blame", "a.md@12")
                == Outcome(
                    output: """
                        VERSION  SINCE       LINE  PASSAGE
                              1  2026-01-02     1  Title
                             12  2026-02-03    12  Text

                        """))
        #expect(daemon.policyctl("digest", "yesterday", "--format", "html") == Outcome(output: "# Digest\n"))
        #expect(daemon.calls.last == #"Digest{"date":"2026-11-20","format":"html"}"#)
        #expect(
            daemon.policyctl(
                "--color=never", "commitments", "--due-before", "2027-06-01", "--dropped", columns: 80
            ).output
                == """
                DUE         STRENGTH  STATUS    ACTOR       WHERE       COMMITMENT
                2027-03-31         4  weakened  The Depar…  plan.txt:4  The Department will
                                                                        publish a report on the
                                                                        state of the coast by 31
                                                                        March 2027.

                """)
        #expect(daemon.calls.last == #"Commitments{"due_before":"2027-06-01","include_dropped":true}"#)
    }

    @Test func `status tells how a first scan goes`() throws {
        let status = Wire.Status.Reply(
            version: "0.1.0", folder: "/srv/policyd/seeds", state: .scanning, documents: 400, versions: 400,
            passages: 2800, changes: 400, pending: 1100, databaseBytes: 1_234_567,
            started: "2026-11-21T08:45:20-05:00", repaired: 0, problems: [])
        // Forty megabytes in forty seconds.
        let large = (0..<400).map { number in
            var document = Sample.document("\(number).txt")
            document.size = 100_000
            return document
        }
        let daemon = try FakeDaemon([
            "Status": { $0.reply(status) }, "List": { $0.reply(Wire.List.Reply(documents: large)) },
        ])
        let lines = daemon.policyctl("status").output.split(separator: "\n")
        #expect(lines.contains("   Progress: 400 of 1,500 documents, 1.0 MB/s, about 2 min left"))
        #expect(lines.contains("    Waiting: 1,100 files"))
    }

    @Test func `status reads like a service's`() throws {
        let status = Wire.Status.Reply(
            version: "0.1.0", folder: "/srv/policyd/seeds", state: .watching, documents: 5, versions: 9,
            passages: 1412, changes: 12, pending: 0, databaseBytes: 1_234_567,
            started: "2026-11-21T08:46:00-05:00", repaired: 0, head: "8a2f",
            problems: [
                .init(
                    path: "a\nb.md", reason: "Permission denied", advice: "give policyd read access",
                    since: "2026-11-21T08:46:00-05:00")
            ])
        let daemon = try FakeDaemon(["Status": { $0.reply(status) }])
        #expect(
            daemon.policyctl("status")
                == Outcome(
                    output: """
                        ● policyd 0.1.0
                             Folder: /srv/policyd/seeds
                              State: watching
                          Documents: 5 in 9 versions, 1,412 passages
                            Changes: 12
                            Waiting: nothing
                           Database: 1.2 MB
                            Started: 2026-11-21 08:46
                          Last scan: not yet
                               Head: 8a2f

                        ● 'a\\nb.md': Permission denied (give policyd read access) since 2026-11-21 08:46

                        """))
    }

    @Test func `sync does not claim what the daemon cannot see`() throws {
        let unseen = Wire.Problem(
            path: "a.md", reason: "Permission denied", advice: "give policyd read access",
            since: "2026-11-21T08:46:00-05:00")
        for (status, expected) in [
            (
                Sample.status(.waitingForFolder),
                "what can be read is recorded, up to change 42\nthe folder '/srv/policyd/seeds' is not there\n"
            ),
            (
                Sample.status(.watching, problems: [unseen]),
                "what can be read is recorded, up to change 42\n\n● 'a.md': Permission denied (give policyd read access) "
                    + "since 2026-11-21 08:46\n"
            ),
        ] {
            let daemon = try FakeDaemon([
                "Sync": { $0.reply(Wire.Sync.Reply(cursor: 42)) }, "Status": { $0.reply(status) },
            ])
            #expect(daemon.policyctl("sync") == Outcome(output: expected))
        }
    }

    @Test func `the commands that do something say what they did`() throws {
        let daemon = try FakeDaemon([
            "Sync": { $0.reply(Wire.Sync.Reply(cursor: 42)) },
            "Status": { $0.reply(Sample.status(.watching)) },
            "Rescan": { $0.reply(Wire.Rescan.Reply()) },
            "Reload": { _ in throw PolicyError.notPermitted(reason: "only root and policyd may reload") },
            "Verify": {
                $0.reply(
                    Wire.Verify.Reply(
                        documents: 5, versions: 1, passages: 1000,
                        problems: [.init(reason: "hash differs", since: "2026-11-21T08:46:00Z")]))
            },
            "Backup": { $0.reply(Wire.Backup.Reply(path: "/var/lib/policyd/b.db", bytes: 1000)) },
        ])
        #expect(
            daemon.policyctl("sync", "--timeout", "2.5")
                == Outcome(output: "all that is on disk is recorded, up to change 42\n"))
        #expect(daemon.calls == [#"Sync{"timeout_seconds":2.5}"#, "Status{}"])
        #expect(daemon.policyctl("rescan") == Outcome(output: "reading every file again\n"))
        #expect(daemon.policyctl("--json", "rescan") == Outcome(output: "{}\n"))
        #expect(
            daemon.policyctl("reload")
                == Outcome(errors: "policyctl: cannot reload: only root and policyd may reload\n", status: 2))
        #expect(
            daemon.policyctl("verify")
                == Outcome(
                    output: "checked 5 documents, 1 version, 1,000 passages\n\n"
                        + "● hash differs since 2026-11-21 08:46\n",
                    errors: "policyctl: what is recorded has 1 problem\n", status: 2))
        #expect(daemon.policyctl("backup", "b.db") == Outcome(output: "/var/lib/policyd/b.db  1.0 kB\n"))
    }

    @Test func `what policyd refuses is told in a line`() throws {
        let daemon = try FakeDaemon([
            "Search": { _ in throw PolicyError.invalidQuery(query: "(", reason: "')' is missing") },
            "Ask": { _ in throw PolicyError.timedOut },
            "Status": { _ in throw PolicyError.busy(reason: "all 2 connections are taken") },
            "Verify": { _ in throw VarlinkError.methodNotFound("org.policyd.Verify") },
        ])
        #expect(
            daemon.policyctl("search", "(").errors == "policyctl: cannot search for '(': ')' is missing\n")
        #expect(daemon.policyctl("ask", "q").errors == "policyctl: cannot answer: its time is up\n")
        #expect(
            daemon.policyctl("status").errors
                == "policyctl: cannot tell the status: policyd is busy: all 2 connections are taken (try again)\n"
        )
        #expect(
            daemon.policyctl("verify").errors
                == "policyctl: cannot verify: policyd does not know how (is it another version?)\n")
    }

    @Test func `without a daemon, the message names the socket`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("none")
        #expect(
            Outcome.of(["--socket", path, "status"])
                == Outcome(
                    errors: "policyctl: cannot connect to \(path): No such file or directory "
                        + "(is policyd running?)\n", status: 2))
        #expect(
            Outcome.of(["status"], environment: ["POLICYD_SOCKET": path]).errors
                == "policyctl: cannot connect to \(path): No such file or directory (is policyd running?)\n")
        let own = folder.path("policyd.sock")
        #expect(
            Outcome.of(["status"], environment: ["XDG_RUNTIME_DIR": folder.path], files: [own]).errors
                == "policyctl: cannot connect to \(own): No such file or directory (is policyd running?)\n")
    }

    @Test func `colour is for terminals that want it`() throws {
        let daemon = try FakeDaemon(documents: ["a.md"])
        func isColored(_ arguments: String..., columns: Int?, environment: [String: String] = [:]) -> Bool {
            Outcome.of(
                ["--socket", daemon.path, "--no-pager"] + arguments + ["list"], columns: columns,
                environment: environment
            ).output.contains("\u{1B}")
        }
        #expect(isColored(columns: 80))
        #expect(!isColored(columns: nil))
        #expect(!isColored(columns: 80, environment: ["NO_COLOR": "1"]))
        #expect(isColored(columns: 80, environment: ["NO_COLOR": ""]))
        #expect(!isColored(columns: 80, environment: ["TERM": "dumb"]))
        #expect(!isColored("--color", "never", columns: 80))
        #expect(isColored("--color=always", columns: nil, environment: ["NO_COLOR": "1"]))
    }

    @Test func `a closed pipe is success`() throws {
        let daemon = try FakeDaemon(documents: ["a.md"])
        let errors = MemorySink()
        let surroundings = Surroundings(
            environment: { _ in nil }, now: { 0 }, columns: nil,
            readInput: { () throws(SystemError) in [] }, output: ClosedSink(), errors: errors,
            fileExists: { _ in false })
        #expect(Policyctl(surroundings).run(["--socket", daemon.path, "list"]) == 0)
        #expect(errors.bytes.isEmpty)
    }
}

private final class ClosedSink: Sink {
    // EPIPE.
    func write(_ bytes: [UInt8]) throws(SystemError) { throw SystemError("write", code: 32) }
    func finish() {}
}
