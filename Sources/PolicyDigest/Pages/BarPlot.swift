internal import PolicyText

/// Changes a day as stacked bars.
struct BarPlot {
    // Room for labels of twice their size, as a narrow screen shows them.
    private static let (width, height, left, bottom) = (960, 190, 84, 30)

    private let days: [(date: CalendarDate, counts: DigestIndex.Counts)]
    private let label: String
    private let words: DigestWords

    init(days: [(date: CalendarDate, counts: DigestIndex.Counts)], label: String, words: DigestWords) {
        self.days = days
        self.label = label
        self.words = words
    }

    /// An image with its text equivalent.
    var svg: String {
        let most = scale(max(1, days.map(\.counts.total).max() ?? 1))
        let floor = Self.height - Self.bottom
        let step = Double(Self.width - Self.left) / Double(max(1, days.count))
        var shapes = ""
        for mark in [0, most / 2, most] where mark == 0 || most > 1 {
            let y = floor - mark * (floor - 10) / most
            shapes += "<path class=\"axis\" d=\"M\(Self.left) \(y).5H\(Self.width)\"/>"
            shapes +=
                "<text x=\"\(Self.left - 6)\" y=\"\(y + 4)\" text-anchor=\"end\">\(words.number(mark))</text>"
        }
        for (index, day) in days.enumerated() {
            let x = Self.left + Int((Double(index) * step).rounded())
            if day.date.day == 1 { shapes += tick(day.date, at: x) }
            shapes += bar(day.counts, x: x, width: max(2, Int(step) - 1), most: most, floor: floor)
        }
        return
            "<svg class=\"plot\" role=\"img\" aria-label=\"\(htmlEscaped(label))\" viewBox=\"0 0 \(Self.width) \(Self.height)\" "
            + "width=\"\(Self.width)\" height=\"\(Self.height)\">\(shapes)</svg>\n"
    }

    private func tick(_ date: CalendarDate, at x: Int) -> String {
        let floor = Self.height - Self.bottom
        return "<path class=\"axis\" d=\"M\(x) \(floor)v5\"/>"
            + "<text x=\"\(x)\" y=\"\(Self.height - 4)\">\(words.month(date))</text>"
    }

    private func bar(_ counts: DigestIndex.Counts, x: Int, width: Int, most: Int, floor: Int) -> String {
        var y = floor
        var shapes = ""
        for (level, count) in [("high", counts.high), ("medium", counts.medium), ("low", counts.low)]
        where count > 0 {
            let height = max(2, count * (floor - 10) / most)
            y -= height
            shapes +=
                "<rect class=\"\(level)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"/>"
        }
        return shapes
    }

    /// The least round number from `count` on: 1, 2 or 5 with noughts.
    private func scale(_ count: Int) -> Int {
        var unit = 1
        while true {
            for factor in [1, 2, 4, 6, 10] where factor * unit >= count { return factor * unit }
            unit *= 10
        }
    }
}
