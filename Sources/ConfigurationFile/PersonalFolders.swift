/// Where a user keeps what is theirs (the XDG Base Directory Specification).
package struct PersonalFolders: Sendable {
    /// `$XDG_CONFIG_HOME/policyd`.
    package let configuration: String
    /// `$XDG_STATE_HOME/policyd`.
    package let state: String
    /// `$XDG_RUNTIME_DIR/policyd.sock`; nil where there is no such folder.
    package let socket: String?

    /// Nil where the environment names neither the folders nor a home to find them in.
    package init?(_ environment: [String: String]) {
        func folder(_ variable: String, _ inHome: String) -> String? {
            // The specification has a relative path ignored.
            environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
                ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + inHome : nil }
        }
        guard let configuration = folder("XDG_CONFIG_HOME", "/.config"),
            let state = folder("XDG_STATE_HOME", "/.local/state")
        else { return nil }
        self.configuration = configuration + "/policyd"
        self.state = state + "/policyd"
        socket = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 + "/policyd.sock" : nil }
    }

    /// `policyd.conf` among them.
    package var configurationFile: ConfigurationFile {
        ConfigurationFile(path: configuration + "/policyd.conf")
    }
}
