/// Gives each passage its language, the short ones by their neighbours'.
enum PassageLanguages {
    /// The document's language and each block's.
    static func languages(
        of blocks: [Block], places: [HeadingFinder.Place], in source: SourceText
    ) -> (document: Language, blocks: [Language]) {
        var whole = LanguageEvidence()
        var own: [Language?] = []
        own.reserveCapacity(blocks.count)
        for block in blocks {
            guard block.kind != .code else {
                own.append(.undetermined)
                continue
            }
            let evidence = LanguageGuesser.evidence(in: source, block.range)
            whole += evidence
            own.append(evidence.verdict)
        }
        let document = language(of: whole)
        return (document, inherited(own, blocks: blocks, places: places, document: document))
    }

    private static func language(of evidence: LanguageEvidence) -> Language {
        if let verdict = evidence.verdict { return verdict }
        // In a document of both, the greater part.
        guard evidence.english + evidence.french >= 12 else { return .undetermined }
        return evidence.english >= evidence.french ? .english : .french
    }

    /// Where a passage does not show its language, it has that of the passage it belongs with: a heading that of the
    /// text below, other text that of the text before, else that of the document.
    private static func inherited(
        _ own: [Language?], blocks: [Block], places: [HeadingFinder.Place], document: Language
    ) -> [Language] {
        var result = [Language](repeating: document, count: own.count)
        var before: Language?
        for index in own.indices {
            if blocks[index].kind == .code {
                result[index] = .undetermined
                continue
            }
            if let language = own[index] {
                before = language
                result[index] = language
            } else if !places[index].isHeading {
                result[index] = before ?? document
            }
        }
        var after: Language?
        for index in own.indices.reversed() where blocks[index].kind != .code {
            if let language = own[index] {
                after = language
            } else if places[index].isHeading {
                result[index] = after ?? document
            }
        }
        return result
    }
}
