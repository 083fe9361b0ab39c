/// One score a passage, summed group by group.
struct PassageScores {
    private var total: [Float]
    /// The places that have a score, in the order in which they got it.
    private(set) var scored = PlaceList()
    /// What the group at hand gave each passage so far; empty until a group has more than one term.
    private var group: [Float] = []
    /// Where `group` is not zero, some places more than once.
    private var touched = PlaceList()

    init(count: Int) { total = [Float](repeating: 0, count: count) }

    var count: Int { total.count }

    subscript(_ place: Int) -> Float { total[place] }

    /// Adds a term's postings: beside other terms of its group, what it gives more than they did.
    mutating func add(
        _ postings: UnsafeBufferPointer<UInt32>, _ weight: Float, _ lengths: UnsafeBufferPointer<UInt8>,
        _ table: BM25Table, isAlone: Bool
    ) {
        table.read { frequencies, norms in
            func value(_ posting: UInt32, _ place: Int) -> Float {
                let frequency = frequencies[Int(posting & 0xFF)]
                return weight * frequency / (frequency + norms[Int(lengths[place])])
            }
            scored.makeRoom(for: postings.count)
            if isAlone {
                total.withUnsafeMutableBufferPointer { total in
                    scored.fill { scored in
                        for posting in postings {
                            let place = Int(posting >> 8)
                            scored.add(posting >> 8, if: total[place] == 0)
                            total[place] += value(posting, place)
                        }
                    }
                }
                return
            }
            if group.isEmpty { group = [Float](repeating: 0, count: total.count) }
            touched.makeRoom(for: postings.count)
            total.withUnsafeMutableBufferPointer { total in
                group.withUnsafeMutableBufferPointer { group in
                    scored.fill { scored in
                        touched.fill { touched in
                            for posting in postings {
                                let place = Int(posting >> 8)
                                let (new, old) = (value(posting, place), group[place])
                                touched.add(posting >> 8, if: old == 0)
                                scored.add(posting >> 8, if: total[place] == 0)
                                group[place] = max(new, old)
                                total[place] += max(new - old, 0)
                            }
                        }
                    }
                }
            }
        }
    }

    mutating func add(
        _ postings: [UInt32], _ weight: Float, _ lengths: UnsafeBufferPointer<UInt8>, _ table: BM25Table,
        isAlone: Bool
    ) {
        postings.withUnsafeBufferPointer { add($0, weight, lengths, table, isAlone: isAlone) }
    }

    /// The next term begins another group.
    mutating func endGroup() {
        group.withUnsafeMutableBufferPointer { group in
            for place in touched.places { group[Int(place)] = 0 }
        }
        touched.removeAll()
    }

    /// What follows is of other passages.
    mutating func endLanguage() { scored.removeAll() }

    /// The best of the scored places, those that `isWanted`.
    func best(_ limit: Int, where isWanted: (Int) -> Bool) -> BestMatches {
        var best = BestMatches(limit: limit)
        total.withUnsafeBufferPointer { total in
            for scored in scored.places {
                let (place, score) = (Int(scored), total[Int(scored)])
                if best.takes(score, place), isWanted(place) { best.offer(score, place) }
            }
        }
        return best
    }

    /// The places with at least this score, ascending.
    func places(from least: Float) -> [UInt32] {
        scored.places.filter { total[Int($0)] >= least }.sorted()
    }
}

/// A list that is added to without a branch: what is not to be added is overwritten by the next.
struct PlaceList {
    private var room: [UInt32] = []
    private(set) var count = 0

    var places: ArraySlice<UInt32> { room[..<count] }

    mutating func removeAll() { count = 0 }

    mutating func makeRoom(for more: Int) {
        let wanted = count + more + 1
        guard room.count < wanted else { return }
        room.append(contentsOf: repeatElement(0, count: max(wanted, 2 * room.count) - room.count))
    }

    /// The list as `fill` hands it out, with room for what was announced to `makeRoom`.
    struct Filling {
        fileprivate let room: UnsafeMutableBufferPointer<UInt32>
        fileprivate var count: Int

        @inline(__always)
        mutating func add(_ place: UInt32, if isWanted: Bool) {
            room[count] = place
            count += isWanted ? 1 : 0
        }
    }

    @inline(__always)
    mutating func fill(_ body: (inout Filling) -> Void) {
        count = room.withUnsafeMutableBufferPointer { room in
            var filling = Filling(room: room, count: count)
            body(&filling)
            return filling.count
        }
    }
}

/// What BM25 makes of a posting: its occurrences, weighed by field, and its passage's length.
///
/// Robertson and Zaragoza, « The Probabilistic Relevance Framework: BM25 and Beyond » (2009), with fields weighed as
/// in BM25F.
struct BM25Table {
    private let frequencies: [Float]
    private let norms: [Float]

    /// For passages of so many tokens on average.
    static func of(averageLength: Double) -> BM25Table {
        BM25Table(
            frequencies: fieldFrequencies,
            norms: LengthCode.all.map { length in
                let share = Double(length) / averageLength
                return Float(CandidateQuery.k1) * Float(1 - CandidateQuery.b + CandidateQuery.b * share)
            })
    }

    /// By the low byte of a posting.
    private static let fieldFrequencies = (0...255).map { (code: Int) -> Float in
        let inHeadings = Double((code >> 2) & 3) * CandidateQuery.headingWeight
        let inTitle = Double(code & 3) * CandidateQuery.titleWeight
        return Float(Double(code >> 4) + inHeadings + inTitle)
    }

    /// Gives the weighed occurrences by the low byte of a posting, and the norms by the code of a length.
    func read(_ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) -> Void) {
        frequencies.withUnsafeBufferPointer { frequencies in
            norms.withUnsafeBufferPointer { norms in body(frequencies, norms) }
        }
    }
}

/// Looks passages up in a list of postings.
enum PostingSearch {
    /// The postings of these places, both ascending, in time with the places and the logarithm of the list.
    static func found(_ places: [UInt32], in postings: UnsafeBufferPointer<UInt32>) -> [UInt32] {
        var result: [UInt32] = []
        var low = 0
        for place in places {
            var high = postings.count
            while low < high {
                let middle = (low + high) / 2
                if postings[middle] >> 8 < place { low = middle + 1 } else { high = middle }
            }
            guard low < postings.count else { break }
            if postings[low] >> 8 == place { result.append(postings[low]) }
        }
        return result
    }
}

/// A passage's length in one byte: exact to 32 tokens, then in steps of a ninth.
enum LengthCode {
    private static let lengths: [Int] = {
        var result = Array(0...32)
        while result.count < 256 { result.append(result[result.count - 1] * 10 / 9 + 1) }
        return result.map { min($0, 1 << 30) }
    }()

    /// By code.
    static var all: [Int] { lengths }

    static func length(of code: UInt8) -> Int { lengths[Int(code)] }

    static func code(of length: Int) -> UInt8 {
        if length <= 32 { return UInt8(max(0, length)) }
        var low = 32
        var high = 255
        while low < high {
            let middle = (low + high) / 2
            if lengths[middle] < length { low = middle + 1 } else { high = middle }
        }
        return UInt8(low)
    }
}
