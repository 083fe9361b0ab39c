/// Light stemming of folded English words: inflections, and the derivations that policy texts alternate
/// (`implementation`, `implement`; `organised`, `organization`).
///
/// After M. Porter, "An algorithm for suffix stripping" (1980), with British and American spellings brought
/// together. The measure of a stem is the number of its vowel-consonant turns.
package enum EnglishStemmer {
    /// The stem of a folded word of plain letters.
    package static func stem(_ word: String) -> String { StemBuffer.stem(word, with: stem) }

    /// Stems the first `count` bytes of `word` in place and returns the stem's length, at most `count`.
    package static func stem(_ word: UnsafeMutableBufferPointer<UInt8>, count: Int) -> Int {
        guard count > 3 else { return count }
        var stem = StemBuffer(bytes: word, count: count)
        spellOneWay(&stem)
        dropPlural(&stem)
        dropTense(&stem)
        if stem.ends(in: "y"), hasVowel(stem, before: 1) { stem.set("i", fromEnd: 1) }
        shortenDerivation(&stem)
        dropDerivation(&stem)
        dropFinalE(&stem)
        return stem.count
    }

    /// One spelling of organise and organize, harbour and harbor, centre and center, defence and defense.
    private static func spellOneWay(_ word: inout StemBuffer) {
        guard word.count > 5 else { return }
        switch word.byte(fromEnd: 1) {
        case UInt8(ascii: "n"): word.replace("ization", by: "isation")
        case UInt8(ascii: "g"): word.replace("izing", by: "ising")
        case UInt8(ascii: "d"): word.replace("ized", by: "ised")
        case UInt8(ascii: "e"):
            _ =
                word.replace("ize", by: "ise") || word.replace("tre", by: "ter")
                || word.replace("ense", by: "ence")
        case UInt8(ascii: "r"): _ = word.replace("izer", by: "iser") || word.replace("our", by: "or")
        case UInt8(ascii: "s"):
            _ =
                word.replace("izes", by: "ises") || word.replace("izations", by: "isations")
                || word.replace("izers", by: "isers") || word.replace("ours", by: "ors")
                || word.replace("tres", by: "ters")
        default: break
        }
    }

    private static func dropPlural(_ word: inout StemBuffer) {
        guard word.ends(in: "s") else { return }
        if word.replace("sses", by: "ss") || word.replace("ies", by: "i") || word.ends(in: "ss") { return }
        if word.ends(in: "us") || word.ends(in: "is") { return }
        word.count -= 1
    }

    private static func dropTense(_ word: inout StemBuffer) {
        if word.ends(in: "eed") {
            if measure(word, before: 3) > 0 { word.count -= 1 }
            return
        }
        let suffix = word.ends(in: "ed") ? 2 : word.ends(in: "ing") ? 3 : 0
        guard suffix > 0, word.count - suffix >= 3, hasVowel(word, before: suffix) else { return }
        word.count -= suffix
        if word.ends(in: "at") || word.ends(in: "bl") || word.ends(in: "is") { return append("e", to: &word) }
        let last = word.byte(fromEnd: 1)
        if last == word.byte(fromEnd: 2), !isVowel(word, at: word.count - 1),
            ![UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "z")].contains(last)
        {
            word.count -= 1
        } else if measure(word, before: 0) == 1, endsShort(word) {
            append("e", to: &word)
        }
    }

    private static func shortenDerivation(_ word: inout StemBuffer) {
        // By the last letter, since each word passes here.
        switch word.byte(fromEnd: 1) {
        case UInt8(ascii: "l"):
            _ = shorten(&word, "ational", to: "ate") || shorten(&word, "tional", to: "tion")
        case UInt8(ascii: "i") where word.byte(fromEnd: 2) == 0x63 || word.byte(fromEnd: 2) >= 0x6C:
            _ =
                shorten(&word, "enci", to: "ence") || shorten(&word, "anci", to: "ance")
                || shorten(&word, "biliti", to: "ble") || shorten(&word, "aliti", to: "al")
                || shorten(&word, "iviti", to: "ive") || shorten(&word, "abli", to: "able")
                || shorten(&word, "alli", to: "al") || shorten(&word, "entli", to: "ent")
                || shorten(&word, "ousli", to: "ous") || shorten(&word, "eli", to: "e")
        case UInt8(ascii: "r"): _ = shorten(&word, "iser", to: "ise") || shorten(&word, "ator", to: "ate")
        case UInt8(ascii: "n"): _ = shorten(&word, "isation", to: "ise") || shorten(&word, "ation", to: "ate")
        case UInt8(ascii: "m"): _ = shorten(&word, "alism", to: "al")
        case UInt8(ascii: "s"):
            _ =
                shorten(&word, "iveness", to: "ive") || shorten(&word, "fulness", to: "ful")
                || shorten(&word, "ousness", to: "ous")
        default: break
        }
        switch word.byte(fromEnd: 1) {
        case UInt8(ascii: "e"):
            _ =
                shorten(&word, "icate", to: "ic") || shorten(&word, "ative", to: "")
                || shorten(&word, "alise", to: "al")
        case UInt8(ascii: "i"): _ = shorten(&word, "iciti", to: "ic")
        case UInt8(ascii: "l"): _ = shorten(&word, "ical", to: "ic") || shorten(&word, "ful", to: "")
        case UInt8(ascii: "s"): _ = shorten(&word, "ness", to: "")
        default: break
        }
    }

    private static func dropDerivation(_ word: inout StemBuffer) {
        let before = word.byte(fromEnd: 2)
        switch (word.byte(fromEnd: 1), before) {
        case (UInt8(ascii: "l"), UInt8(ascii: "a")): _ = drop(&word, "al")
        case (UInt8(ascii: "e"), UInt8(ascii: "c")): _ = drop(&word, "ance") || drop(&word, "ence")
        case (UInt8(ascii: "e"), UInt8(ascii: "l")): _ = drop(&word, "able") || drop(&word, "ible")
        case (UInt8(ascii: "e"), UInt8(ascii: "t")): _ = drop(&word, "ate")
        case (UInt8(ascii: "e"), UInt8(ascii: "v")): _ = drop(&word, "ive")
        case (UInt8(ascii: "e"), UInt8(ascii: "s")): _ = drop(&word, "ise")
        case (UInt8(ascii: "r"), UInt8(ascii: "e")): _ = drop(&word, "er")
        case (UInt8(ascii: "c"), UInt8(ascii: "i")): _ = drop(&word, "ic")
        case (UInt8(ascii: "t"), UInt8(ascii: "n")):
            _ = drop(&word, "ant") || drop(&word, "ement") || drop(&word, "ment") || drop(&word, "ent")
        case (UInt8(ascii: "m"), UInt8(ascii: "s")): _ = drop(&word, "ism")
        case (UInt8(ascii: "i"), UInt8(ascii: "t")): _ = drop(&word, "iti")
        case (UInt8(ascii: "s"), UInt8(ascii: "u")): _ = drop(&word, "ous")
        case (UInt8(ascii: "n"), UInt8(ascii: "o")):
            if word.ends(in: "sion") || word.ends(in: "tion"), measure(word, before: 3) > 1 {
                word.count -= 3
            }
        default: break
        }
    }

    /// True where the word ends so, whether or not enough stands before it to shorten.
    @inline(__always)
    private static func shorten(_ word: inout StemBuffer, _ suffix: StaticString, to other: StaticString)
        -> Bool
    {
        guard word.ends(in: suffix) else { return false }
        if measure(word, before: suffix.utf8CodeUnitCount) > 0 { word.replace(suffix, by: other) }
        return true
    }

    @inline(__always)
    private static func drop(_ word: inout StemBuffer, _ suffix: StaticString) -> Bool {
        guard word.ends(in: suffix) else { return false }
        let length = suffix.utf8CodeUnitCount
        if measure(word, before: length) > 1 { word.count -= length }
        return true
    }

    private static func dropFinalE(_ word: inout StemBuffer) {
        if word.ends(in: "e") {
            let size = measure(word, before: 1)
            var stem = word
            stem.count -= 1
            if size > 1 || (size == 1 && !endsShort(stem)) { word = stem }
        }
        if word.ends(in: "ll"), measure(word, before: 0) > 1 { word.count -= 1 }
    }

    // MARK: Letters

    private static func append(_ letter: StaticString, to word: inout StemBuffer) {
        word.bytes[word.count] = letter.utf8Start[0]
        word.count += 1
    }

    private static func isVowel(_ word: StemBuffer, at position: Int) -> Bool {
        switch word.bytes[position] {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"):
            true
        case UInt8(ascii: "y"): position > 0 && !isVowel(word, at: position - 1)
        default: false
        }
    }

    private static func hasVowel(_ word: StemBuffer, before suffix: Int) -> Bool {
        (0..<max(0, word.count - suffix)).contains { isVowel(word, at: $0) }
    }

    private static func measure(_ word: StemBuffer, before suffix: Int) -> Int {
        var turns = 0
        var wasVowel = false
        for position in 0..<max(0, word.count - suffix) {
            // A `y` needs only the letter before it, so this stays linear on « yyyy ».
            let isVowel =
                word.bytes[position] == UInt8(ascii: "y")
                ? position > 0 && !wasVowel : isVowel(word, at: position)
            if wasVowel, !isVowel { turns += 1 }
            wasVowel = isVowel
        }
        return turns
    }

    /// Consonant, vowel, consonant at the end, the last none of w, x, y: where a final `e` belongs.
    private static func endsShort(_ word: StemBuffer) -> Bool {
        let count = word.count
        guard count >= 3, !isVowel(word, at: count - 1), isVowel(word, at: count - 2),
            !isVowel(word, at: count - 3)
        else { return false }
        return !"wxy".utf8.contains(word.bytes[count - 1])
    }
}
