internal import LinuxSystem

/// A configuration file on the disk, with its drop-ins.
package struct ConfigurationFile: Sendable {
    /// Where an installed policyd's configuration is.
    package static let system = "/etc/policyd/policyd.conf"

    package let path: String

    package init(path: String) {
        self.path = path
    }

    package var exists: Bool { SmallFile.exists(path) }

    /// The file, then the drop-ins of the folder beside it in order of name.
    package var withDropIns: [String] {
        let folder = path + ".d"
        return [path] + SmallFile.names(in: folder).filter { $0.hasSuffix(".conf") }.map { folder + "/" + $0 }
    }

    /// The text of a file.
    package static func text(of file: String) throws(ConfigurationIssue) -> String {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try SmallFile.bytes(of: file, limit: ConfigurationSyntax.maximumBytes)
        } catch {
            throw ConfigurationIssue(
                file: file, line: 0, message: "cannot read the configuration: \(error.reason)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationIssue(file: file, line: 0, message: "the configuration is not UTF-8 text")
        }
        return text
    }
}
