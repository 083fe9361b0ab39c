internal import LinuxSystem

/// Collects what goes to standard output, in the style that it can show.
package final class Printer {
    // Beyond this, what has been collected is passed on.
    private static let heldBytes = 64 << 10

    package let style: Style
    private let sink: any Sink
    private var buffer: [UInt8] = []

    package init(style: Style, sink: any Sink) {
        self.style = style
        self.sink = sink
    }

    /// Prints the text as it is.
    func write(_ text: String) throws(Trouble) {
        try write(Array(text.utf8))
    }

    func write(_ bytes: [UInt8]) throws(Trouble) {
        buffer += bytes
        if buffer.count >= Self.heldBytes { try flush() }
    }

    /// Prints runs on a line of their own, however long it is.
    func line(_ spans: [Span] = []) throws(Trouble) {
        try write(style.text(spans) + "\n")
    }

    /// Prints runs in lines that fit, each after so many spaces.
    func paragraph(_ spans: [Span], indent: Int = 0, hanging: Int? = nil) throws(Trouble) {
        let first = String(repeating: " ", count: indent)
        let rest = String(repeating: " ", count: hanging ?? indent)
        for line in Paragraph(spans).lines(style, first: first, rest: rest) { try write(line) }
    }

    func table(_ table: Table) throws(Trouble) {
        try write(table.text(style))
    }

    /// Passes on what has been collected.
    func flush() throws(Trouble) {
        guard !buffer.isEmpty else { return }
        let bytes = buffer
        buffer = []
        do throws(SystemError) {
            try sink.write(bytes)
        } catch {
            if error.isClosedPipe { throw .closedPipe }
            throw .failure("cannot write the output: \(error.reason)", nil)
        }
    }
}
