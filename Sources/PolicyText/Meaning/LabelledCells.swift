/// Reads cells by their labels: who is responsible stands below "Lead" or « Responsable » or beside it ("Owner: Legal
/// Services"), and when something is due below "Deadline".
///
/// Such a cell holds no sentence, so that only its label says what stands there.
enum LabelledCells {
    /// The part of a text that says when something is due: the cell of a row by the headings of the columns, what
    /// stands after a label and a colon elsewhere.
    static func due(in text: String, heading: String?) -> Range<Int>? {
        let cells = cells(of: text)
        guard cells.count > 1 else { return nil }
        guard let heading else {
            return cells.count == 2 && isTimeLabel(text.bytes(cells[0])) ? cells[1] : nil
        }
        let labels = Self.cells(of: heading)
        guard labels.count == cells.count else { return nil }
        return zip(labels, cells).first { label, _ in isTimeLabel(heading.bytes(label)) }?.1
    }

    private static func isTimeLabel(_ cell: String) -> Bool {
        let words = words(of: cell)
        return words.count <= longestLabel_words && words.contains { byWhen.contains($0) }
    }

    private static let byWhen: Set<String> = [
        "due", "deadline", "deadlines", "timeline", "timelines", "timeframe", "target", "completion",
        "echeance",
        "echeances", "echeancier", "delai", "delais",
    ]

    /// Where the one responsible stands in two texts that name another; nil where they name the same, or none.
    ///
    /// The headings are those of the columns, where the texts are rows of a table.
    static func replaced(
        _ old: String, _ new: String, heading: String?
    ) -> (old: Range<Int>, new: Range<Int>)? {
        let (before, after) = (cells(of: old), cells(of: new))
        guard before.count == after.count, before.count > 1 else { return nil }
        let labels = heading.map { heading in cells(of: heading).map { heading.bytes($0) } } ?? []
        for column in before.indices {
            let (left, right) = (old.bytes(before[column]), new.bytes(after[column]))
            guard left != right, isName(left), isName(right) else { continue }
            let isBelow = labels.count == before.count && isLabel(labels[column])
            let isBeside = column == 1 && before.count == 2 && isLabel(new.bytes(after[0]))
            if isBelow || isBeside { return (before[column], after[column]) }
        }
        return nil
    }

    /// The parts between the bars of a row; the two parts of a line around its colon.
    private static func cells(of text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var cuts = bytes.indices.filter { bytes[$0] == UInt8(ascii: "|") }
        if cuts.isEmpty { cuts = bytes.firstIndex(of: UInt8(ascii: ":")).map { [$0] } ?? [] }
        return zip([-1] + cuts, cuts + [bytes.count]).map { before, after in
            var range = before + 1..<after
            while let first = range.first, isSpace(bytes, first) { range.removeFirst() }
            while let last = range.last, isSpace(bytes, last) { range.removeLast() }
            return range
        }
    }

    private static func isSpace(_ bytes: [UInt8], _ index: Int) -> Bool {
        // A no-break space is two bytes.
        bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: "*")
            || (bytes[index] == 0xA0 && index > 0 && bytes[index - 1] == 0xC2)
            || (bytes[index] == 0xC2 && index + 1 < bytes.count && bytes[index + 1] == 0xA0)
    }

    private static func words(of cell: String) -> [String] {
        ValueToken.tokens(of: cell).filter { $0.kind == .word }.map(\.text)
    }

    private static func isName(_ cell: String) -> Bool {
        let words = words(of: cell)
        return (1...longestName_words).contains(words.count)
            && !cell.utf8.contains { (0x30...0x39).contains($0) }
    }

    private static let longestName_words = 10

    private static func isLabel(_ cell: String) -> Bool {
        let words = words(of: cell)
        return words.count <= longestLabel_words
            && (phrases.contains(words)
                || words.contains { byWhom.contains($0) }
                    && words.allSatisfy { byWhom.contains($0) || companions.contains($0) })
    }

    private static let longestLabel_words = 5
    private static let byWhom: Set<String> = [
        "lead", "leads", "owner", "owners", "responsible", "responsibility", "accountable", "accountability",
        "responsable", "responsables", "responsabilite", "porteur", "pilote", "titulaire",
    ]
    /// What may stand in such a label too; with any other word it is something else ("Lead time", "The owner must").
    private static let companions: Set<String> = [
        "party", "parties", "department", "departments", "agency", "agencies", "ministry", "organization",
        "organisation", "office", "officer", "person", "body", "unit", "team", "entity", "institution",
        "authority",
        "branch", "division", "directorate", "name", "role", "primary", "main", "senior", "action", "actions",
        "risk",
        "project", "data", "process", "task", "policy", "for", "or", "and", "of", "partie", "ministere",
        "organisme",
        "service", "services", "personne", "direction", "unite", "equipe", "principal", "principale",
        "projet",
        "risque", "mesure", "designe", "designee", "du", "de", "des", "d'", "l'", "la", "le", "et", "ou",
    ]
    private static let phrases: Set<[String]> = [
        ["assigned", "to"], ["in", "charge"], ["by", "whom"], ["who"], ["chef", "de", "file"], ["qui"],
        ["confie", "a"],
        ["charge", "de", "projet"],
    ]
}
