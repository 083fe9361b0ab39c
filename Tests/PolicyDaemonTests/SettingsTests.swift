import PolicyDaemon
import TestSupport
import Testing

@Suite struct SettingsTests {
    private func settings(_ words: String..., environment: [String: String] = [:]) throws -> Settings {
        try Settings(Arguments(words), environment: environment, directory: "/home/ada/policyd")
    }

    @Test func `a checkout watches its seeds and keeps its state beside them`() throws {
        let settings = try settings()
        #expect(settings.watchedFolder == "/home/ada/policyd/seeds")
        #expect(settings.databasePath == "/home/ada/policyd/.policyd/policyd.db")
        #expect(settings.digestFolder == "/home/ada/policyd/.policyd/digests")
        #expect(settings.socketPath == "/home/ada/policyd/.policyd/policyd.sock")
        #expect(!settings.isInstalled)
    }

    @Test func `flags move what they name`() throws {
        let settings = try settings("--watch", "texts/", "--state=/tmp/s")
        #expect(settings.watchedFolder == "/home/ada/policyd/texts")
        #expect(settings.databasePath == "/tmp/s/policyd.db")
        #expect(settings.digestFolder == "/tmp/s/digests")
        #expect(settings.socketPath == "/tmp/s/policyd.sock")
        #expect(try self.settings("--state", "/tmp/s", "--socket", "/tmp/x").socketPath == "/tmp/x")
    }

    @Test func `the configuration beats the defaults and flags beat the configuration`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "[Watch]\nDirectory=/srv/a\n[Store]\nDirectory=/var/s\n[Socket]\nPath=/run/p.sock",
            to: "policyd.conf")
        try folder.write("[Watch]\nDirectory=/srv/c\n", to: "policyd.conf.d/20.conf")
        try folder.write("[Watch]\nDirectory=/srv/b\n", to: "policyd.conf.d/10.conf")
        try folder.write("[Watch]\nDirectory=/srv/z\n", to: "policyd.conf.d/90.txt")
        let configured = try settings("--config", file)
        #expect(configured.watchedFolder == "/srv/c")
        #expect(configured.files == [file, file + ".d/10.conf", file + ".d/20.conf"])
        #expect(configured.digestFolder == "/var/s/digests")
        #expect(configured.socketPath == "/run/p.sock")
        #expect(try settings("--config", file, "--watch", "/srv/d").watchedFolder == "/srv/d")
    }

    @Test func `under a service manager the state is where it says`() throws {
        let folder = try TemporaryFolder()
        try folder.write("[Watch]\nDirectory=/srv/a\n", to: "policyd.conf")
        let settings = try settings(
            environment: ["STATE_DIRECTORY": "/var/lib/policyd", "CONFIGURATION_DIRECTORY": folder.path])
        #expect(settings.databasePath == "/var/lib/policyd/policyd.db")
        #expect(settings.socketPath == "/run/policyd.sock")
        #expect(settings.isInstalled)
    }

    @Test func `a user's own configuration keeps everything in the user's own folders`() throws {
        let home = try TemporaryFolder()
        let file = try home.write(
            "[Watch]\nDirectory=/home/ada/policies\n", to: ".config/policyd/policyd.conf")
        let plain = try settings(environment: ["HOME": home.path])
        #expect(plain.files == [file])
        #expect(plain.databasePath == home.path(".local/state/policyd/policyd.db"))
        let named = try settings(
            "--config", file,
            environment: [
                "HOME": home.path, "XDG_STATE_HOME": "/home/ada/state", "XDG_RUNTIME_DIR": "/run/user/1000",
            ])
        #expect(named.databasePath == "/home/ada/state/policyd/policyd.db")
        #expect(named.socketPath == "/run/user/1000/policyd.sock")
    }

    @Test func `an installed daemon without a folder to watch says what to set`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("", to: "policyd.conf")
        #expect(throws: (any Error).self) { try settings("--config", file) }
        do {
            _ = try settings("--config", file)
        } catch {
            #expect(
                "\(error)" == "\(file): no folder to watch (set Directory= in [Watch], or give --watch DIR)")
        }
    }

    @Test(arguments: [
        ("[Wach]\nDirectory=/tmp\n", "; "),
        (
            "[Watch]\nDirectory=/tmp\n[Socket]\nPath=/" + String(repeating: "a", count: 120) + "\n",
            "the socket's path is longer than 107 bytes"
        ),
    ])
    func `what keeps a configuration from working is told before the start`(text: String, words: String)
        throws
    {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "policyd.conf")
        do {
            _ = try settings("--config", file)
            Issue.record("it is taken as it is")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
            if words == "; " { #expect("\(error)".contains("Wach"), "\(error)") }
        }
    }

    @Test func `what only a restart takes up is told by name`() throws {
        let folder = try TemporaryFolder()
        func settings(_ text: String) throws -> Settings {
            try self.settings(
                "--config", try folder.write("[Watch]\nDirectory=/srv/a\n" + text, to: "policyd.conf"))
        }
        let start = try settings("[Socket]\nMode=0660\nIdleSec=5min\n")
        #expect(start.awaitingRestart(since: start) == [])
        #expect(
            try settings("[Watch]\nQuietSec=1s\n[Digest]\nLanguage=fr\n").awaitingRestart(since: start) == [])
        let changed = try settings(
            """
            [Store]
            Directory=/var/s
            [Digest]
            TimeZone=America/Toronto
            [Socket]
            Path=/run/p.sock
            Mode=0600
            MaximumConnections=7
            MaximumRequest=2M
            IdleSec=1min
            RequestTimeoutSec=11s
            """)
        #expect(
            changed.awaitingRestart(since: start) == [
                "[Store] Directory=", "[Digest] TimeZone=", "[Socket] Path=", "[Socket] Mode=",
                "[Socket] MaximumConnections=", "[Socket] MaximumRequest=", "[Socket] IdleSec=",
                "[Socket] RequestTimeoutSec=",
            ])
    }

    @Test(arguments: [
        (["--watch"], "option '--watch' needs a value (see policyd --help)"),
        (["--wotch", "x"], "unknown option '--wotch' (see policyd --help)"),
        (["seeds"], "unknown argument 'seeds' (see policyd --help)"),
    ])
    func `a mistaken command line says so`(_ words: [String], _ expected: String) {
        #expect(throws: UsageError(message: expected)) { try Arguments(words) }
    }
}
