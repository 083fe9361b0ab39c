/// Another thread that does a part of the work on a large document, where a processor is free for it.
///
/// It is only asked what changes nothing, and by whom it is answered does not show: with it and without it all comes
/// out the same.
package protocol WorkSharing: Sendable {
    /// Has the work begun beside the caller's own; gives what waits for its result, or does the work itself where
    /// nobody has begun it.
    func share<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> () -> Result
}

extension WorkSharing {
    /// The results of parts of a work, in their order. The caller begins with the first of them and the other thread
    /// with the last, so that they meet where both are done at the same time.
    func results<Part: Sendable, Result: Sendable>(
        of parts: [Part], _ work: @escaping @Sendable (Part) -> Result
    ) -> [Result] {
        let later = parts.dropFirst().reversed().map { part in share { work(part) } }
        return parts.prefix(1).map(work) + later.reversed().map { $0() }
    }
}
