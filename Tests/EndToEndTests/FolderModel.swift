import Foundation
import Glibc
import LinuxSystem
import TestSupport

/// A tree of documents on disk, changed as programs change it, and what the record must say of it.
///
/// A step is one operation; between two steps the daemon catches up, so that it must have seen each.
final class FolderModel {
    struct Version: Equatable, CustomStringConvertible {
        var event: String
        var sha256: String?
        var renamedFrom: String?
        var returnsTo: Int?

        var description: String {
            "\(event) \(sha256?.prefix(6) ?? "-") from \(renamedFrom ?? "-") returns \(returnsTo ?? 0)"
        }
    }

    /// A document: its versions.
    private final class Document {
        var versions: [Version] = []
    }

    /// A file on disk, under one name or several.
    private final class File {
        var text: String
        init(_ text: String) { self.text = text }
    }

    let directory: String
    private let outside: String
    private var random: SeededGenerator
    private var files: [String: File] = [:]
    private var living: [String: Document] = [:]
    /// Those that were deleted at each path, the last one last: it is the one that a new file brings back.
    private var deleted: [String: [Document]] = [:]
    private var parked: [String: File]?
    private var count = 0
    /// What was done, in order.
    var trace: [String] = []
    /// A document that was renamed and at once written to, with what it said in between.
    private var renamedAndEdited: (path: String, sha256: String)?
    /// A document that was deleted and at once written anew.
    private var deletedFirst: String?

    private static let folders = ["", "k/", "k/m/", "p/", "é 1/", "line\nbreak/"]
    private static let names = [
        "a.txt", "b.md", "A.txt", "c d.txt", "quote'\".txt", "-x.txt", "œuvre.text", "new\nline.txt",
    ]
    private static let words = """
        The ministry shall publish a report on water within thirty days of each year . Le conseil peut \
        adopter une politique relative aux achats et il doit en informer le public avant le 1er mars 2027 .
        """.split(separator: " ").map(String.init)

    init(directory: String, outside: String, seed: UInt64) {
        self.directory = directory
        self.outside = outside
        random = SeededGenerator(seed: seed)
        for folder in Self.folders.dropFirst() { mkdir(directory + "/" + folder, 0o755) }
        mkdir(outside, 0o755)
    }

    /// What each living document holds, by path.
    var contents: [String: String] {
        files.mapValues { SHA256.hexadecimal(SHA256.hash(of: Array($0.text.utf8))) }
    }

    /// The versions of the document that stands at a path.
    func history(of path: String) -> [Version] { living[path]?.versions ?? [] }

    // MARK: Steps

    /// Does one thing to the tree, and notes what it means.
    func step() {
        renamedAndEdited = nil
        deletedFirst = nil
        switch Int.random(in: 0..<24, using: &random) {
        case 0...5: write(path(), how: .whole)
        case 6: write(path(), how: .replaced)
        case 7: write(existing() ?? path(), how: .appended)
        case 8: write(existing() ?? path(), how: .keepingTime)
        case 9: write(existing() ?? path(), how: .deletedFirst)
        case 10, 11: if let path = existing() { delete(path) }
        case 12, 13: if let from = existing() { rename([(from, path())], "rename") }
        case 14: if let from = existing() { renameAndEdit(from, path()) }
        case 15: swap()
        case 16: rotate()
        case 17: if let from = existing() { changeCase(from) }
        case 18: moveFolder()
        case 19: moveOutOrIn()
        case 20: if let path = existing() { touch(path) }
        case 21: link()
        case 22: goBack()
        default: copyTree()
        }
    }

    private enum Writing { case whole, replaced, appended, keepingTime, deletedFirst }

    private func write(_ path: String, how: Writing, text given: String? = nil) {
        var text = given ?? self.text()
        if how == .appended, let old = files[path]?.text { text = old + text }
        if how == .keepingTime, let old = files[path]?.text {
            // The same length too, so that only the content tells.
            text = String(old.utf8.map { $0 == UInt8(ascii: "a") ? "o" : Character(UnicodeScalar($0)) })
            guard old.utf8.allSatisfy({ $0 < 0x80 }) else { return }
        }
        trace.append("write \(path) \(how)")
        let full = directory + "/" + path
        switch how {
        case .whole, .appended:
            put(text, full)
            if let file = files[path] { file.text = text } else { files[path] = File(text) }
        case .replaced:
            put(text, full + ".tmp")
            Glibc.rename(full + ".tmp", full)
            files[path] = File(text)
        case .keepingTime:
            var status = stat()
            let isThere = stat(full, &status) == 0
            put(text, full)
            if isThere {
                var times = [status.st_atim, status.st_mtim]
                utimensat(AT_FDCWD, full, &times, 0)
            }
            if let file = files[path] { file.text = text } else { files[path] = File(text) }
        case .deletedFirst:
            unlink(full)
            put(text, full)
            if living[path] != nil { deletedFirst = path }
            files[path] = File(text)
        }
        noteContents()
    }

    private func delete(_ path: String) {
        trace.append("delete \(path)")
        unlink(directory + "/" + path)
        files[path] = nil
        noteContents()
    }

