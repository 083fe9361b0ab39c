import PolicyText

@testable import PolicyDigest

/// Days made for tests, as the record would give them.
enum SampleDigest {
    static let date = CalendarDate(year: 2025, month: 3, day: 15)!

    static func path(_ text: String) -> DocumentPath { DocumentPath(text: text)! }

    static func time(_ date: CalendarDate = date, _ hour: Int = 8, _ minute: Int = 46) -> ZonedTime {
        ZonedTime(date: date, hour: hour, minute: minute, second: 0, offsetMinutes: -300)
    }

    static func timestamp(_ date: CalendarDate = date, hour: Int = 8) -> Timestamp {
        Timestamp(milliseconds: Int64(date.daysSince1970 * 24 + hour + 5) * 3_600_000)
    }

    /// A moment of the zone that the samples are in.
    static func moment(_ time: Timestamp) -> ZonedTime {
        let hours = Int(time.milliseconds / 3_600_000) - 5
        return Self.time(CalendarDate(daysSince1970: hours / 24), hours % 24, 0)
    }

    static func change(
        _ id: Int64, _ kinds: [ChangeKind], _ significance: Significance, _ summary: String, before: String?,
        after: String?, section: [String] = ["Plan", "Pilier 1"], line: Int = 5,
        operation: ChangeOperation = .modified, reasons: [String] = ["rule r: 4 → 1"],
        path: String = "plan.txt", from: Int = 1
    ) -> RecordedChange {
        var edits: [Edit] = []
        if let before, let after { edits = WordDiff.edits(from: before, to: after) }
        return RecordedChange(
            id: id, path: self.path(path), fromVersion: from, toVersion: from + 1, time: timestamp(),
            change: Change(
                operation: operation, kinds: kinds, significance: significance, summary: summary,
                reasons: reasons, section: section, line: line, before: before, after: after, edits: edits))
    }

    static func document(_ path: String, _ title: String?, _ changes: [RecordedChange]) -> DigestDocument {
        DigestDocument(
            path: self.path(path), title: title, language: .french,
            from: DigestVersion(number: 1, ingested: time(date.adding(days: -300))),
            to: DigestVersion(number: 2, ingested: time()), isDeleted: false, changes: changes)
    }

    static func unchanged(_ path: String, _ title: String?) -> UnchangedDocuments.Document {
        .init(path: self.path(path), title: title, language: .english)
    }

    static func commitment(
        _ id: Int64, _ text: String, due: String?, period: String? = nil, strength: Int = 4,
        status: CommitmentStatus = .active
    ) -> RegisteredCommitment {
        RegisteredCommitment(
            id: id, path: path("plan.txt"),
            commitment: Commitment(
                text: text, section: ["Plan"], line: 12, language: .french, actor: "le Canada",
                cue: "lancer", strength: strength, period: period, due: due.flatMap { CalendarDate(iso: $0) },
                amount: nil, partners: [], condition: nil, isResult: false), status: status, sinceVersion: 1,
            since: timestamp())
    }

    /// Changes of every weight, a new document, deadlines and a problem.
    static func day(_ language: Language) -> Digest {
        let changes = [
            change(
                2, [.commitmentWeakened, .deadlineMoved], .high,
                "Affaibli : « examinera » → « pourra » (4 → 1)",
                before: "Un Dialogue examinera annuellement la mise en œuvre du Plan d’action.",
                after: "Un Dialogue pourra examiner la mise en œuvre du Plan d'action."),
            change(
                3, [.commitmentDropped], .high, "Abandonné : « renforcer la coopération »",
                before: "renforcer la coopération (Arctique).", after: nil, line: 27, operation: .removed),
            change(
                4, [.partnerAdded], .medium, "Ajouté comme partenaire : « G7 »",
                before: "coopérer dans le cadre de l’OTAN.",
                after: "coopérer dans le cadre de l’OTAN et du G7."),
            change(
                5, [.reworded], .low, "Reformulé", before: "Tirer parti de l’Accord.",
                after: "Mettre à profit l’Accord."),
            change(
                6, [.typographic], .low, "Typographie seulement", before: "mai  2023", after: "mai 2023"),
        ]
        var arrival = document(
            "new/terms.md", "Terms",
            [
                change(
                    1, [], .medium, "New document: “Terms” (3 passages).", before: nil, after: nil,
                    operation: .documentAdded, reasons: [], path: "new/terms.md", from: 0)
            ])
        arrival.from = nil
        arrival.to.number = 1
        return Digest(
            date: date, language: language, changed: [arrival, document("plan.txt", "Plan", changes)],
            unchanged: UnchangedDocuments([
                unchanged("000.txt", "Partager nos réussites"), unchanged("001.txt", nil),
            ]),
            register: DigestRegister(
                open: 1116, openTheDayBefore: 1117,
                deadlines: [
                    DigestDeadline(
                        due: CalendarDate(iso: "2022-07-31")!,
                        commitment: commitment(
                            1, "présider le MIRPS", due: "2022-07-31", period: "jusqu’en juillet 2022"),
                        isPassed: true),
                    DigestDeadline(
                        due: CalendarDate(iso: "2025-04-01")!,
                        commitment: commitment(
                            2, "lancer un programme", due: "2025-04-01", period: "d’ici avril"),
                        isPassed: false, news: .moved(from: CalendarDate(iso: "2025-03-31")!)),
                ],
                touched: [
                    2: DigestCommitment(
                        before: commitment(
                            3, "Un Dialogue examinera annuellement", due: nil, period: "annuellement"),
                        after: commitment(3, "Un Dialogue pourra examiner", due: nil, strength: 1)),
                    3: DigestCommitment(
                        before: commitment(4, "renforcer la coopération (Arctique)", due: nil), after: nil),
                ], arrived: [DigestTally(path: path("new/terms.md"), count: 2)]), upcomingDays: 90,
            problems: [
                Problem(
                    path: path("scan.pdf"), reason: "pdftotext is not installed",
                    advice: "install poppler-utils", since: timestamp())
            ])
    }

