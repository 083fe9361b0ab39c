import PolicyControl
import Testing

struct LayoutTests {
    private func table(_ columns: Int?) -> String {
        var table = Table([
            .init("PATH", .middle), .init("SIZE", .number), .init("TEXT", .wrap),
        ])
        table.add([Span("policies/foreign/2024/plan.txt"), Span("7"), Span("Short.")])
        table.add([
            Span("a.md"), Span("1,234"), Span("A text that is much too long for what is left of the line."),
        ])
        return table.text(Style(usesColor: false, columns: columns))
    }

    @Test func `a table without a width is as wide as it is`() {
        #expect(
            table(nil) == """
                PATH                             SIZE  TEXT
                policies/foreign/2024/plan.txt      7  Short.
                a.md                            1,234  A text that is much too long for what is left of the line.

                """)
    }

    @Test func `a table fits its width: paths lose their middle, the last column wraps`() {
        #expect(
            table(60) == """
                PATH             SIZE  TEXT
                polic…plan.txt      7  Short.
                a.md            1,234  A text that is much too long for what
                                       is left of the line.

                """)
        for columns in 40...100 {
            let lines = table(columns).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= columns }, "\(columns)")
        }
    }

    @Test func `a shortened path keeps both ends`() {
        #expect(Table.shortened("abcdefghij", to: 10) == "abcdefghij")
        #expect(Table.shortened("abcdefghij", to: 7) == "ab…ghij")
        #expect(Table.shortened("政策文書一覧", to: 7) == "政…一覧")
    }

    @Test func `what would move a terminal is shown instead`() {
        #expect(
            SafeText.line("a\u{1B}[2J\u{7}\nb\u{9B}\u{202E}c\td") == "a\\u{1b}[2J\\u{7} b\\u{9b}\\u{202e}c d")
        #expect(SafeText.text("a\r\nb\tc\u{1B}\rd\n") == "a\nb\tc\\u{1b}\\u{d}d\n")
        #expect(SafeText.line("« été » — œuvre") == "« été » — œuvre")
    }
}
