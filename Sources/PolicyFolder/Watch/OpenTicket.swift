internal import LinuxSystem

/// A request for a sync, and what it still waits for.
struct OpenTicket {
    enum Phase {
        /// The event of a file that was made after the request.
        case cookie([UInt8], timeout: ContinuousClock.Instant)
        /// The end of the comparison with this number: the kernel's events are not enough.
        case comparison(UInt64)
        /// All that was pending at this stamp.
        case settling(upTo: UInt64)
    }

    let ticket: SyncTicket
    var phase: Phase
}

extension FolderWatcher {
    /// A cookie whose event has not come after this long is taken for lost.
    private static let cookieTimeout: Duration = .seconds(2)

    /// Begins to find out what each sync has to wait for.
    func openTickets(_ new: [SyncTicket]) {
        guard !new.isEmpty else { return }
        // A folder put in the place of another makes no event.
        checkRoot()
        let phase = firstPhase()
        tickets += new.map { OpenTicket(ticket: $0, phase: phase) }
    }

    private func firstPhase() -> OpenTicket.Phase {
        // A cookie proves nothing where changes are not reported.
        if status.state == .watching, let name = watches.makeCookie() {
            return .cookie(name, timeout: .now + Self.cookieTimeout)
        }
        return comparisonPhase()
    }

    private func comparisonPhase() -> OpenTicket.Phase {
        // One that is under way may have passed by the folder in question.
        let number = comparisonsDone + (scanner.whole == nil ? 1 : 2)
        compareAll(for: .request)
        return .comparison(number)
    }

    /// Takes note of the event of a cookie; says whether it was one.
    func note(cookie event: Inotify.Event) -> Bool {
        if !event.kinds.isDisjoint(with: [.ignored, .folderDeleted, .folderMoved]) {
            ticketsLostTheirCookies()
            return false
        }
        guard event.name.starts(with: FolderWatches.cookiePrefix.utf8) else { return false }
        settle { if case .cookie(event.name, _) = $0 { true } else { false } }
        return true
    }

    /// The events of cookies may be among those that were lost.
    func ticketsLostTheirCookies() {
        for index in tickets.indices {
            if case .cookie = tickets[index].phase { tickets[index].phase = comparisonPhase() }
        }
    }

    /// What each sync waited for was in another folder, or was not noted: the comparison just asked for tells.
    func ticketsNeedNextComparison() {
        let number = comparisonsDone + (scanner.wholeAgain == nil ? 1 : 2)
        for index in tickets.indices { tickets[index].phase = .comparison(number) }
    }

    /// When a cookie is taken for lost.
    var nextCookieTimeout: ContinuousClock.Instant? {
        tickets.compactMap { if case .cookie(_, let timeout) = $0.phase { timeout } else { nil } }.min()
    }

    // Tickets that were opened together wait for the same.
    private func settle(where hasPassed: (OpenTicket.Phase) -> Bool) {
        let passed = tickets.indices.filter { hasPassed(tickets[$0].phase) }
        guard !passed.isEmpty else { return }
        for place in linked {
            stamp += 1
            let quietSince = ContinuousClock.now - settings.quietPeriod
            settler.note(place, .compared(quietSince: quietSince, isRepair: false), stamp: stamp, now: .now)
        }
        for index in passed { tickets[index].phase = .settling(upTo: stamp) }
        settler.hurry(upTo: stamp, now: .now)
    }

    /// Hands back the tickets whose time has come.
    func takeSettledTickets(into batch: inout FolderBatch) {
        guard !tickets.isEmpty else { return }
        if case .present = root {
            advanceTickets()
            let oldest = min(settler.oldestStamp ?? .max, scanner.oldestStamp ?? .max)
            batch.synced = take { if case .settling(let stamp) = $0 { stamp < oldest } else { false } }
        } else {
            // Of a folder that is away there is nothing to hand over.
            batch.synced = take { _ in true }
        }
    }

    private func advanceTickets() {
        let now = ContinuousClock.now
        for index in tickets.indices {
            if case .cookie(_, let timeout) = tickets[index].phase, timeout <= now {
                tickets[index].phase = comparisonPhase()
            }
        }
        settle { if case .comparison(let number) = $0 { number <= comparisonsDone } else { false } }
    }

    private func take(where isReady: (OpenTicket.Phase) -> Bool) -> [SyncTicket] {
        let ready = tickets.filter { isReady($0.phase) }.map(\.ticket)
        tickets.removeAll { isReady($0.phase) }
        return ready
    }
}
