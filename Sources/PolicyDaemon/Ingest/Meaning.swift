internal import FoundationEssentials
internal import PolicyText

/// What texts mean: the pure stages, with the lexicon they go by.
struct Meaning: Sendable {
    /// Raised when the parser reads texts in another way.
    let parserVersion = 2

    private let commitmentReader: CommitmentReader
    private let weigher: ChangeWeigher

    /// Reads the built-in lexicon, and the administrator's rows in order of file name.
    init(_ settings: Settings) throws {
        var lexicon = Lexicon.builtIn
        let folder = settings.configuration.meaningDirectory
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where name.hasSuffix(".tsv") {
            let path = folder + "/" + name
            guard let data = FileManager.default.contents(atPath: path) else {
                throw LexiconError(file: path, line: 1, reason: "cannot be read")
            }
            lexicon = try lexicon.adding(String(decoding: data, as: UTF8.self), named: path)
        }
        commitmentReader = CommitmentReader(lexicon)
        weigher = ChangeWeigher(lexicon: lexicon)
    }

    /// What a text says; `format` as the store keeps it.
    func outline(of text: String, format: String) -> Outline {
        OutlineParser.parse(text, format: DocumentFormat(rawValue: format) ?? .plainText)
    }

    func commitments(in outline: Outline) -> [Commitment] {
        commitmentReader.commitments(in: outline)
    }

    /// What changed; `noise` is what the versions before tell about passages that change every time.
    func changes(from old: Outline, to new: Outline, noise: NoiseEvidence = .none) -> [Change] {
        weigher.changes(from: old, to: new, noise: noise)
    }
}