    private func renameAndEdit(_ from: String, _ to: String) {
        guard from != to, let file = files[from], files[to] == nil else { return }
        let before = hash(file)
        let isAlone = files.values.filter { $0 === file }.count == 1
        rename([(from, to)], "rename and edit") {
            guard isAlone else { return }
            // In one piece: a file that was renamed in is read at once, and never to be met empty.
            let more = "One sentence more. "
            file.text += more
            self.put(more, self.directory + "/" + to, O_APPEND)
        }
        if isAlone { renamedAndEdited = (to, before) }
    }

    /// Takes note that the daemon saw what stood between the two halves of the latest step: it held still for that
    /// long.
    func noteSeenBetween(versions: Int, of path: String) {
        if path == deletedFirst, let document = living[path], versions == document.versions.count + 1,
            let last = document.versions.last, last.event == "modified"
        {
            document.versions.removeLast()
            document.versions += [Version(event: "deleted"), last]
            document.versions[document.versions.count - 1].event = "restored"
            deletedFirst = nil
            return
        }
        guard let (renamed, sha256) = renamedAndEdited, renamed == path, let document = living[path],
            versions == document.versions.count + 1, let last = document.versions.last
        else { return }
        var first = last
        first.sha256 = sha256
        first.returnsTo = nil
        document.versions.removeLast()
        document.versions += [
            first, Version(event: "modified", sha256: last.sha256, returnsTo: last.returnsTo),
        ]
        renamedAndEdited = nil
    }

    private func swap() {
        guard let one = existing(), let other = existing(), one != other else { return }
        // Two that say the same and change places have not changed.
        guard let first = files[one], let second = files[other], first.text != second.text else { return }
        rename([(one, other), (other, one)], "swap")
    }

    private func rotate() {
        let three = Array(Set([existing(), existing(), existing()].compactMap { $0 })).sorted()
        guard three.count == 3, Set(three.compactMap { files[$0]?.text }).count == 3
        else {
            return
        }
        rename([(three[0], three[1]), (three[1], three[2]), (three[2], three[0])], "rotate")
    }

    private func changeCase(_ from: String) {
        let slash = from.lastIndex(of: "/").map { from.index(after: $0) } ?? from.startIndex
        let name = from[slash...]
        let other =
            name == name.lowercased()
            ? "\(name.prefix(1).uppercased())\(name.dropFirst())" : name.lowercased()
        guard files[from[..<slash] + other] == nil else { return }
        rename([(from, from[..<slash] + other)], "change case")
    }

    private func moveFolder() {
        let folder = Self.folders.dropFirst().randomElement(using: &random)!
        let target = "moved\(Int.random(in: 0...2, using: &random))/"
        guard !files.keys.contains(where: { $0.hasPrefix(target) }), !folder.hasPrefix(target) else {
            // What was moved goes back instead.
            return moveBack(target)
        }
        let moves = files.keys.filter { $0.hasPrefix(folder) }.sorted().map {
            ($0, target + $0.dropFirst(folder.count))
        }
        removeEmptyTree(target)
        rename(moves, "move folder", onDisk: [(folder, target)])
        mkdir(directory + "/" + folder, 0o755)
        mkdir(directory + "/k/m", 0o755)
    }

    private func moveBack(_ target: String) {
        let folder = "p/"
        guard !files.keys.contains(where: { $0.hasPrefix(folder) }) else { return }
        let moves = files.keys.filter { $0.hasPrefix(target) }.sorted().map {
            ($0, folder + $0.dropFirst(target.count))
        }
        removeEmptyTree(folder)
        rename(moves, "move folder back", onDisk: [(target, folder)])
    }

    // A folder that is to be replaced may still hold folders of its own.
    private func removeEmptyTree(_ folder: String) {
        try? FileManager.default.removeItem(atPath: directory + "/" + folder)
    }

    private func moveOutOrIn() {
        if let parked {
            guard !files.keys.contains(where: { $0.hasPrefix("k/") }) else { return }
            trace.append("move in")
            removeEmptyTree("k")
            Glibc.rename(outside + "/k", directory + "/k")
            mkdir(directory + "/k/m", 0o755)
            files.merge(parked) { $1 }
            self.parked = nil
        } else {
            trace.append("move out")
            Glibc.rename(directory + "/k", outside + "/k")
            mkdir(directory + "/k", 0o755)
            mkdir(directory + "/k/m", 0o755)
            let gone = files.filter { $0.key.hasPrefix("k/") }
            // A name outside of the same file would be written to unseen.
            parked = gone.mapValues { File($0.text) }
            for (path, file) in gone
            where files.contains(where: { $0.value === file && !gone.keys.contains($0.key) }) {
                unlink(outside + "/" + path)
                parked?[path] = nil
            }
            for path in gone.keys { files[path] = nil }
        }
        noteContents()
    }

    private func touch(_ path: String) {
        trace.append("touch \(path)")
        let full = directory + "/" + path
        chmod(full, 0)
        chmod(full, 0o644)
        var times = [
            timespec(tv_sec: 4_102_444_800, tv_nsec: 0), timespec(tv_sec: 4_102_444_800, tv_nsec: 0),
        ]
        utimensat(AT_FDCWD, full, &times, 0)
    }

