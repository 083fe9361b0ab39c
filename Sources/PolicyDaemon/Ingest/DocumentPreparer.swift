internal import LinuxSystem
internal import PolicyFolder
internal import PolicyStore
internal import PolicyText

/// One file of a batch.
struct DocumentTask: Sendable {
    let path: DocumentPath
    /// As the watcher found it; nil where any state will do.
    let found: PolicyFolder.FileSignature?
    var rename: RenameFinder.Rename?
    /// The document that stood here has moved away in this batch, so the file is another.
    var isVacated = false
    /// Converted again, even where the file is as it was.
    var readingAgain = false
}

/// What came of a file, ready to be recorded.
struct PreparedDocument: Sendable {
    enum Result: Sendable {
        /// It is being written, or gone.
        case unsettled
        case unreadable(SourceError)
        case read(PolicyFolder.FileSignature, Content)
    }

    enum Content: Sendable {
        /// The record holds it already, for this document.
        case known(Int64)
        case refused(SourceError)
        case new(IngestedVersion)
    }

    let task: DocumentTask
    var result: Result
}

/// Reads a file and compares it with what is on record: all that can be done for a document without recording it, so
/// that several threads can do it, each with its own reader of the record.
struct DocumentPreparer: Sendable {
    /// A shorter text is read sooner than another thread begins with it.
    private static let fewestShared_bytes = 32 << 10

    let sources: SourceReader
    let meaning: Meaning

    /// - Parameter helper: takes a part of the work, where there is one.
    func prepare(
        _ task: DocumentTask, reading store: any RecordReader, with helper: WorkHelper? = nil
    ) throws -> PreparedDocument {
        PreparedDocument(task: task, result: try result(of: task, store, helper))
    }

    private func result(
        of task: DocumentTask, _ store: any RecordReader, _ helper: WorkHelper?
    ) throws -> PreparedDocument.Result {
        let source: SourceReader.Source
        switch sources.read(task.path) {
        case .read(let found): source = found
        case .unsettled, .gone: return .unsettled
        case .unreadable(let error): return .unreadable(error)
        }
        let known = task.isVacated ? nil : try store.latest(task.rename?.from ?? task.path)
        if let known, !known.isDeleted, task.rename == nil, known.sha256 == source.hash,
            !(task.readingAgain && sources.isConverted(task.path))
        {
            return .read(source.signature, .known(known.document))
        }
        if let rename = task.rename, let known, let entry = moved(source, rename, known) {
            return .read(source.signature, .new(entry))
        }
        do {
            let text = try sources.text(of: source)
            if let entry = try entry(
                for: source, text, known: known, rename: task.rename, reading: store, with: helper)
            {
                return .read(source.signature, .new(entry))
            }
            // Only where the document is known can its text be the same.
            return known.map { .read(source.signature, .known($0.document)) } ?? .unsettled
        } catch let error as SourceError {
            return .read(source.signature, .refused(error))
        }
    }

    /// A document that is under another name what it was: it keeps the content of the version before, and what that
    /// says is not read again. Nil where there is more to tell, or where its name has it read in another way.
    private func moved(
        _ source: SourceReader.Source, _ rename: RenameFinder.Rename, _ known: StoredVersion
    ) -> IngestedVersion? {
        guard !known.isDeleted, known.sha256 == source.hash, known.parser == meaning.parserVersion,
            sources.readsAlike(rename.from, rename.to)
        else { return nil }
        return IngestedVersion(
            path: source.path, event: .renamed, renamedFrom: rename.from, document: known.document,
            modified: source.modified, ingested: Timestamp(milliseconds: 0),
            signature: PolicyStore.FileSignature(source.signature),
            changes: [DocumentTeller.renamed(rename, language: known.language)])
    }

