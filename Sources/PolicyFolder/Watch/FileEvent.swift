internal import Glibc
internal import LinuxSystem

extension FolderWatcher {
    /// A round reads at most so many buffers of events, so that a storm of them cannot keep it from its other work.
    private static let buffersAtOnce = 64
    /// More first halves of renames than this are not remembered; the inode tells as well.
    private static let maximumRenames = 4096

    /// Takes in what the kernel has reported.
    func readEvents() {
        for _ in 0..<Self.buffersAtOnce {
            guard let events = watches.events() else { return loseEvents() }
            if events.isEmpty { return }
            for event in events { note(event) }
        }
    }

    private func note(_ event: Inotify.Event) {
        if event.kinds.contains(.overflow) { return loseEvents() }
        if watches.isStateWatch(event.watch), note(cookie: event) { return }
        let nodes = watches.nodes(of: event.watch)
        // An event of a watch that was ended meanwhile tells nothing new.
        if !event.kinds.isDisjoint(with: [.ignored, .unmounted]) { watches.forget(event.watch) }
        for node in nodes { note(event, in: node) }
    }

    private func loseEvents() {
        status.overflows += 1
        renames = [:]
        compareAll(for: .overflow)
        ticketsLostTheirCookies()
    }

    private func note(_ event: Inotify.Event, in node: FolderNode) {
        if event.name.isEmpty {
            noteItself(event, node)
        } else if event.kinds.contains(.isFolder) {
            noteFolder(event, node)
        } else {
            noteFile(event, node)
        }
    }

    private func noteItself(_ event: Inotify.Event, _ node: FolderNode) {
        if node.parent == nil, !event.kinds.contains(.attributes) {
            // The path tells whether the folder is still there, and the comparison watches it again.
            checkRoot()
            compareAll(for: .request)
        } else if !event.kinds.isDisjoint(with: [.ignored, .unmounted, .folderDeleted, .folderMoved]) {
            compare(node, isDeep: true)
        } else if event.kinds.contains(.attributes) {
            // Somebody may have been let in again.
            compare(node, isDeep: !problems.isEmpty)
        }
    }

    private func noteFolder(_ event: Inotify.Event, _ node: FolderNode) {
        guard filter.includesFolder(named: event.name, path: node.path(of: event.name)) else { return }
        if !event.kinds.isDisjoint(with: [.created, .movedTo]) {
            compare(node.makeFolder(event.name), isDeep: true)
        } else if let child = node.folders[Name(event.name)] {
            let isNews = !event.kinds.isDisjoint(with: [.deleted, .movedFrom]) || child.watch == nil
            if isNews { compare(child, isDeep: true) }
        }
    }

    private func noteFile(_ event: Inotify.Event, _ node: FolderNode) {
        if event.name.first == UInt8(ascii: "#"), noteUnnamed(event, node) { return }
        guard filter.includesFile(named: event.name, path: node.path(of: event.name)) else {
            if event.kinds.contains(.created) { noteOtherName(event, node) }
            return
        }
        let place = Place(folder: node, name: Name(event.name))
        let renamedFrom = rename(event, place)
        stamp += 1
        settler.note(place, cause(event.kinds), stamp: stamp, now: .now, renamedFrom: renamedFrom)
    }

    // A name that is no document's can be another one of a document: what is written through it is reported for it.
    private func noteOtherName(_ event: Inotify.Event, _ node: FolderNode) {
        guard let folder = try? checkRoot()?.folder(node.path, forListing: false),
            let status = try? folder.status(of: event.name), status.linkCount > 1
        else { return }
        for place in tree.places(of: FolderIdentity(status)) {
            linked.insert(place)
            stamp += 1
            settler.note(place, .touched, stamp: stamp, now: .now)
        }
    }

    // A file made without a name (O_TMPFILE) and linked later keeps `#inode` as its name in the kernel's reports.
    private func noteUnnamed(_ event: Inotify.Event, _ node: FolderNode) -> Bool {
        guard let inode = UInt64(String(decoding: event.name.dropFirst(), as: UTF8.self)),
            let device = node.identity?.device
        else { return false }
        let places = tree.places(of: FolderIdentity(device: device, inode: inode))
        for place in places {
            stamp += 1
            settler.note(place, cause(event.kinds), stamp: stamp, now: .now)
        }
        // One that is not recorded can have been linked a moment ago.
        if places.isEmpty { compare(node, isDeep: false) }
        return true
    }

    private func rename(_ event: Inotify.Event, _ place: Place) -> Place? {
        if event.kinds.contains(.movedFrom), renames.count < Self.maximumRenames {
            // A file that was renamed to this name a moment ago, and is renamed on, is still the one from there.
            renames[event.cookie] = settler.entry(place)?.renamedFrom ?? place
        }
        return event.kinds.contains(.movedTo) ? renames.removeValue(forKey: event.cookie) : nil
    }

    private func cause(_ kinds: Inotify.Kinds) -> Settler.Cause {
        if !kinds.isDisjoint(with: [.closedAfterWriting, .movedTo]) { return .completed }
        if !kinds.isDisjoint(with: [.deleted, .movedFrom]) { return .removed }
        return kinds.isDisjoint(with: [.modified, .created]) ? .touched : .written
    }
}
