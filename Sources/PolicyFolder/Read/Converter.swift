package import LinuxSystem
package import PolicyText

/// Which program reads which documents, and what it may use.
package struct ConvertSettings: Hashable, Sendable {
    /// The program and its arguments, by file name ending with its full stop.
    package var programs: [String: [String]] = [
        ".pdf": ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
        ".docx": ["pandoc", "--from=docx", "--to=gfm", "--wrap=none"],
        ".odt": ["pandoc", "--from=odt", "--to=gfm", "--wrap=none"],
        ".rtf": ["pandoc", "--from=rtf", "--to=gfm", "--wrap=none"],
        ".html": ["pandoc", "--from=html", "--to=gfm-raw_html", "--wrap=none"],
        ".htm": ["pandoc", "--from=html", "--to=gfm-raw_html", "--wrap=none"],
    ]
    package var timeout: Duration = .seconds(30)
    package var maximumOutput = 64 << 20
    package var maximumMemory = 1 << 30

    package init() {}
}

/// The text of a document that a program has read.
package struct ConvertedText: Hashable, Sendable {
    package let text: String
    package let isMarkdown: Bool
}

/// Turns documents that are no text into text, through programs that are not trusted: a document can be made to
/// attack the program that reads it.
package struct Converter: Sendable {
    private let settings: ConvertSettings

    package init(settings: ConvertSettings) {
        self.settings = settings
    }

    /// The program for a document and its arguments, by its name's ending in whatever case; nil where it is read as
    /// it is.
    package func command(for path: DocumentPath) -> [String]? {
        ending(of: path).flatMap { settings.programs[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Raised when what a program wrote is cleaned in another way.
    private static let revision = 2

    /// Which program reads what, a line each: where that changes and a document does not, its new text is a re-parse.
    package var programs: String {
        lines.sorted { $0.key < $1.key }.map { $0.key + "\t" + $0.value }.joined(separator: "\n")
    }

    /// Whether a document is read by another program than `programs` said, or in another way.
    package func isRead(_ path: DocumentPath, otherwiseThan programs: String) -> Bool {
        guard let ending = ending(of: path) else { return false }
        let before = programs.split(separator: "\n").first { $0.hasPrefix(ending + "\t") }
        return before?.dropFirst(ending.count + 1) != lines[ending].map { $0[...] }
    }

    private var lines: [String: String] {
        settings.programs.filter { !$0.value.isEmpty }.mapValues { words in
            // A line break within a word would make another line.
            (["\(Self.revision)"] + words).map { $0.replacing("\n", with: "\\n") }.joined(separator: "\u{1F}")
        }
    }

    /// The text of a document that `command(for:)` gives a program for.
    package func convert(_ bytes: [UInt8], of path: DocumentPath) throws(ConvertError) -> ConvertedText {
        guard let words = command(for: path), let name = words.first else {
            preconditionFailure("no program is set for the document")
        }
        guard let program = ConfinedProgram.path(of: name) else {
            throw ConvertError(path, name, .missingProgram)
        }
        var limits = ConfinedProgram.Limits()
        limits.wallTime = settings.timeout
        limits.memory_bytes = UInt64(settings.maximumMemory)
        limits.output_bytes = settings.maximumOutput
        let outcome: ConfinedProgram.Outcome
        do {
            let isPage = [".html", ".htm", ".xhtml"].contains(ending(of: path))
            outcome = try ConfinedProgram(path: program, arguments: Array(words.dropFirst()), limits: limits)
                .run(input: isPage ? PageSimplifier.simplified(bytes) : bytes)
        } catch {
            throw ConvertError(path, name, .system(error))
        }
        let text = try self.text(of: outcome, path, name)
        let isPaged = text.utf8.contains(0x0C)
        return ConvertedText(
            text: isPaged ? PagedTextCleaner.clean(text) : text, isMarkdown: Self.writesMarkdown(words))
    }

    private func text(
        of outcome: ConfinedProgram.Outcome, _ path: DocumentPath, _ name: String
    ) throws(ConvertError) -> String {
        switch outcome.ending {
        case .exited(0): break
        case .exited(let status):
            throw ConvertError(path, name, .failed(status, firstLine(outcome.diagnostics)))
        case .killed(let signal): throw ConvertError(path, name, .killed(signal))
        case .tookTooLong: throw ConvertError(path, name, .tookTooLong(settings.timeout))
        case .wroteTooMuch: throw ConvertError(path, name, .wroteTooMuch(settings.maximumOutput))
        }
        guard let text = String(validating: outcome.output, as: UTF8.self) else {
            throw ConvertError(path, name, .wroteNoText)
        }
        return text
    }

    private func ending(of path: DocumentPath) -> String? {
        let name = path.name
        return name.utf8.lastIndex(of: UInt8(ascii: ".")).map { name[$0...].lowercased() }
    }

    private func firstLine(_ text: String) -> String {
        String(text.split(whereSeparator: \.isNewline).first?.prefix(200) ?? "")
    }

    private static func writesMarkdown(_ words: [String]) -> Bool {
        let formats = ["gfm", "markdown", "commonmark"]
        return words.dropFirst().contains { word in
            guard word.hasPrefix("--to=") || word.hasPrefix("-t") else { return formats.contains(word) }
            return formats.contains { word.contains($0) }
        }
    }
}

/// Why a document could not be turned into text.
package struct ConvertError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        case missingProgram
        case failed(Int32, String)
        case killed(Int32)
        case tookTooLong(Duration)
        case wroteTooMuch(Int)
        case wroteNoText
        case system(SystemError)
    }

    package let path: DocumentPath
    package let program: String
    package let cause: Cause

    init(_ path: DocumentPath, _ program: String, _ cause: Cause) {
        self.path = path
        self.program = program
        self.cause = cause
    }

    /// The reason, for a `Problem`.
    package var reason: String {
        switch cause {
        case .missingProgram: "\(quoted(program)) is not installed"
        case .failed(let status, let message):
            message.isEmpty ? "\(program) exited with \(status)" : "\(program) said \(quoted(message))"
        case .killed(24): "\(program) used up its CPU time"
        case .killed(25): "\(program) tried to write a file"
        case .killed(let signal): "\(program) was killed by signal \(signal)"
        case .tookTooLong(let limit): "\(program) took longer than \(limit)"
        case .wroteTooMuch(let limit): "\(program) wrote more than \(limit) bytes"
        case .wroteNoText: "\(program) wrote something else than UTF-8 text"
        case .system(let error): error.reason
        }
    }

    /// What to do about it, where there is something.
    package var advice: String? {
        switch cause {
        case .missingProgram:
            Self.package(of: program).map { "apt install \($0)" }
                ?? "install it, or change its line in [Convert]"
        case .tookTooLong: "raise TimeoutSec="
        case .wroteTooMuch: "raise MaximumOutput="
        case .failed, .killed: "if the document is sound, raise MaximumMemory= or TimeoutSec="
        case .wroteNoText: "change the program's line in [Convert], so that it writes UTF-8"
        case .system: nil
        }
    }

    /// Whether it is for another reason than the document.
    package var isOutside: Bool {
        switch cause {
        case .missingProgram, .system: true
        case .failed, .killed, .tookTooLong, .wroteTooMuch, .wroteNoText: false
        }
    }

    package var description: String { "cannot convert \(quoted(path.text)): \(reason)" }

    /// The Debian package that holds a program.
    private static func package(of program: String) -> String? {
        switch program.split(separator: "/").last.map(String.init) ?? program {
        case "pdftotext", "pdftohtml": "poppler-utils"
        case "pandoc": "pandoc"
        case "mutool": "mupdf-tools"
        case "antiword": "antiword"
        case "catdoc": "catdoc"
        case "docx2txt": "docx2txt"
        case "odt2txt": "odt2txt"
        case "unrtf": "unrtf"
        case "html2text": "html2text"
        case "lynx": "lynx"
        case "w3m": "w3m"
        case "soffice", "libreoffice": "libreoffice-writer"
        default: nil
        }
    }
}
