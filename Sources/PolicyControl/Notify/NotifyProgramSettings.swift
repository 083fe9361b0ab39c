internal import ConfigurationFile
internal import LinuxSystem

/// The settings of one program: `NAME=value` lines of the file beside it, given to it in its environment.
enum NotifyProgramSettings {
    /// Empty where there is no such file; read anew for each run.
    static func read(_ path: String) throws(ConfigurationIssue) -> [String] {
        guard ConfigurationFile(path: path).exists else { return [] }
        let text = try ConfigurationFile.text(of: path)
        var settings: [String] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            let name = line.prefix { $0 != "=" }
            guard !name.isEmpty, name.utf8.count < line.utf8.count,
                name.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || isWord($0) }), !line.utf8.contains(0)
            else {
                throw ConfigurationIssue(
                    file: path, line: index + 1, message: "a line must be NAME=value or a comment")
            }
            settings.append(String(line))
        }
        return settings
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
