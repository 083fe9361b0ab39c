internal import PolicyAPI

/// `policyctl commitments`: who undertakes what, how strongly and until when.
enum CommitmentsCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        let invocation = session.invocation
        let due = try invocation.options[.dueBefore].map { text throws(Trouble) in
            try session.day(text, Option.dueBefore.name)
        }
        let parameters = Wire.Commitments.Parameters(
            path: try session.documentOption(), dueBefore: due,
            includeDropped: invocation.has(.dropped) ? true : nil, asOf: try session.when(.asOf)?.text)
        let reply = try session.call(Wire.Commitments.self, parameters, to: "list the commitments")
        guard !reply.commitments.isEmpty else { return "no commitments" }
        if !session.printsJSON {
            try print(reply.commitments, session.printer, today: try today(session))
        }
        return nil
    }

    /// The day that deadlines are held against: the one that is asked about.
    static func today(_ session: Session) throws(Trouble) -> String {
        if let asked = try session.when(.asOf)?.text { return String(asked.prefix(10)) }
        return try session.day("today", "today")
    }

    /// `today` tells what is due no more, as `YYYY-MM-DD`; nil tells none.
    static func print(_ commitments: [Wire.Commitment], _ printer: Printer, today: String? = nil)
        throws(Trouble)
    {
        var table = Table([
            .init("DUE", .end), .init("STRENGTH", .number), .init("STATUS"), .init("ACTOR", .end),
            .init("WHERE", .middle), .init("COMMITMENT", .wrap),
        ])
        for commitment in commitments {
            table.add([
                Span(commitment.due ?? commitment.period.map { Phrases.beginning(of: $0, 20) } ?? ""),
                Span(String(commitment.strength)), state(of: commitment, today),
                Span(commitment.actor ?? ""), Span(Phrases.place(commitment.path, commitment.line), .faint),
                Span(commitment.text),
            ])
        }
        try printer.table(table)
    }

    /// What became of it; a result is told and not open, and what no result reports as met by its day has
    /// expired.
    private static func state(of commitment: Wire.Commitment, _ today: String?) -> Span {
        if commitment.status == .dropped { return Span(commitment.status.rawValue, mark(.dropped)) }
        if commitment.strength == 0 { return Span("result", .faint) }
        if let due = commitment.due, let today, due < today {
            return commitment.reported == true ? Span("reported", .good) : Span("expired", .bad)
        }
        return Span(commitment.status.rawValue, mark(commitment.status))
    }

    private static func mark(_ status: Wire.CommitmentStatus) -> Mark {
        switch status {
        case .active: .plain
        case .strengthened: .good
        case .weakened, .amended: .warning
        case .dropped: .bad
        }
    }
}
