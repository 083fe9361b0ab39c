/// Light stemming of folded French words: plurals, feminines and the commonest derivations.
///
/// After J. Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages" (2006),
/// on words whose accents are gone already.
package enum FrenchStemmer {
    /// The stem of a folded word of plain letters.
    package static func stem(_ word: String) -> String { StemBuffer.stem(word, with: stem) }

    /// Stems the first `count` bytes of `word` in place and returns the stem's length. The buffer needs no room
    /// beyond `count`.
    package static func stem(_ word: UnsafeMutableBufferPointer<UInt8>, count: Int) -> Int {
        var stem = StemBuffer(bytes: word, count: count)
        dropPlural(&stem)
        dropSuffix(&stem)
        finish(&stem)
        return stem.count
    }

    private static func dropPlural(_ word: inout StemBuffer) {
        if word.count > 5, word.ends(in: "x") {
            // « nationaux » to « national », but « bureaux » to « bureau ».
            if word.ends(in: "aux"), word.byte(fromEnd: 4) != UInt8(ascii: "e") { word.set("l", fromEnd: 2) }
            word.count -= 1
        }
        if word.count > 3, word.ends(in: "x") { word.count -= 1 }
        if word.count > 3, word.ends(in: "s") { word.count -= 1 }
    }

    private static func dropSuffix(_ word: inout StemBuffer) {
        // By the last letter, since each word passes here; within one the longest suffix first.
        switch word.byte(fromEnd: 1) {
        case UInt8(ascii: "t"): dropAdverb(&word)
        case UInt8(ascii: "e"): dropFeminine(&word)
        case UInt8(ascii: "r"): dropAgent(&word)
        case UInt8(ascii: "l"):
            if word.count > 9 { word.replace("nnel", by: "n") }
        case UInt8(ascii: "n"): dropAction(&word)
        default: break
        }
    }

    private static func dropAdverb(_ word: inout StemBuffer) {
        if word.count > 9, word.replace("issement", by: "ir") { return }
        if word.count > 8, word.replace("issant", by: "ir") { return }
        if word.count > 6, word.replace("ement", by: "e") { word.replace("ive", by: "if") }
    }

    private static func dropFeminine(_ word: inout StemBuffer) {
        if word.count > 11, word.replace("ficatrice", by: "fier") { return }
        if word.count > 9, word.replace("catrice", by: "quer") { return }
        if word.count > 8, word.replace("atrice", by: "er") { return }
        if word.count > 6, word.replace("trice", by: "ter") { return }
        if word.count > 5, word.replace("ieme", by: "") { return }
        if word.count > 7, word.replace("teuse", by: "ter") { return }
        if word.count > 5, word.replace("euse", by: "eu") { return }
        if word.count > 7, word.replace("ive", by: "if") { return }
        if word.count > 4, word.replace("folle", by: "fou") || word.replace("molle", by: "mou") { return }
        if word.count > 9, word.replace("nnelle", by: "n") { return }
        if word.count > 8, word.replace("ique", by: "") { return }
        if word.count > 8, word.replace("esse", by: "e") { return }
        if word.count > 7 { word.replace("inage", by: "in") }
    }

    private static func dropAgent(_ word: inout StemBuffer) {
        if word.count > 10, word.replace("ficateur", by: "fier") { return }
        if word.count > 8, word.replace("cateur", by: "quer") { return }
        if word.count > 9, word.replace("isateur", by: "") { return }
        if word.count > 7, word.replace("ateur", by: "er") { return }
        if word.count > 6 { word.replace("teur", by: "ter") }
    }

    private static func dropAction(_ word: inout StemBuffer) {
        if word.count > 9, word.replace("isation", by: "") {
            if word.count > 5, word.ends(in: "ual") { word.set("e", fromEnd: 2) }
            return
        }
        if word.count > 8 { _ = word.replace("ation", by: "") || word.replace("ition", by: "") }
    }

    private static func finish(_ word: inout StemBuffer) {
        guard word.count > 4 else { return }
        word.dropDoubled()
        if word.count > 4 { word.replace("ie", by: "") }
        guard word.count > 4 else { return }
        if word.ends(in: "r") { word.count -= 1 }
        if word.ends(in: "e") { word.count -= 1 }
        if word.ends(in: "e") { word.count -= 1 }
        if word.byte(fromEnd: 1) == word.byte(fromEnd: 2) { word.count -= 1 }
    }
}