    private func link() {
        guard let from = existing() else { return }
        let to = path()
        guard files[to] == nil, Glibc.link(directory + "/" + from, directory + "/" + to) == 0 else { return }
        trace.append("link \(from) as \(to)")
        files[to] = files[from]
        noteContents()
    }

    /// Writes what the document said two versions ago.
    private func goBack() {
        guard let path = existing(), let text = texts[path]?.dropLast().randomElement(using: &random) else {
            return
        }
        write(path, how: .whole, text: text)
    }

    private func copyTree() {
        let folder = Self.folders.dropFirst().randomElement(using: &random)!
        let copies = files.filter {
            $0.key.hasPrefix(folder) && !$0.key.dropFirst(folder.count).contains("/")
        }
        guard !copies.isEmpty, !files.keys.contains(where: { $0.hasPrefix("copy/") }) else { return }
        trace.append("copy \(folder)")
        mkdir(directory + "/copy", 0o755)
        for (path, file) in copies.sorted(by: { $0.key < $1.key }) {
            let target = "copy/" + path.dropFirst(folder.count)
            put(file.text, directory + "/" + target)
            files[target] = File(file.text)
        }
        noteContents()
    }

    private func rename(
        _ moves: [(from: String, to: String)], _ what: String, onDisk: [(String, String)]? = nil,
        then: () -> Void = {}
    ) {
        let isOneFile = moves.count == 1 && files[moves[0].from] === files[moves[0].to]
        if isOneFile, onDisk == nil { return }
        trace.append("\(what) \(moves.map { "\($0.from) to \($0.to)" })")
        let steps = onDisk ?? moves.map { ($0.from, $0.to) }
        if steps.count == 1 {
            Glibc.rename(directory + "/" + steps[0].0, directory + "/" + steps[0].1)
        } else {
            // In a circle: all aside first, each by a name that is no document.
            for (index, step) in steps.enumerated() {
                Glibc.rename(directory + "/" + step.0, directory + "/aside\(index)")
            }
            for (index, step) in steps.enumerated() {
                Glibc.rename(directory + "/aside\(index)", directory + "/" + step.1)
            }
        }
        let leaving = Set(moves.map(\.from))
        var (movedFiles, movedDocuments): ([String: File], [String: Document]) = ([:], [:])
        for move in moves {
            movedFiles[move.to] = files.removeValue(forKey: move.from)
            // A document that is overwritten keeps its path; what came in its place is gone from the other.
            guard living[move.to] == nil || leaving.contains(move.to) else { continue }
            movedDocuments[move.to] = living[move.from]
        }
        for move in moves where movedDocuments[move.to] != nil { living[move.from] = nil }
        files.merge(movedFiles) { $1 }
        living.merge(movedDocuments) { $1 }
        then()
        for move in moves {
            guard let document = movedDocuments[move.to], let file = files[move.to] else { continue }
            note("renamed", file, of: document, from: move.from)
        }
        noteContents()
    }

    // MARK: What it means

    private var texts: [String: [String]] = [:]

    private func noteContents() {
        for (path, document) in living where files[path] == nil {
            document.versions.append(Version(event: "deleted"))
            living[path] = nil
            deleted[path, default: []].append(document)
        }
        for (path, file) in files {
            texts[path, default: []].append(file.text)
            if let document = living[path] {
                if document.versions.last?.sha256 != hash(file) { note("modified", file, of: document) }
            } else if let document = deleted[path]?.popLast() {
                living[path] = document
                note("restored", file, of: document)
            } else {
                let document = Document()
                living[path] = document
                note("created", file, of: document)
            }
        }
    }

    private func note(_ event: String, _ file: File, of document: Document, from: String? = nil) {
        let hash = hash(file)
        var version = Version(event: event, sha256: hash, renamedFrom: from)
        if let last = document.versions.last, last.sha256 != hash {
            version.returnsTo = document.versions.lastIndex { $0.sha256 == hash }.map { $0 + 1 }
        }
        document.versions.append(version)
    }

    private func hash(_ file: File) -> String { SHA256.hexadecimal(SHA256.hash(of: Array(file.text.utf8))) }

    // MARK: Random choices

    private func path() -> String {
        Self.folders.randomElement(using: &random)! + Self.names.randomElement(using: &random)!
    }

    private func existing() -> String? { files.keys.sorted().randomElement(using: &random) }

    private func text() -> String {
        count += 1
        let length = Int.random(in: 12...60, using: &random)
        return "Policy \(count). "
            + (0..<length).map { _ in Self.words.randomElement(using: &random)! }.joined(separator: " ")
            + "\n"
    }

    private func put(_ text: String, _ path: String, _ mode: Int32 = O_TRUNC) {
        let number = open(path, O_WRONLY | O_CREAT | mode | O_CLOEXEC, 0o644)
        guard number >= 0 else { return }
        _ = Glibc.write(number, text, text.utf8.count)
        close(number)
    }
}
