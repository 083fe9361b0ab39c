package import ConfigurationFile
internal import FoundationEssentials
internal import LinuxSystem

/// What a run of the daemon goes by: the configuration, and where everything is.
///
/// Flags beat the configuration, the configuration beats what the service manager gives, and that beats the defaults
/// of a checkout: `./seeds` watched, the rest below `./.policyd`.
package struct Settings: Sendable, Equatable {
    package var configuration: Configuration
    /// The files that were read, in order.
    package var files: [String]
    package var warnings: [ConfigurationIssue]
    package var watchedFolder: String
    package var stateFolder: String
    package var digestFolder: String
    package var socketPath: String
    /// Whether the service manager or a configuration file says where things are; else this is a checkout.
    package var isInstalled: Bool

    package var databasePath: String { stateFolder + "/policyd.db" }

    /// Reads the configuration that the command line and the environment name.
    ///
    /// - Parameter directory: the working directory, from which relative paths start.
    package init(
        _ arguments: Arguments, environment: [String: String], directory: String
    ) throws(ConfigurationIssue) {
        let managedState = environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
        let file = Self.configurationFile(arguments, environment, isManaged: managedState != nil, directory)
        // A configuration of one's own keeps everything below one's own folders.
        let own = PersonalFolders(environment).flatMap { $0.configurationFile.path == file ? $0 : nil }
        var reader = ConfigurationReader()
        var files: [String] = []
        for name in file.map({ ConfigurationFile(path: $0).withDropIns }) ?? [] {
            try reader.read(try ConfigurationFile.text(of: name), file: name)
            files.append(name)
        }
        func absolute(_ path: String) -> String {
            let whole = path.hasPrefix("/") ? path : directory + "/" + path
            return Self.withoutTrailingSlash(Self.withoutDots(whole))
        }
        let configuration = reader.configuration
        let isInstalled = file != nil || managedState != nil
        let state =
            arguments.stateFolder ?? configuration.storeDirectory ?? managedState
            ?? own?.state ?? (isInstalled ? "/var/lib/policyd" : ".policyd")
        let digest =
            arguments.stateFolder.map { $0 + "/digests" } ?? configuration.digest.directory ?? state
            + "/digests"
        let socket =
            arguments.socketPath ?? (arguments.stateFolder == nil ? configuration.socket.path : nil)
            ?? (arguments.stateFolder == nil && isInstalled
                ? (own?.socket ?? environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first.map {
                    $0 + "/policyd.sock"
                }
                    ?? "/run/policyd.sock")
                : state + "/policyd.sock")
        guard
            let watched = arguments.watchedFolder ?? configuration.watch.directory
                ?? (isInstalled ? nil : "seeds")
        else {
            // A misspelt key or section may be why.
            let warnings = reader.warnings.map { "; \($0)" }.joined()
            throw ConfigurationIssue(
                file: file ?? "policyd", line: 0,
                message: "no folder to watch (set Directory= in [Watch], or give --watch DIR)" + warnings)
        }
        guard absolute(socket).utf8.count <= UnixSocket.maximumPathLength else {
            throw ConfigurationIssue(
                file: file ?? "policyd", line: 0,
                message:
                    "the socket's path is longer than \(UnixSocket.maximumPathLength) bytes: \(absolute(socket)) (set Path= in "
                    + "[Socket] to a shorter one)")
        }
        self.configuration = configuration
        self.files = files
        self.warnings = reader.warnings
        self.watchedFolder = absolute(watched)
        self.stateFolder = absolute(state)
        self.digestFolder = absolute(digest)
        self.socketPath = absolute(socket)
        self.isInstalled = isInstalled
    }

    private static func configurationFile(
        _ arguments: Arguments, _ environment: [String: String], isManaged: Bool, _ directory: String
    ) -> String? {
        if let named = arguments.configurationFile {
            return named.hasPrefix("/") ? named : directory + "/" + named
        }
        if isManaged {
            let installed =
                environment["CONFIGURATION_DIRECTORY"]?.split(separator: ":").first.map {
                    $0 + "/policyd.conf"
                }
                ?? ConfigurationFile.system
            if FileManager.default.fileExists(atPath: installed) { return installed }
        }
        return PersonalFolders(environment).map(\.configurationFile).flatMap { $0.exists ? $0.path : nil }
    }

    private static func withoutDots(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    private static func withoutTrailingSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