    /// What is to be recorded; nil where the text is read again and is the same.
    ///
    /// Its time of ingestion is for whoever records it to set.
    func entry(
        for source: SourceReader.Source, _ text: SourceReader.Text, known: StoredVersion?,
        rename: RenameFinder.Rename? = nil, reading store: any RecordReader, with helper: WorkHelper? = nil
    ) throws -> IngestedVersion? {
        let content = try known.flatMap { try store.contentVersion(of: $0) }
        let oldText = try content.map { try store.text(of: $0) }
        // Both texts are read at once.
        let old = SharedWork { [meaning] in
            meaning.outline(of: oldText ?? "", format: content?.format ?? "")
        }
        let isSame = content?.sha256 == source.hash
        let isReread = isSame && rename == nil && known?.isDeleted == false
        if let oldText, !isReread, oldText.utf8.count >= Self.fewestShared_bytes { helper?.take(old) }
        let outline = meaning.outline(of: text.text, format: text.format)
        var entry = IngestedVersion(
            path: source.path, event: .created, renamedFrom: rename?.from, document: known?.document,
            source: IngestedSource(
                bytes: source.bytes, sha256: source.hash, encoding: text.encoding, format: text.format,
                parser: meaning.parserVersion, isText: text.isSource),
            outline: outline, modified: source.modified, ingested: Timestamp(milliseconds: 0),
            signature: PolicyStore.FileSignature(source.signature))
        guard let known, let content, let oldText else {
            let current = meaning.commitments(in: outline)
            let open = current.count { !$0.isResult }
            entry.changes = [DocumentTeller.added(outline, path: source.path, commitments: open)]
            entry.commitmentSteps = current.map(CommitmentStep.stated)
            return entry
        }
        if isReread {
            guard !oldText.utf8.elementsEqual(text.text.utf8) else { return nil }
            entry.event = .reparsed
            let open = try store.openCommitments(of: known.document)
            entry.commitmentSteps = CommitmentRegister.reconcile(open, with: meaning.commitments(in: outline))
            return entry
        }
        let oldOutline = old.result()
        let open = try store.openCommitments(of: known.document)
        let steps = SharedWork { [meaning] in
            CommitmentRegister.reconcile(open, with: meaning.commitments(in: outline)) { lines in
                meaning.commitments(in: oldOutline, near: lines)
            }
        }
        helper?.take(steps)
        let changes =
            isSame
            ? []
            : meaning.changes(
                from: oldOutline, to: outline, noise: try noise(in: content, store), with: helper)
        entry.commitmentSteps = steps.result()
        entry.event = rename != nil ? .renamed : known.isDeleted ? .restored : .modified
        entry.changes = try told(
            changes, outline, entry, since: content, isBack: known.isDeleted, rename: rename, store)
        return entry
    }

    /// What the latest versions tell about passages that change every time.
    private func noise(in latest: StoredVersion, _ store: any RecordReader) throws -> NoiseEvidence {
        guard latest.number > NoiseEvidence.fewestSteps else { return .none }
        var steps: [[Change]] = []
        for number in max(2, latest.number - NoiseEvidence.mostSteps + 1)...latest.number {
            guard let version = try store.version(number, of: latest.document), version.event == .modified
            else { continue }
            steps.append(try store.changes(to: version).map(\.change))
        }
        return NoiseEvidence(steps: steps)
    }

    /// The changes, with what they mean for the document whole.
    private func told(
        _ changes: [Change], _ outline: Outline, _ entry: IngestedVersion, since content: StoredVersion,
        isBack: Bool, rename: RenameFinder.Rename?, _ store: any RecordReader
    ) throws -> [Change] {
        let isSame = content.sha256 == entry.source?.sha256
        if let rename {
            return [DocumentTeller.renamed(rename, language: outline.language)] + changes
        }
        if isBack {
            let lead = DocumentTeller.restored(
                outline, path: entry.path, isSame: isSame, version: content.number)
            return [lead] + changes
        }
        if let source = entry.source,
            let earlier = try store.version(
                withContent: source.sha256, size: source.bytes.count, of: content.document,
                before: content.number)
        {
            return [DocumentTeller.returned(to: earlier, undoing: changes, language: outline.language)]
        }
        return changes
    }
}
