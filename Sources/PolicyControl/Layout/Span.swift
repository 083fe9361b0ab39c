/// What a run of text is to its reader; a terminal shows it by colour or weight.
package enum Mark: Sendable {
    case plain
    /// What the reader looks for.
    case strong
    /// Where it stands, and other things of less weight.
    case faint
    case deleted
    case inserted
    case good
    case warning
    case bad

    /// The SGR parameters (ECMA-48).
    var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        // Struck through and underlined as well: colour alone is nothing to some readers.
        case .deleted: "31;9"
        case .inserted: "32;4"
        case .good: "32"
        case .warning: "33"
        case .bad: "1;31"
        }
    }
}

/// A run of text with its mark; safe, on one line.
package struct Span: Hashable, Sendable {
    package let text: String
    package let mark: Mark

    /// Takes any text.
    package init(_ text: String, _ mark: Mark = .plain) {
        self.text = SafeText.line(text)
        self.mark = mark
    }

    /// Takes what other runs held.
    init(safe text: String, _ mark: Mark) {
        self.text = text
        self.mark = mark
    }
}

/// How runs become bytes: colours or none.
package struct Style: Hashable, Sendable {
    package let usesColor: Bool
    /// The columns to fit; nil where lines may be as long as they are.
    package let columns: Int?

    package init(usesColor: Bool, columns: Int?) {
        self.usesColor = usesColor
        self.columns = columns
    }

    /// The runs as text.
    package func text(_ spans: [Span]) -> String {
        spans.map { span in
            guard usesColor, let code = span.mark.code, !span.text.isEmpty else { return span.text }
            return "\u{1B}[\(code)m\(span.text)\u{1B}[0m"
        }.joined()
    }
}
