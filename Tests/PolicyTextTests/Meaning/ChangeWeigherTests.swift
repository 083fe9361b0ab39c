import TestSupport
import Testing

@testable import PolicyText

@Suite struct ChangeWeigherTests {
    @Test func `own pairs`() throws {
        let pairs = try WeighedPair.own()
        let misses = pairs.compactMap { $0.miss() }
        print("OWN \(pairs.count - misses.count) of \(pairs.count)")
        for miss in misses { print(miss) }
    }

    @Test(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.absence)))
    func `shared pairs`() throws {
        let pairs = try WeighedPair.shared()
        let misses = pairs.compactMap { $0.miss() }
        print("SHARED \(pairs.count - misses.count) of \(pairs.count)")
        for miss in misses { print(miss) }
    }
}

@Suite struct DocumentWeighingTests {
    @Test(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.absence)))
    func `the sample`() throws {
        let old = OutlineParser.parse(
            try SharedFolder.text("seeds/003_7c5c1f1ca56e02a3.txt"), format: .plainText)
        let new = OutlineParser.parse(try SharedFolder.text("gold/003-v2.txt"), format: .plainText)
        for change in ChangeWeigher(lexicon: .builtIn).changes(from: old, to: new) {
            print(
                "003 \(change.line) \(change.operation) \(change.kinds.map(\.rawValue)) \(change.significance.name) \(change.section.suffix(1)): \(change.summary)\n      \(change.reasons)"
            )
        }
    }
}
