/// A document as it is typed: `PATH` or `PATH@VERSION`.
struct DocumentOperand: Hashable {
    var path: String
    var version: Int?
    /// All that was typed: a path may end in `@2` itself.
    let whole: String

    init(path: String, version: Int?, whole: String) {
        self.path = path
        self.version = version
        self.whole = whole
    }

    /// Reads a path and the version after its last `@`, where that is a number.
    init(_ text: String) {
        whole = text
        path = text
        guard let at = text.lastIndex(of: "@"), at != text.startIndex else { return }
        let digits = text[text.index(after: at)...]
        guard let version = Int(digits), version > 0, digits.first?.isNumber == true else { return }
        path = String(text[..<at])
        self.version = version
    }
}
