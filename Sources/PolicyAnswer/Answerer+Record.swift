import PolicyText

/// A question that the record of changes, the register of commitments or the list of documents may answer, and what
/// its words leave to be looked for there.
struct RoutedQuestion {
    var route: QuestionRoute
    var period: QuestionPeriod
    /// The question without the words that route it or name its time.
    var topic: Question
    /// The same, as it is looked for.
    var matcher: TopicMatcher
    /// Documents that the question names; empty where it names none.
    var named: [DocumentPath]
    /// Whether the topic goes beyond naming them.
    var hasTopic: Bool

    /// Of a topic, the share that a change or a commitment must have to be to the point.
    static let leastShare = 0.6
    /// What a change must have of it, and take away of it, to have dropped a part of it.
    static let leastShareOfPart = 0.4
    static let leastLoss = 0.15
}

extension Answerer {
    /// Changes and commitments looked through; of more, the newest and the first.
    static let mostRecords = 5_000
    /// Documents looked through for one that the question names.
    static let mostDocuments = 10_000

    /// What the record answers; nil where the question is for the documents, or the record has nothing to the point
    /// and the question need not mean it.
    func recordAnswer(
        _ question: Question, limit: Int, path: DocumentPath?, today: CalendarDate
    ) throws -> AnswerReply? {
        let route = QuestionRoute(question.allWords)
        if route.countsDocuments { return try documentCount(question, route, limit: limit, path: path) }
        guard route.changes != .no || route.commitments != .no else { return nil }
        let routed = try routed(question, route, path: path, today: today)
        return route.commitments != .no
            ? try commitmentAnswer(routed, limit: limit) : try changeAnswer(routed, limit: limit)
    }

    private func routed(
        _ question: Question, _ route: QuestionRoute, path: DocumentPath?, today: CalendarDate
    ) throws -> RoutedQuestion {
        let period = QuestionPeriod(question.allWords, today: today)
        var topic = question
        topic.words.removeAll { route.words.contains($0.text) || period.words.contains($0.position) }
        let plans = try planner(for: topic).plans()
        let matcher = TopicMatcher(question: topic, plans: plans)
        var routed = RoutedQuestion(
            route: route, period: period, topic: topic, matcher: matcher, named: path.map { [$0] } ?? [],
            hasTopic: matcher.hasTopic)
        if path == nil { try findNamed(in: question, &routed) }
        return routed
    }

    // MARK: Naming documents

    /// Finds the documents whose path stands in the question, or else whose title or path has most of the topic: two of
    /// its words, or a name, or all of it.
    private func findNamed(in question: Question, _ routed: inout RoutedQuestion) throws {
        let known = try documents.documents(limit: Self.mostDocuments)
        let folded = " " + Self.folded(question.text) + " "
        let written = known.filter { Self.names($0.path, in: folded) }
        if !written.isEmpty {
            routed.named = written.map(\.path)
            let parts = Set(written.flatMap { Tokenizer().tokens(in: $0.path.text).map(\.text) })
            routed.topic.words.removeAll { parts.contains($0.text) }
            routed.hasTopic = !routed.topic.words.isEmpty
            let plans = try planner(for: routed.topic).plans()
            routed.matcher = TopicMatcher(question: routed.topic, plans: plans)
            return
        }
        guard routed.hasTopic else { return }
        let found = known.map { document in
            (
                path: document.path,
                words: routed.matcher.words(in: (document.title ?? "") + "\n" + document.path.text)
            )
        }
        let most = found.map(\.words.count).max() ?? 0
        let best = found.filter { $0.words.count == most }
        guard most > 0, let first = best.first, best.allSatisfy({ $0.words == first.words }) else { return }
        let words = routed.topic.words
        let isNamed =
            most >= 2 || most == words.count
            || first.words.contains { words.indices.contains($0) && words[$0].isName && best.count == 1 }
        guard isNamed else { return }
        routed.named = best.map(\.path)
        routed.hasTopic = most < words.count
    }

