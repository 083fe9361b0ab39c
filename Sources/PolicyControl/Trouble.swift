/// Why policyctl ends without an answer: what it says on standard error and its exit status.
package enum Trouble: Error, Hashable, Sendable {
    /// The command line is wrong; and what to try.
    case usage(String, String?)
    /// There is no such document or version; and what to try.
    case nothing(String, String?)
    /// Anything else; and what to try.
    case failure(String, String?)
    /// Whoever read our output has had enough: no trouble at all.
    case closedPipe

    package var status: Int32 {
        switch self {
        case .closedPipe: 0
        case .nothing: 1
        case .usage, .failure: 2
        }
    }

    /// One line, without the program's name; nil where there is nothing to say.
    package var message: String? {
        switch self {
        case .closedPipe: nil
        case .usage(let text, let hint), .nothing(let text, let hint), .failure(let text, let hint):
            hint.map { "\(text) (\($0))" } ?? text
        }
    }
}
