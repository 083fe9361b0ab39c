/// What a text has of another's beginning and end, in bytes of whole characters.
struct PassageEdit: Equatable {
    var before: Int
    var after: Int

    /// Nil where less than half of the new text is kept.
    init?(of old: String, to new: String) {
        var (old, new) = (old, new)
        (before, after) = old.withUTF8 { old in
            new.withUTF8 { new in
                let common = min(old.count, new.count)
                var before = 0
                while before < common, old[before] == new[before] { before += 1 }
                while before < new.count, Self.isWithinCharacter(new[before]), before > 0 { before -= 1 }
                var after = 0
                while after < common - before, old[old.count - 1 - after] == new[new.count - 1 - after] {
                    after += 1
                }
                while after > 0, Self.isWithinCharacter(new[new.count - after]) { after -= 1 }
                return (before, after)
            }
        }
        guard before + after > 0, (before + after) * 2 >= new.utf8.count else { return nil }
    }

    /// Whether a byte of UTF-8 is not a character's first.
    private static func isWithinCharacter(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
