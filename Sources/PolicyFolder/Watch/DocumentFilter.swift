internal import CLinux

/// What in the folder is a document: shell patterns (fnmatch(3)) on the path's bytes, case and all.
///
/// A pattern without a slash is matched against a name: an include pattern against the file's, an exclude pattern
/// against each part of the path. One with a slash is matched against the whole path below the folder, where `*`
/// does not cross a slash. What is below an excluded folder is excluded, and never listed.
package struct DocumentFilter: Sendable {
    private let include: [Pattern]
    private let exclude: [Pattern]

    package init(include: [String], exclude: [String]) {
        self.include = include.compactMap(Pattern.init)
        self.exclude = exclude.compactMap(Pattern.init)
    }

    /// Whether a file is a document; its folder is known to be none of the excluded.
    func includesFile(named name: [UInt8], path: @autoclosure () -> [UInt8]) -> Bool {
        include.contains { $0.matches(name: name, path: path) } && !excludes(name: name, path: path)
    }

    /// Whether a folder is looked into.
    func includesFolder(named name: [UInt8], path: @autoclosure () -> [UInt8]) -> Bool {
        !excludes(name: name, path: path)
    }

    /// Whether a path, from its first part to its last, is a document.
    package func includes(path: [UInt8]) -> Bool {
        let slashes = path.indices.filter { path[$0] == UInt8(ascii: "/") }
        var start = 0
        for slash in slashes {
            guard includesFolder(named: Array(path[start..<slash]), path: Array(path[..<slash])) else {
                return false
            }
            start = slash + 1
        }
        return includesFile(named: Array(path[start...]), path: path)
    }

    private func excludes(name: [UInt8], path: () -> [UInt8]) -> Bool {
        exclude.contains { $0.matches(name: name, path: path) }
    }
}

private struct Pattern: Sendable {
    private enum Rule: Sendable {
        case suffix([UInt8])
        case prefix([UInt8])
        case name([CChar])
        case path([CChar])
    }

    private let rule: Rule

    init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        // A trailing slash asks for a folder, a leading one for the top; both only as far as that.
        let isAnchored = bytes.first == UInt8(ascii: "/")
        bytes = bytes.drop { $0 == UInt8(ascii: "/") }
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
        let pattern = bytes.map { CChar(bitPattern: $0) } + [0]
        let star = UInt8(ascii: "*")
        if isAnchored || bytes.contains(UInt8(ascii: "/")) {
            rule = .path(pattern)
        } else if bytes.first == star, Self.isLiteral(bytes.dropFirst()) {
            rule = .suffix(Array(bytes.dropFirst()))
        } else if bytes.last == star, Self.isLiteral(bytes.dropLast()) {
            rule = .prefix(Array(bytes.dropLast()))
        } else {
            rule = .name(pattern)
        }
    }

    func matches(name: [UInt8], path: () -> [UInt8]) -> Bool {
        switch rule {
        case .suffix(let suffix):
            name.count >= suffix.count && name.suffix(suffix.count).elementsEqual(suffix)
        case .prefix(let prefix): name.starts(with: prefix)
        case .name(let pattern): Self.matches(pattern, name)
        case .path(let pattern): Self.matches(pattern, path())
        }
    }

    private static func matches(_ pattern: [CChar], _ text: [UInt8]) -> Bool {
        let text = text.map { CChar(bitPattern: $0) } + [0]
        return fnmatch(pattern, text, FNM_PATHNAME) == 0
    }

    private static func isLiteral(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { !"*?[]\\".utf8.contains($0) }
    }
}
