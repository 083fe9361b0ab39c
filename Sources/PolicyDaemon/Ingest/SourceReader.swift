internal import PolicyFolder
internal import PolicyText

/// Why a file cannot be recorded, for a problem.
struct SourceError: Error, Equatable {
    var reason: String
    var advice: String?
    /// It lies outside of the file, such as a program that is not installed.
    var isOutside = false
}

/// Reads a document's bytes and its text: decoded where it is text, else by the program configured for its ending.
struct SourceReader: Sendable {
    /// A file's content, as it held still.
    struct Source: Sendable {
        var path: DocumentPath
        var bytes: [UInt8]
        /// SHA-256.
        var hash: [UInt8]
        var signature: PolicyFolder.FileSignature
        var modified: Timestamp?
    }

    /// What a source says.
    struct Text: Sendable {
        var text: String
        /// How the source's bytes spell it; for a converted text, how the program's output did.
        var encoding: String
        var format: String
        /// The text, encoded again, gives the source's bytes.
        var isSource: Bool
    }

    enum Result {
        case read(Source)
        /// It is still being written.
        case unsettled
        /// It is not there any more.
        case gone
        case unreadable(SourceError)
    }

    private let documents: DocumentReader
    private let converter: Converter

    init(_ settings: Settings) {
        let watch = settings.configuration.watch
        documents = DocumentReader(directory: settings.watchedFolder, maximumSize: Int64(watch.maximumSize))
        converter = Converter(settings: settings.configuration.convert)
    }

    func read(_ path: DocumentPath) -> Result {
        do throws(ReadError) {
            let snapshot = try documents.read(path)
            return .read(
                Source(
                    path: path, bytes: snapshot.bytes, hash: snapshot.sha256, signature: snapshot.signature,
                    modified: snapshot.modified))
        } catch {
            if error.cause == .missing { return .gone }
            return error.isTransient
                ? .unsettled
                : .unreadable(SourceError(reason: error.reason, advice: error.advice, isOutside: true))
        }
    }

    /// Whether a program reads this kind of file.
    func isConverted(_ path: DocumentPath) -> Bool { converter.command(for: path) != nil }

    /// Whether files at these paths are read in the same way.
    func readsAlike(_ one: DocumentPath, _ other: DocumentPath) -> Bool {
        let command = converter.command(for: one)
        guard command == converter.command(for: other) else { return false }
        return command != nil || DocumentFormat(fileName: one.name) == DocumentFormat(fileName: other.name)
    }

    /// Which program reads which files, to be kept with the record.
    var programs: String { converter.programs }

    /// Whether another program reads the file than `programs` said.
    func isRead(_ path: DocumentPath, otherwiseThan programs: String) -> Bool {
        converter.isRead(path, otherwiseThan: programs)
    }

    /// - Throws: `SourceError` where the bytes are no text, or no program can read them.
    func text(of source: Source) throws -> Text {
        if isConverted(source.path) { return try converted(source) }
        do throws(UnreadableText) {
            let decoded = try TextDecoder.decode(source.bytes)
            return Text(
                text: decoded.text, encoding: decoded.encoding.rawValue,
                format: DocumentFormat(fileName: source.path.name).rawValue, isSource: decoded.isReversible)
        } catch {
            throw SourceError(reason: error.reason, advice: error.advice)
        }
    }

    private func converted(_ source: Source) throws -> Text {
        do throws(ConvertError) {
            let output = try converter.convert(source.bytes, of: source.path)
            let format: DocumentFormat = output.isMarkdown ? .markdown : .plainText
            return Text(
                text: output.text, encoding: TextEncoding.utf8.rawValue, format: format.rawValue,
                isSource: false)
        } catch {
            throw SourceError(reason: error.reason, advice: error.advice, isOutside: error.isOutside)
        }
    }
}
