enum NotifyCommand {
    static func run(_ session: Session) throws(Trouble) -> String? {
        throw .failure("cannot notify: this policyctl does not know how", nil)
    }
}
