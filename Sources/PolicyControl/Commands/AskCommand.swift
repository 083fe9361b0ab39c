internal import LinuxSystem
internal import PolicyAPI

/// `policyctl ask`: the answer first, then where it stands, then what else may answer.
enum AskCommand {
    // Answers after the first, each in short.
    private static let further = 3
    private static let shortCharacters = 160
    // A longer sentence, as a row of a table may be, is cut around the words that answer.
    private static let longestSentence = 600

    static func run(_ session: Session) throws(Trouble) -> String? {
        let question = try session.words()
        guard !question.isEmpty else { throw .usage("the question is empty", "see policyctl ask --help") }
        let parameters = Wire.Ask.Parameters(
            question: question, limit: try session.invocation.number(.limit, from: 1),
            asOf: try session.when(.asOf)?.text, path: try session.documentOption())
        let reply = try session.call(Wire.Ask.self, parameters, to: "answer")
        if !session.printsJSON { try print(reply, session) }
        return reply.answered ? nil : "the documents do not answer this"
    }

    private static func print(_ reply: Wire.Ask.Reply, _ session: Session) throws(Trouble) {
        switch reply.about {
        case .changes where reply.answered: try ChangesCommand.print(reply.changes, session.printer)
        case .commitments where reply.answered:
            try CommitmentsCommand.print(
                reply.commitments, session.printer, today: try CommitmentsCommand.today(session))
        default:
            var answers = reply.answers[...]
            if reply.answered, let first = answers.popFirst() { try print(first, session.printer) }
            try printShort(
                answers.prefix(further), reply.answered ? "See also" : "Nearest", session.printer)
        }
    }

    private static func print(_ answer: Wire.Answer, _ printer: Printer) throws(Trouble) {
        // Where the documents themselves are counted, the count is no part of a sentence.
        if let count = answer.answer.flatMap({ Int($0) }),
            range(of: String(count), in: answer.sentence) == nil
        {
            try printer.paragraph([Span(Phrases.count(count, "document"), .strong)])
            try printer.line()
        }
        try printer.paragraph(marked(answer, longestSentence))
        let section = answer.section.isEmpty ? "" : " · " + Phrases.section(answer.section)
        let day = answer.ingested.map { " of \($0.prefix(10))" } ?? ""
        try printer.line()
        try printer.paragraph(
            [
                Span(Phrases.place(answer.path, answer.line)),
                Span(
                    "\(section) · version \(answer.version)\(day) · \(Phrases.confidence(answer.confidence))",
                    .faint),
            ], indent: 2)
    }

    /// The sentence with the words that answer in bold, cut around them where it is longer than `limit`.
    private static func marked(_ answer: Wire.Answer, _ limit: Int) -> [Span] {
        let sentence = answer.sentence
        guard let words = answer.answer, !words.isEmpty, let range = range(of: words, in: sentence) else {
            return [Span(Phrases.beginning(of: sentence, limit))]
        }
        var before = sentence[..<range.lowerBound]
        var after = sentence[range.upperBound...]
        if sentence.count > limit {
            let room = max(0, limit - words.count) / 2
            if before.count > room {
                let tail = before.suffix(room)
                before =
                    "… "
                    + tail[(tail.firstIndex(of: " ").map { tail.index(after: $0) } ?? tail.startIndex)...]
            }
            if after.count > room { after = Phrases.beginning(of: String(after), room)[...] }
        }
        return [Span(String(before)), Span(String(sentence[range]), .strong), Span(String(after))]
    }

    private static func range(of words: String, in sentence: String) -> Range<String.Index>? {
        let needle = Array(words.utf8)
        var start = sentence.utf8.startIndex
        while let end = sentence.utf8.index(
            start, offsetBy: needle.count, limitedBy: sentence.utf8.endIndex)
        {
            if sentence.utf8[start..<end].elementsEqual(needle) { return start..<end }
            start = sentence.utf8.index(after: start)
        }
        return nil
    }

    private static func printShort(
        _ answers: ArraySlice<Wire.Answer>, _ heading: String, _ printer: Printer
    ) throws(Trouble) {
        guard !answers.isEmpty else { return }
        if heading == "See also" { try printer.line() }
        try printer.line([Span(heading + ":", .faint)])
        for answer in answers {
            try printer.paragraph(
                [Span(Phrases.place(answer.path, answer.line), .faint), Span(" · ", .faint)]
                    + marked(answer, shortCharacters), indent: 2, hanging: 4)
        }
    }
}

/// `policyctl search`: the passages that a query finds, the best first.
enum SearchCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let query = try session.words()
        guard !query.isEmpty else { throw .usage("the query is empty", "see policyctl search --help") }
        let parameters = Wire.Search.Parameters(
            query: query, limit: try session.invocation.number(.limit, from: 1),
            asOf: try session.when(.asOf)?.text, path: try session.documentOption())
        let reply = try session.call(Wire.Search.self, parameters, to: "search")
        guard !reply.passages.isEmpty else { return "no passage matches \(quoted(query))" }
        guard !session.printsJSON else { return nil }
        for (index, passage) in reply.passages.enumerated() {
            if index > 0 { try session.printer.line() }
            let section = passage.section.isEmpty ? "" : " · " + Phrases.section(passage.section)
            try session.printer.paragraph(
                [Span(Phrases.place(passage.path, passage.line), .strong), Span(section, .faint)])
            try session.printer.paragraph([Span(passage.text)], indent: 2)
        }
        return nil
    }
}
