/// Words that carry no subject of their own: kept alone between two rewritten clauses they say nothing.
///
/// Words that bear on meaning (not, no, shall, may, must, ne, pas, doit) are left out on purpose.
enum CommonWords {
    /// Whether these comparable bytes are such a word, in either case.
    static func contains(_ word: some Collection<UInt8>) -> Bool {
        guard word.count <= longest else { return false }
        let key = packed(word)
        var slot = slot(of: key)
        while table[slot] != 0 {
            if table[slot] == key { return true }
            slot = (slot + 1) & (table.count - 1)
        }
        return false
    }

    private static let longest = 7

    /// The bytes, ASCII letters in lower case, in one number.
    private static func packed(_ word: some Collection<UInt8>) -> UInt64 {
        word.reduce(0) { $0 << 8 | UInt64((0x41...0x5A).contains($1) ? $1 | 0x20 : $1) }
    }

    private static func slot(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 - 9))
    }

    /// An open-addressing table of 512 slots, a quarter of them taken; 0 is an empty one.
    private static let table: [UInt64] = {
        var table = [UInt64](repeating: 0, count: 512)
        for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            var slot = slot(of: packed(word.utf8))
            while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
            table[slot] = packed(word.utf8)
        }
        return table
    }()

    private static let words =
        """
        a an the of to in on at by for from with as and or is are be was were been it its this that these those
        which who their his her our your we you they he she i will has have had do does any all such if so than
        then there into under upon per also
        le la les l' un une des du de d' au aux en et ou à dans par pour sur avec sans sous qui que qu' dont où ce
        cet cette ces c' se s' son sa ses leur leurs nos notre vos votre mon ma mes il elle ils elles on nous vous
        je j' est sont était être été ont ainsi comme si y m' t'
        """
}
