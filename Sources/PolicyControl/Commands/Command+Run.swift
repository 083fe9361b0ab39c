extension Command {
    /// Does it; gives what to say where there is nothing to show.
    func run(_ session: Session) throws(Trouble) -> String? {
        switch self {
        case .ask: try AskCommand.run(session)
        case .search: try SearchCommand.run(session)
        case .list: try ListCommand.run(session)
        case .history: try HistoryCommand.run(session)
        case .show: try ShowCommand.run(session)
        case .diff: try ChangesCommand.runDiff(session)
        case .blame: try BlameCommand.run(session)
        case .changes: try ChangesCommand.run(session)
        case .digest: try DigestCommand.run(session)
        case .commitments: try CommitmentsCommand.run(session)
        case .follow: try FollowCommand.run(session)
        case .notify: try NotifyCommand.run(session)
        case .status: try StatusCommand.run(session)
        case .sync: try ServiceCommands.sync(session)
        case .rescan: try ServiceCommands.rescan(session)
        case .reload: try ServiceCommands.reload(session)
        case .verify: try ServiceCommands.verify(session)
        case .backup: try ServiceCommands.backup(session)
        }
    }
}
