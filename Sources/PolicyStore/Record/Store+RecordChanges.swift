internal import PolicyText

extension Store {
    /// Records what a version changed, with ids up to the one that its row ends with.
    func insert(_ changes: [Change], of version: VersionRow, placed: PlacedPassages, outline: Outline?) throws
    {
        guard !changes.isEmpty else { return }
        let new = knownPassages(placed, outline)
        let before = PassageFinder(placed.removed + placed.remaining)
        let after = PassageFinder(placed.inserted.map { new[$0] } + new)
        let sections = sectionIndex(placed, new)
        for change in changes {
            pending.change += 1
            try insert(
                change, id: pending.change, version: version.id, heading: sections[change.section],
                before: before.quotation(of: change.before), after: after.quotation(of: change.after))
        }
    }

    private func insert(
        _ change: Change, id: Int64, version: Int64, heading: Int64?, before: PassageFinder.Quotation,
        after: PassageFinder.Quotation
    ) throws {
        let section = heading == nil && !change.section.isEmpty ? Packed.text(of: change.section) : nil
        try connection.run(
            """
            INSERT INTO change (
                id, version_id, operation, significance, line, kinds, heading_id, section, before_passage_id,
                before_from, before_bytes, before_text, after_passage_id, after_from, after_bytes, after_text,
                edits, elsewhere, summary, reasons
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, id, version, change.operation.code, change.significance.rawValue, change.line,
            change.kinds.map { UInt8($0.code) }, heading, section, before.passage, before.from, before.bytes,
            before.text, after.passage, after.from, after.bytes, after.text,
            PackedEdits.bytes(of: change.edits, before: change.before, after: change.after),
            change.elsewhere?.text, change.summary, Packed.text(of: change.reasons))
    }

    /// An outline's passages with their ids.
    func knownPassages(_ placed: PlacedPassages, _ outline: Outline?) -> [PlacedPassages.Known] {
        guard let outline else { return [] }
        return outline.passages.enumerated().map { index, passage in
            PlacedPassages.Known(
                id: placed.ids[index], heading: passage.heading.map { placed.ids[$0] }, text: passage.text,
                isHeading: passage.kind == .heading)
        }
    }

    /// The innermost heading of each section of either version.
    private func sectionIndex(
        _ placed: PlacedPassages, _ new: [PlacedPassages.Known]
    ) -> [[String]: Int64] {
        var chains: [Int64: [String]] = [:]
        var index: [[String]: Int64] = [:]
        // A heading stands before what it heads, but the parts of the version before come apart.
        let old = (placed.remaining + placed.removed).filter(\.isHeading).sorted { $0.id < $1.id }
        for heading in new.filter(\.isHeading) + old where chains[heading.id] == nil {
            let chain = (heading.heading.flatMap { chains[$0] } ?? []) + [heading.text]
            chains[heading.id] = chain
            if index[chain] == nil { index[chain] = heading.id }
        }
        return index
    }
}
