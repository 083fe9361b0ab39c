internal import FoundationEssentials

/// A configuration file on the disk, with its drop-ins.
package struct ConfigurationFile: Sendable {
    /// Where an installed policyd's configuration is.
    package static let system = "/etc/policyd/policyd.conf"

    package let path: String

    package init(path: String) {
        self.path = path
    }

    package var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// The file, then the drop-ins of the folder beside it in order of name.
    package var withDropIns: [String] {
        let folder = path + ".d"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return [path] + names.filter { $0.hasSuffix(".conf") }.sorted().map { folder + "/" + $0 }
    }

    /// The text of a file.
    package static func text(of file: String) throws(ConfigurationIssue) -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationIssue(
                file: file, line: 0, message: "cannot read the configuration (does the file exist?)")
        }
        guard data.count <= ConfigurationSyntax.maximumBytes else {
            throw ConfigurationIssue(file: file, line: 0, message: "the configuration is larger than 1 MiB")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationIssue(file: file, line: 0, message: "the configuration is not UTF-8 text")
        }
        return text
    }
}
