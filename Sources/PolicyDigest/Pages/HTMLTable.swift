/// Rows under headings; on a narrow screen each row may become a block with labelled lines.
struct HTMLTable {
    private let caption: String?
    private let columns: [String]
    private let numbers: Set<Int>
    private let stacks: Bool
    /// The beginning of a cell of each column.
    private let cells: [String]
    /// The rows that were added.
    private(set) var rows = ""

    /// - Parameter numbers: the columns that are set to the right.
    init(caption: String?, columns: [String], numbers: Set<Int> = [], stacks: Bool) {
        self.caption = caption
        self.columns = columns
        self.numbers = numbers
        self.stacks = stacks
        cells = columns.enumerated().map { index, column in
            let label = stacks && !column.isEmpty ? " data-label=\"\(htmlEscaped(column))\"" : ""
            return "<td\(numbers.contains(index) ? " class=\"number\"" : "")\(label)>"
        }
    }

    /// Adds a row of cells that are HTML already.
    mutating func add(_ contents: [String], id: String? = nil) {
        var row = "<tr\(id.map { " id=\"\($0)\"" } ?? "")>"
        for (start, cell) in zip(cells, contents) { row += start + cell + "</td>" }
        rows += row + "</tr>\n"
    }

    var text: String { opening + rows + closing }

    /// What stands above the rows.
    var opening: String {
        let head = columns.enumerated().map { index, name in
            "<th scope=\"col\"\(numbers.contains(index) ? " class=\"number\"" : "")>\(htmlEscaped(name))</th>"
        }
        return "<div class=\"table\">\n<table\(stacks ? " class=\"stacks\"" : "")>\n"
            + (caption.map { "<caption>\(htmlEscaped($0))</caption>\n" } ?? "")
            + "<thead><tr>\(head.joined())</tr></thead>\n<tbody>\n"
    }

    /// What stands below them.
    var closing: String { "</tbody>\n</table>\n</div>\n" }
}
