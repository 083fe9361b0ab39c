/// Words that carry no subject of their own: kept alone between two rewritten clauses they say nothing.
///
/// Words that bear on meaning (not, no, shall, may, must, ne, pas, doit) are left out on purpose.
enum CommonWords {
    /// Whether these comparable bytes are such a word, in either case.
    static func contains(_ word: some Collection<UInt8>) -> Bool {
        guard word.count <= longest else { return false }
        return all.contains(word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
    }

    private static let longest = 7
    private static let all: Set<[UInt8]> = Set(
        """
        a an the of to in on at by for from with as and or is are be was were been it its this that these those
        which who their his her our your we you they he she i will has have had do does any all such if so than
        then there into under upon per also
        le la les l' un une des du de d' au aux en et ou à dans par pour sur avec sans sous qui que qu' dont où ce
        cet cette ces c' se s' son sa ses leur leurs nos notre vos votre mon ma mes il elle ils elles on nous vous
        je j' est sont était être été ont ainsi comme si y m' t'
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Array($0.utf8) })
}