    /// Whether a path, or its name without the extension, is written in a folded text.
    private static func names(_ path: DocumentPath, in folded: String) -> Bool {
        let name = path.name
        let stem = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) } ?? name
        return [path.text, name, stem].contains { written in
            let words = Self.folded(written)
            let isTelling = words.utf8.count >= 4 && written.utf8.contains { !(0x61...0x7A).contains($0) }
            return isTelling && folded.utf8Contains(" " + words + " ")
        }
    }

    /// The words of a text, parted by spaces.
    private static func folded(_ text: String) -> String {
        Tokenizer().tokens(in: text).map(\.text).joined(separator: " ")
    }

    // MARK: Changes

    private func changeAnswer(_ routed: RoutedQuestion, limit: Int) throws -> AnswerReply? {
        let filter = ChangeFilter(
            since: routed.period.since, until: routed.period.until, paths: routed.named,
            limit: Self.mostRecords)
        let recorded = try changes.changes(matching: filter)
        var found = recorded.compactMap { change -> (RecordedChange, Double)? in
            guard Self.has(change, routed.route) else { return nil }
            return toThePoint(change, routed).map { (change, $0) }
        }
        // What was dropped may be a part of what was kept: the topic stood there before and no longer does.
        if found.isEmpty, routed.route.isRemoval, routed.hasTopic {
            found = recorded.compactMap { change in removed(from: change, routed).map { (change, $0) } }
        }
        guard !found.isEmpty else {
            return routed.route.changes == .sure ? AnswerReply(about: .changes, isAnswered: false) : nil
        }
        // "When was the review dropped?" names its subject; without one it is no question for the record.
        if routed.route.changes == .likely, !routed.hasTopic, routed.named.isEmpty { return nil }
        // That a document came says nothing of what is told in it: "When was the name of the abbey changed?"
        if routed.route.changes == .likely, found.allSatisfy({ $0.0.change.operation == .documentAdded }) {
            return nil
        }
        if routed.hasTopic {
            let best = found.map(\.1).max() ?? 0
            found.removeAll { $0.1 < best * 0.8 }
        }
        found.sort { Self.isWeightier($0.0, $1.0) }
        return AnswerReply(about: .changes, isAnswered: true, changes: found.prefix(limit).map(\.0))
    }

    /// How much of the topic a change has, nil where that is too little.
    private func toThePoint(_ change: RecordedChange, _ routed: RoutedQuestion) -> Double? {
        guard routed.hasTopic else { return 1 }
        let share = share(of: change, routed)
        return share >= RoutedQuestion.leastShare ? share : nil
    }

    /// How much of the topic a change has, where some of it is in what went and not in what came; else nil.
    private func removed(from change: RecordedChange, _ routed: RoutedQuestion) -> Double? {
        guard let before = change.change.before, let after = change.change.after else { return nil }
        let share = share(of: change, routed)
        guard share >= RoutedQuestion.leastShareOfPart else { return nil }
        let lost = routed.matcher.share(of: [before]) - routed.matcher.share(of: [after])
        return lost >= RoutedQuestion.leastLoss ? share : nil
    }

    private func share(of recorded: RecordedChange, _ routed: RoutedQuestion) -> Double {
        let change = recorded.change
        return routed.matcher.share(
            of: [change.summary, change.before ?? "", change.after ?? ""],
            context: change.section + [recorded.path.text])
    }

    private static func has(_ recorded: RecordedChange, _ route: QuestionRoute) -> Bool {
        let kinds = route.kinds
        if route.isAboutDocuments {
            return recorded.change.operation == (route.isRemoval ? .documentRemoved : .documentAdded)
        }
        if kinds.isEmpty { return true }
        if !kinds.isDisjoint(with: recorded.change.kinds) { return true }
        return switch recorded.change.operation {
        case .removed, .documentRemoved: kinds.contains(.contentRemoved)
        case .added, .documentAdded: kinds.contains(.contentAdded)
        case .moved: kinds.contains(.sectionMoved)
        default: false
        }
    }

    /// By significance, then by the weightiest kind, then the newest, then in the order of the document.
    private static func isWeightier(_ left: RecordedChange, _ right: RecordedChange) -> Bool {
        let (a, b) = (left.change, right.change)
        if a.significance != b.significance { return a.significance > b.significance }
        if left.time != right.time { return left.time > right.time }
        if let first = a.kinds.first, let second = b.kinds.first, first != second { return first < second }
        return left.id < right.id
    }

    // MARK: Commitments

    private func commitmentAnswer(_ routed: RoutedQuestion, limit: Int) throws -> AnswerReply? {
        var filter = CommitmentFilter(
            dueBy: routed.period.until, statuses: routed.route.statuses, limit: Self.mostRecords)
        if routed.named.count == 1 { filter.path = routed.named[0] }
        let named = Set(routed.named)
        var found = try commitments.commitments(matching: filter).compactMap {
            registered -> (RegisteredCommitment, Double)? in
            guard named.isEmpty || named.contains(registered.path) else { return nil }
            if let since = routed.period.since, let due = registered.commitment.due, due < since {
                return nil
            }
            guard routed.hasTopic else { return (registered, 1) }
            let commitment = registered.commitment
            let share = routed.matcher.share(
                of: [commitment.text, commitment.actor ?? ""],
                context: commitment.section + [registered.path.text])
            return share >= RoutedQuestion.leastShare ? (registered, share) : nil
        }
        guard !found.isEmpty else {
            return routed.route.commitments == .sure
                ? AnswerReply(about: .commitments, isAnswered: false) : nil
        }
        if routed.route.commitments == .likely, !routed.hasTopic { return nil }
        found.sort { Self.comesFirst($0, $1, byDate: routed.period.until != nil) }
        return AnswerReply(about: .commitments, isAnswered: true, commitments: found.prefix(limit).map(\.0))
    }

    private static func comesFirst(
        _ left: (RegisteredCommitment, Double), _ right: (RegisteredCommitment, Double), byDate: Bool
    ) -> Bool {
        let (a, b) = (left.0.commitment, right.0.commitment)
        if byDate, let first = a.due, let second = b.due, first != second { return first < second }
        if left.1 != right.1 { return left.1 > right.1 }
        if a.strength != b.strength { return a.strength > b.strength }
        if left.0.path != right.0.path { return left.0.path < right.0.path }
        return (a.line, left.0.id) < (b.line, right.0.id)
    }

    // MARK: Counting documents

    /// The documents that mention something: the count on the first, the best passage of each.
    private func documentCount(
        _ question: Question, _ route: QuestionRoute, limit: Int, path: DocumentPath?
    ) throws -> AnswerReply? {
        var topic = question
        topic.words.removeAll { route.words.contains($0.text) }
        guard !topic.words.isEmpty else { return nil }
        let plans = try planner(for: topic).plans()
        var mentions: [DocumentPath: DocumentMention] = [:]
        for plan in plans {
            let query = QueryPlanner.query(for: [plan.onlyCertain], limit: Self.retrieved, path: path)
            for mention in try index.documents(mentioning: query) where mentions[mention.path] == nil {
                mentions[mention.path] = mention
            }
        }
        let ordered = mentions.values.sorted {
            $0.passages != $1.passages ? $0.passages > $1.passages : $0.path < $1.path
        }
        guard !ordered.isEmpty else { return AnswerReply(about: .documents, isAnswered: false) }
        let shown = ordered.prefix(limit)
        let passages = try index.passages(shown.map(\.best))
        let places = try index.places(of: shown.map(\.best))
        var rankers = plans.map { CandidateRanker(question: topic, plan: $0) }
        var answers: [Answer] = []
        for mention in shown {
            guard let candidate = passages.first(where: { $0.id == mention.best }),
                let place = places[candidate.id],
                let number = plans.firstIndex(where: { $0.language == candidate.language })
            else { continue }
            answers.append(answer(rankers[number].rank(candidate, relevance: 0), at: place, by: nil, 1))
        }
        if !answers.isEmpty { answers[0].answer = String(ordered.count) }
        return AnswerReply(about: .documents, isAnswered: true, answers: answers)
    }
}

extension LanguagePlan {
    /// Without the terms that only may stand for a word: what mentions it.
    fileprivate var onlyCertain: LanguagePlan {
        var plan = self
        for place in plan.groups.indices {
            let certain = plan.groups[place].terms.filter { $0.quality >= 0.85 }
            if !certain.isEmpty { plan.groups[place].terms = certain }
        }
        return plan
    }
}
