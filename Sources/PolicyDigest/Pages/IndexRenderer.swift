internal import PolicyText

/// The index as a page.
struct IndexRenderer {
    /// The plot reaches so many days back.
    private static let plottedDays = 91

    private let index: DigestIndex
    private let words: DigestWords

    init(index: DigestIndex) {
        self.index = index
        words = DigestWords(language: index.language)
    }

    func render() -> String {
        let latest = index.days.filter { $0 <= index.today }.max()
        let link =
            latest.map {
                "<p class=\"headline\"><a href=\"\(PageAddress.day($0))\">\(words.latestDigest)\(words.colon)"
                    + "\(htmlEscaped(words.longDate($0)))</a></p>\n<p class=\"counts\">"
                    + "\(htmlEscaped(weights(index.counts[$0] ?? .init())))</p>\n"
            } ?? "<p>\(words.noDigests)</p>\n"
        return HTMLPage(
            title: words.indexTitle, language: index.language,
            main: link + plot() + calendar() + documents(), feed: index.hasFeed ? "feed.atom" : nil
        ).text
    }

    private func weights(_ counts: DigestIndex.Counts) -> String {
        words.weights(high: counts.high, medium: counts.medium, low: counts.low)
    }

    // MARK: The plot

    private func plot() -> String {
        let first = index.today.adding(days: 1 - Self.plottedDays)
        let days = (0..<Self.plottedDays).map { offset in
            let date = first.adding(days: offset)
            return (date: date, counts: index.counts[date] ?? .init())
        }
        let total = days.reduce(0) { $0 + $1.counts.total }
        guard total > 0 else { return "" }
        let busiest = days.max { $0.counts.total < $1.counts.total }.map { ($0.date, $0.counts.total) }
        let summary = words.plotSummary(days: Self.plottedDays, total: total, busiest: busiest)
        var table = HTMLTable(
            caption: nil, columns: [words.date, words.high, words.medium, words.quietColumn],
            numbers: [1, 2, 3],
            stacks: false)
        for day in days.reversed() where day.counts.total > 0 {
            table.add([
                dayLink(day.date), words.number(day.counts.high), words.number(day.counts.medium),
                words.number(day.counts.low),
            ])
        }
        return "<section>\n<h2 id=\"plot\">\(words.plot)</h2>\n<p>\(htmlEscaped(summary))</p>\n"
            + BarPlot(days: days, label: summary, words: words).svg + legend()
            + "<details>\n<summary>\(words.figures)</summary>\n\(table.text)</details>\n</section>\n"
    }

    private func legend() -> String {
        let items = [("high", words.high), ("medium", words.medium), ("low", words.quietColumn)].map {
            level, name in
            "<li><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect class=\"\(level)\" width=\"10\" height=\"10\"/></svg>\(name)</li>"
        }
        return "<ul class=\"legend\">\(items.joined())</ul>\n"
    }

    private func dayLink(_ date: CalendarDate) -> String {
        index.days.contains(date) ? "<a href=\"\(PageAddress.day(date))\">\(date.iso)</a>" : date.iso
    }

    // MARK: The calendar

    private func calendar() -> String {
        let years = Set(index.days.map(\.year)).union([index.today.year]).sorted(by: >)
        let parts = years.map { year in
            let months = (1...12).compactMap { CalendarDate(year: year, month: $0, day: 1) }.filter { first in
                year < index.today.year || first <= index.today
            }
            let tables = months.map(month).joined()
            return year == index.today.year
                ? "<div class=\"year\">\n\(tables)</div>\n"
                : "<details>\n<summary>\(year)</summary>\n<div class=\"year\">\n\(tables)</div>\n</details>\n"
        }
        return "<section>\n<h2 id=\"days\">\(words.calendar)</h2>\n\(parts.joined())</section>\n"
    }

    private func month(_ first: CalendarDate) -> String {
        let heads = words.weekdays.map { "<th scope=\"col\">\($0)</th>" }.joined()
        var cells = Array(repeating: "<td></td>", count: first.weekday - 1)
        for day in 0..<CalendarDate.lastDay(ofMonth: first.month, year: first.year) {
            cells.append(cell(first.adding(days: day)))
        }
        while cells.count % 7 != 0 { cells.append("<td></td>") }
        let rows = stride(from: 0, to: cells.count, by: 7).map { "<tr>\(cells[$0..<$0 + 7].joined())</tr>\n" }
        return
            "<table>\n<caption>\(words.month(first)) \(first.year)</caption>\n<thead><tr>\(heads)</tr></thead>\n"
            + "<tbody>\n\(rows.joined())</tbody>\n</table>\n"
    }

