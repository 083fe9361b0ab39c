internal import FoundationEssentials
internal import LinuxSystem
internal import PolicyText

/// What texts mean: the pure stages, with the lexicon they go by.
struct Meaning: Sendable {
    /// Raised when the parser reads texts in another way.
    let parserVersion = 2

    /// What reads by a lexicon.
    private struct Readers: Sendable {
        let commitments: CommitmentReader
        let weigher: ChangeWeigher

        init(_ lexicon: Lexicon) {
            commitments = CommitmentReader(lexicon)
            weigher = ChangeWeigher(lexicon: lexicon)
        }

        /// Made when it is first asked for: a third of a start would go into it.
        static let builtIn = Readers(.builtIn)
    }

    /// Nil where the administrator has added nothing to the built-in lexicon.
    private let ownReaders: Readers?

    private var readers: Readers { ownReaders ?? .builtIn }

    /// Reads the administrator's rows in order of file name.
    init(_ settings: Settings) throws {
        let folder = settings.configuration.meaningDirectory
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".tsv") }
        guard !names.isEmpty else {
            ownReaders = nil
            return
        }
        var lexicon = Lexicon.builtIn
        for name in names.sorted() {
            let path = folder + "/" + name
            guard let data = FileManager.default.contents(atPath: path) else {
                throw LexiconError(file: path, line: 1, reason: "cannot be read")
            }
            lexicon = try lexicon.adding(String(decoding: data, as: UTF8.self), named: path)
        }
        ownReaders = Readers(lexicon)
    }

    /// Reads the lexicon before it is needed.
    func prepare() { _ = readers }

    /// What a text says; `format` as the store keeps it.
    func outline(of text: String, format: String) -> Outline {
        OutlineParser.parse(text, format: DocumentFormat(rawValue: format) ?? .plainText)
    }

    func commitments(in outline: Outline) -> [Commitment] {
        readers.commitments.commitments(in: outline)
    }

    /// Those near these 1-based lines, others maybe among them.
    func commitments(in outline: Outline, near lines: [Int]) -> [Commitment] {
        readers.commitments.commitments(in: outline, near: lines)
    }

    /// What changed; `noise` is what the versions before tell about passages that change every time, and `helper` takes
    /// a part of the work.
    func changes(
        from old: Outline, to new: Outline, noise: NoiseEvidence = .none, with helper: WorkHelper? = nil
    ) -> [Change] {
        readers.weigher.changes(from: old, to: new, noise: noise, with: helper)
    }
}
