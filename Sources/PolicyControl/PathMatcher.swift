internal import ConfigurationFile
internal import LinuxSystem

/// Finds the document that a name means: one that bears it exactly, else the only one that begins or ends with it.
struct PathMatcher {
    // Of more documents than this, an error names the first only.
    private static let namedDocuments = 8

    private let paths: [String]

    init(_ paths: [String]) {
        self.paths = paths
    }

    /// The document; nil where none matches, trouble where several do.
    func match(_ operand: DocumentOperand) throws(Trouble) -> DocumentOperand? {
        if operand.version != nil, let exact = exact(operand.whole) {
            return DocumentOperand(path: exact, version: nil, whole: operand.whole)
        }
        if let path = try match(operand.path) {
            return DocumentOperand(path: path, version: operand.version, whole: operand.whole)
        }
        guard operand.version != nil, let path = try match(operand.whole) else { return nil }
        return DocumentOperand(path: path, version: nil, whole: operand.whole)
    }

    private func match(_ name: String) throws(Trouble) -> String? {
        let bytes = Array(name.utf8)
        guard !bytes.isEmpty else { return nil }
        if let exact = exact(name) { return exact }
        let found = paths.filter {
            $0.utf8.starts(with: bytes) || $0.utf8.suffix(bytes.count).elementsEqual(bytes)
        }
        guard found.count > 1 else { return found.first }
        let named = found.prefix(Self.namedDocuments).map { quoted($0) }.joined(separator: ", ")
        let rest = found.count > Self.namedDocuments ? " and \(found.count - Self.namedDocuments) more" : ""
        throw .usage("\(quoted(name)) may be any of \(named)\(rest)", "type more of the name")
    }

    private func exact(_ name: String) -> String? { paths.first { $0.utf8.elementsEqual(name.utf8) } }

    /// The trouble that there is no such document, with the one that may be meant.
    func notFound(_ operand: DocumentOperand) -> Trouble {
        let names = paths + paths.map { String($0.split(separator: "/").last ?? "") }
        let nearest = NearestName.nearest(to: operand.path, among: names).map { name in
            paths.first { $0 == name || $0.hasSuffix("/" + name) } ?? name
        }
        return .nothing(
            "no document named \(quoted(operand.path))",
            nearest.map { "did you mean \(quoted($0))?" } ?? "see policyctl list")
    }
}
