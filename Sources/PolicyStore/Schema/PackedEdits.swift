internal import PolicyText

/// The runs of a word-level comparison as lengths over the texts before and after.
enum PackedEdits {
    // The first byte: what follows are lengths, or the runs' own texts.
    private static let lengths: UInt8 = 0
    private static let texts: UInt8 = 1

    /// Nil where there are none.
    static func bytes(of edits: [Edit], before: String?, after: String?) -> [UInt8]? {
        guard !edits.isEmpty else { return nil }
        let isExact =
            isMade(before, of: edits, without: .insert) && isMade(after, of: edits, without: .delete)
        var bytes = [isExact ? lengths : texts]
        for edit in edits {
            Packed.append(edit.text.utf8.count << 2 | edit.operation.rawValue, to: &bytes)
            if !isExact { bytes += edit.text.utf8 }
        }
        return bytes
    }

    /// The runs that `bytes(of:before:after:)` packed.
    static func edits(from packed: [UInt8]?, before: String?, after: String?) throws(StoreError) -> [Edit] {
        guard var rest = packed?[...], let form = rest.popFirst() else { return [] }
        var edits: [Edit] = []
        var old = Array((before ?? "").utf8)[...]
        var new = Array((after ?? "").utf8)[...]
        while let number = Packed.number(from: &rest) {
            let length = number >> 2
            guard let operation = Edit.Operation(rawValue: number & 3),
                length <= (form == texts ? rest.count : operation == .insert ? new.count : old.count),
                form == texts || operation != .equal || length <= new.count
            else { throw .inconsistent("the runs of a change do not fit its texts") }
            let run =
                form == texts
                ? rest.prefix(length) : operation == .insert ? new.prefix(length) : old.prefix(length)
            edits.append(Edit(operation, String(decoding: run, as: UTF8.self)))
            if form == texts { rest = rest.dropFirst(length) }
            if operation != .insert { old = old.dropFirst(length) }
            if operation != .delete { new = new.dropFirst(length) }
        }
        return edits
    }

    private static func isMade(_ text: String?, of edits: [Edit], without other: Edit.Operation) -> Bool {
        guard let text else { return false }
        var rest = text.utf8[...]
        for edit in edits where edit.operation != other {
            guard rest.starts(with: edit.text.utf8) else { return false }
            rest = rest.dropFirst(edit.text.utf8.count)
        }
        return rest.isEmpty
    }
}