    /// A day on which a document and its translation changed alike, and the French once more by itself.
    static func twins(_ language: Language) -> Digest {
        var english = change(
            11, [.commitmentWeakened], .high, "Weakened: “will review” → “may” (4 → 1)",
            before: "The agency will review each agreement.", after: "The agency may review each agreement.",
            section: ["Telework", "2. Commitments"], line: 9, path: "telework-en.txt")
        var french = change(
            14, [.commitmentWeakened], .high, "Affaibli : « examinera » → « pourra examiner » (4 → 1)",
            before: "L’agence examinera chaque entente.", after: "L’agence pourra examiner chaque entente.",
            section: ["Télétravail", "2. Engagements"], line: 10, path: "telework-fr.txt")
        (english.counterpart, french.counterpart) = (14, 11)
        let alone = change(
            15, [.partnerAdded], .medium, "Ajouté comme partenaire : « G7 »", before: "avec l’OTAN.",
            after: "avec l’OTAN et le G7.", section: ["Télétravail"], line: 20, path: "telework-fr.txt")
        var document = document("telework-en.txt", "Telework", [english])
        document.language = .english
        return Digest(
            date: date, language: language,
            changed: [self.document("telework-fr.txt", "Télétravail", [french, alone]), document],
            unchanged: UnchangedDocuments(),
            register: DigestRegister(open: 2, openTheDayBefore: 2, deadlines: []), upcomingDays: 90,
            problems: [])
    }

    /// A day on which nothing happened.
    static func quietDay(_ language: Language, documents: Int) -> Digest {
        Digest(
            date: date, language: language, changed: [],
            unchanged: UnchangedDocuments((0..<documents).map { unchanged("\($0).txt", nil) }),
            register: DigestRegister(open: 1, openTheDayBefore: 1, deadlines: []), upcomingDays: 90,
            problems: [])
    }

    /// A day with so many changes in each of so many documents.
    static func busyDay(documents: Int, changes: Int) -> Digest {
        let changed = (0..<documents).map { number in
            document(
                "doc\(number).txt", "Document \(number)",
                (0..<changes).map { index in
                    let id = Int64(number * changes + index + 1)
                    return change(
                        id, [index % 10 == 0 ? .commitmentWeakened : .reworded],
                        index % 10 == 0 ? .high : index % 3 == 0 ? .medium : .low, "Affaibli \(id)",
                        before: "le texte numéro \(id) sera tenu",
                        after: "le texte numéro \(id) pourra être tenu",
                        line: index + 1, path: "doc\(number).txt")
                })
        }
        return Digest(
            date: date, language: .english, changed: changed, unchanged: UnchangedDocuments(),
            register: DigestRegister(open: 0, openTheDayBefore: 0, deadlines: []), upcomingDays: 90,
            problems: [])
    }

    static func documentPage(_ language: Language) -> DocumentPage {
        let version = { (number: Int, event: VersionEvent) in
            Version(number: number, event: event, sha256: "ab", size: 1234, ingested: timestamp())
        }
        let told = day(language).told[0]
        return DocumentPage(
            path: told.path, title: told.title, language: told.language, isDeleted: false,
            entries: [
                .init(version: version(2, .modified), ingested: time(), changes: told.changes),
                .init(version: version(1, .created), ingested: time(date.adding(days: -300)), changes: []),
            ],
            commitments: [
                commitment(1, "présider le MIRPS", due: "2022-07-31"),
                commitment(2, "renforcer la coopération", due: nil, status: .dropped),
            ], wordLanguage: language)
    }

    static func index(_ language: Language) -> DigestIndex {
        let yesterday = date.adding(days: -1)
        return DigestIndex(
            today: date, language: language, days: [date, yesterday, CalendarDate(iso: "2024-12-31")!],
            counts: [date: .init(high: 2, medium: 1, low: 2), yesterday: .init(high: 0, medium: 3, low: 40)],
            documents: [
                .init(
                    path: path("plan.txt"), title: "Plan", language: .french, version: 2, isDeleted: false,
                    lastChange: time(), weeks: [.init(week: DigestIndex.WeekCount.week(of: date), count: 5)]),
                .init(
                    path: path("old & <gone>.txt"), title: nil, language: .undetermined, version: 4,
                    isDeleted: true, lastChange: time(yesterday),
                    weeks: (0..<52).map {
                        .init(week: DigestIndex.WeekCount.week(of: date) - 51 + $0, count: 1)
                    }),
            ], hasFeed: true)
    }
}

extension AtomRenderer {
    func text(of days: [Digest], updated: Timestamp) -> String {
        text(of: days.map(entries), updated: updated)
    }
}

extension HTMLRenderer {
    /// The day's pages by their addresses in the folder, its own first.
    static func pages(of digest: Digest) -> [(address: String, text: String)] {
        var pages: [(address: String, text: String)] = []
        let count = forEachPage(of: digest) { pages.append(($0, $1)) }
        return Array(pages.prefix(count))
    }
}