    private func cell(_ date: CalendarDate) -> String {
        guard index.days.contains(date) else { return "<td>\(date.day)</td>" }
        let counts = index.counts[date] ?? .init()
        let level = counts.high > 0 ? "high" : counts.medium > 0 ? "medium" : counts.low > 0 ? "low" : "none"
        let told = htmlEscaped(weights(counts))
        return "<td><a class=\"\(level)\" href=\"\(PageAddress.day(date))\" title=\"\(told)\">\(date.day)"
            + "<span class=\"hidden\">\(words.colon)\(told)</span></a></td>"
    }

    // MARK: Documents

    private func documents() -> String {
        guard !index.documents.isEmpty else { return "" }
        var html = "<section>\n<h2 id=\"documents\">\(words.documents)</h2>\n"
        html += table(index.documents.prefix(DigestIndex.maximumDocuments), above: "", sparks: true).text
        if index.documents.count > DigestIndex.maximumDocuments {
            html += "<p><a href=\"\(PageAddress.allDocuments)\">\(words.allDocuments)</a> "
            html += "(\(words.number(index.documents.count)))</p>\n"
        }
        return html + "</section>\n"
    }

    /// The page of all documents, by path, piece by piece.
    func forEachPieceOfAllDocuments(_ body: (String) throws -> Void) rethrows {
        let page = HTMLPage(
            title: words.allDocuments, language: index.language,
            navigation: [(words.allDays, "../" + PageAddress.index)], main: "")
        let documents = index.documents
        let order = documents.indices.sorted { documents[$0].path < documents[$1].path }
        let frame = table([], above: "../", sparks: false)
        try body(page.opening + frame.opening)
        for start in stride(from: 0, to: order.count, by: Self.pieceRows) {
            let piece = order[start..<min(start + Self.pieceRows, order.count)].map { documents[$0] }
            try body(table(piece[...], above: "../", sparks: false).rows)
        }
        try body(frame.closing + page.closing)
    }

    /// Rows of the page of all documents that are rendered at a time.
    private static let pieceRows = 1000

    private func table(_ entries: ArraySlice<DigestIndex.Entry>, above: String, sparks: Bool) -> HTMLTable {
        var table = HTMLTable(
            caption: nil,
            columns: [words.document, words.lastChange, words.versions] + (sparks ? [words.pastYear] : []),
            numbers: [2], stacks: true)
        for document in entries {
            let title = document.title.map { singleLine($0) } ?? ""
            let name =
                title.isEmpty
                ? ""
                : "<br/><span class=\"note\"\(languageAttribute(document.language))>\(htmlEscaped(title))</span>"
            let removed = document.isDeleted ? " <span class=\"note\">(\(words.removed))</span>" : ""
            let cells = [
                "<a href=\"\(above)\(PageAddress.document(document.path))\">\(htmlPath(document.path))</a>\(removed)\(name)",
                words.minute(document.lastChange), words.number(document.version),
            ]
            table.add(cells + (sparks ? [sparkline(document.weeks)] : []))
        }
        return table
    }

    /// Changes by week of the past year as small bars; to a screen reader their sum.
    private func sparkline(_ weeks: [DigestIndex.WeekCount]) -> String {
        let first = DigestIndex.WeekCount.week(of: index.today) - Int32(DigestIndex.weeks) + 1
        let shown = weeks.filter { $0.week >= first && $0.week < first + Int32(DigestIndex.weeks) }
        let total = shown.reduce(0) { $0 + Int($1.count) }
        let most = shown.map { Int($0.count) }.max() ?? 1
        let bars = shown.map { bar in
            let height = max(2, Int(bar.count) * 18 / most)
            return "M\((bar.week - first) * 2) \(20 - height)h2v\(height)h-2z"
        }
        let shapes = bars.isEmpty ? "" : "<path class=\"medium\" d=\"\(bars.joined())\"/>"
        return "<svg class=\"spark\" width=\"\(DigestIndex.weeks * 2)\" height=\"21\" aria-hidden=\"true\">"
            + "<path class=\"axis\" d=\"M0 20.5h\(DigestIndex.weeks * 2)\"/>\(shapes)</svg> "
            + "<span class=\"note\">\(words.number(total))</span>"
    }
}
