internal import PolicyDigest
internal import PolicyText

/// The open commitments of two evenings beside each other: which of them a change touched.
struct RegisterComparison {
    /// More changes than this are told without what the register holds of them.
    static let maximumTouched = 1000

    private let before: [DocumentPath: [Said]]
    private let after: [DocumentPath: [Said]]
    private let beforeByID: [Int64: RegisteredCommitment]
    private let afterIDs: Set<Int64>

    init(before: [RegisteredCommitment], after: [RegisteredCommitment]) {
        self.before = Dictionary(grouping: before.map(Said.init), by: \.registered.path)
        self.after = Dictionary(grouping: after.map(Said.init), by: \.registered.path)
        beforeByID = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
        afterIDs = Set(after.map(\.id))
    }

    /// The documents whose commitments must be known for `touched(by:)`, by every name that they had.
    static func paths(touchedBy documents: [DigestDocument]) -> [DocumentPath] {
        var paths: Set<DocumentPath> = []
        for document in documents {
            for recorded in document.changes where recorded.change.kinds.contains(where: kinds.contains) {
                paths.formUnion([document.path, recorded.path])
            }
        }
        return paths.sorted()
    }

    /// The commitment that each change states, weakens, strengthens or drops, by the change's id.
    func touched(by documents: [DigestDocument]) -> [Int64: DigestCommitment] {
        var touched: [Int64: DigestCommitment] = [:]
        for document in documents {
            for recorded in document.changes where touched.count < Self.maximumTouched {
                guard let kind = recorded.change.kinds.first(where: Self.kinds.contains) else { continue }
                let paths = document.path == recorded.path ? [document.path] : [document.path, recorded.path]
                touched[recorded.id] = commitment(kind, recorded.change, paths)
            }
        }
        return touched
    }

    private static let kinds: Set<ChangeKind> = [
        .commitmentAdded, .commitmentWeakened, .commitmentStrengthened, .commitmentDropped,
    ]

    private func commitment(_ kind: ChangeKind, _ change: Change, _ paths: [DocumentPath])
        -> DigestCommitment?
    {
        let were = Self.standing(in: change.before, among: paths.flatMap { before[$0] ?? [] })
        let are = Self.standing(in: change.after, among: paths.flatMap { after[$0] ?? [] })
        switch kind {
        case .commitmentDropped:
            guard let gone = were.first(where: { !afterIDs.contains($0.id) }) ?? were.first else {
                return nil
            }
            return DigestCommitment(before: gone, after: nil)
        case .commitmentAdded:
            guard let new = are.first(where: { beforeByID[$0.id] == nil }) ?? are.first else { return nil }
            return DigestCommitment(before: nil, after: new)
        default:
            let moved = are.first { now in
                beforeByID[now.id].map { $0.commitment.strength != now.commitment.strength } ?? false
            }
            guard let now = moved ?? are.first else { return nil }
            return DigestCommitment(before: beforeByID[now.id] ?? were.first, after: now)
        }
    }

    /// The commitments that a text holds, or that hold it.
    private static func standing(in text: String?, among commitments: [Said]) -> [RegisteredCommitment] {
        guard let text, !text.isEmpty else { return [] }
        let bytes = Array(text.utf8)
        return commitments.filter { said in
            !said.bytes.isEmpty && (bytes.holds(said.bytes) || said.bytes.holds(bytes))
        }.map(\.registered)
    }
}

/// A commitment and the bytes of its words, which each change is looked for in.
private struct Said {
    let registered: RegisteredCommitment
    let bytes: [UInt8]

    init(_ registered: RegisteredCommitment) {
        self.registered = registered
        bytes = Array(registered.commitment.text.utf8)
    }
}

extension [UInt8] {
    /// Whether the bytes of another stand in these, one after the other.
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard part.count <= count, let first = part.first else { return false }
        return withUnsafeBufferPointer { whole in
            part.withUnsafeBufferPointer { part in
                (0...whole.count - part.count).contains { start in
                    whole[start] == first && whole[start..<start + part.count].elementsEqual(part)
                }
            }
        }
    }
}
