private import Glibc
internal import PolicyText

/// Finds the passage that a text quoted by a change or a commitment comes from, so that it is not kept twice.
struct PassageFinder {
    /// A quotation: of a passage, whole or in part, or, where none holds it, the text itself.
    struct Quotation {
        var passage: Int64?
        var from: Int?
        var bytes: Int?
        var text: String?
    }

    private let passages: [PlacedPassages.Known]
    // The first passage with the text, as passages stand, by its index.
    private let whole: [String: Int]

    /// Looks through the passages in order.
    init(_ passages: [PlacedPassages.Known]) {
        self.passages = passages
        whole = Dictionary(passages.enumerated().map { ($1.text, $0) }) { first, _ in first }
    }

    func quotation(of text: String?) -> Quotation {
        guard let text else { return Quotation() }
        // A dictionary takes canonically equal texts for the same; the record does not.
        if let index = whole[text], passages[index].text.utf8.elementsEqual(text.utf8) {
            return Quotation(passage: passages[index].id)
        }
        for passage in passages {
            if let from = Self.offset(of: text, in: passage.text) {
                return Quotation(passage: passage.id, from: from, bytes: text.utf8.count)
            }
        }
        return Quotation(text: text)
    }

    /// Where the bytes of a text first stand in another, at or after an offset.
    static func offset(of part: String, in text: String, from start: Int = 0) -> Int? {
        guard !part.isEmpty, start >= 0, part.utf8.count <= text.utf8.count - start else { return nil }
        var part = part
        var text = text
        return part.withUTF8 { part in
            text.withUTF8 { text in
                guard let first = text.baseAddress, let wanted = part.baseAddress else { return nil }
                var from = start
                while from <= text.count - part.count,
                    let found = memchr(first + from, Int32(wanted[0]), text.count - part.count - from + 1)
                {
                    let offset = UnsafeRawPointer(found) - UnsafeRawPointer(first)
                    if memcmp(first + offset, wanted, part.count) == 0 { return offset }
                    from = offset + 1
                }
                return nil
            }
        }
    }

    /// Bytes of a passage that were quoted; nil where they are not there.
    static func text(_ passage: String?, from: Int?, bytes: Int?) -> String? {
        guard let passage else { return nil }
        guard let from, let bytes else { return passage }
        guard from >= 0, bytes >= 0, from <= passage.utf8.count - bytes else { return nil }
        return String(decoding: passage.utf8.dropFirst(from).prefix(bytes), as: UTF8.self)
    }
}
