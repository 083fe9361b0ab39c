/// The folders that were found and the documents that were recorded in them.
///
/// It holds what is believed. Folders stay for as long as documents are recorded in them, also where the disk shows
/// them no more: a comparison of the two is what finds a document gone.
final class FolderTree {
    let root = FolderNode(name: [], parent: nil)
    /// How many documents are recorded.
    private(set) var count = 0

    /// By which names each file was recorded: one, except for hard links.
    private struct Identities {
        private var first: [FolderIdentity: Place] = [:]
        private var more: [FolderIdentity: [Place]] = [:]

        init(of tree: FolderTree) {
            first.reserveCapacity(tree.count)
            for folder in tree.root.subtree {
                for (name, signature) in folder.files {
                    link(signature.identity, Place(folder: folder, name: name))
                }
            }
        }

        func places(of identity: FolderIdentity) -> [Place] {
            guard let place = first[identity] else { return [] }
            return [place] + (more[identity] ?? [])
        }

        mutating func link(_ identity: FolderIdentity, _ place: Place) {
            if first[identity] == nil {
                first[identity] = place
            } else {
                more[identity, default: []].append(place)
            }
        }

        mutating func unlink(_ identity: FolderIdentity, _ place: Place) {
            var others = more.removeValue(forKey: identity) ?? []
            if first[identity] == place {
                first[identity] = others.popLast()
            } else {
                others.removeAll { $0 == place }
            }
            if !others.isEmpty { more[identity] = others }
        }
    }

    /// Made when it is first asked for: a start on a folder in which nothing changed does without.
    private var identities: Identities?

    deinit {
        for node in root.subtree { node.detach() }
    }

    /// The folder at a path, made where there is none.
    func makeFolder(_ path: some Sequence<ArraySlice<UInt8>>) -> FolderNode {
        var node = root
        for part in path { node = node.makeFolder(Array(part)) }
        return node
    }

    /// The place a path names; nil where its folder is not known.
    func place(of path: [UInt8]) -> Place? {
        let parts = path.split(separator: UInt8(ascii: "/"))
        guard let name = parts.last else { return nil }
        var node = root
        for part in parts.dropLast() {
            guard let next = node.folders[Name(Array(part))] else { return nil }
            node = next
        }
        return Place(folder: node, name: Name(Array(name)))
    }

    func record(_ signature: FileSignature, at place: Place) {
        if let old = place.folder.files.updateValue(signature, forKey: place.name) {
            identities?.unlink(old.identity, place)
        } else {
            count += 1
        }
        identities?.link(signature.identity, place)
    }

    func forget(_ place: Place) {
        guard let old = place.folder.files.removeValue(forKey: place.name) else { return }
        count -= 1
        identities?.unlink(old.identity, place)
    }

    /// Where a file is recorded, by any name.
    func places(of identity: FolderIdentity) -> [Place] {
        let known = identities ?? Identities(of: self)
        identities = known
        return known.places(of: identity)
    }
}

/// One folder.
final class FolderNode {
    let name: Name
    // Parent and child hold each other until the child is detached.
    private(set) var parent: FolderNode?
    /// Whether the tree still holds it.
    private(set) var isAttached = true
    /// How many names in it are pending.
    var pendingCount = 0
    /// How many comparisons of it are waiting: a folder that was removed and has come again is still to be listed.
    var comparisonCount = 0
    var folders: [Name: FolderNode] = [:]
    /// The state of each document as the ingester accepted it.
    var files: [Name: FileSignature] = [:]
    /// The number of the kernel's watch.
    var watch: Int32?
    /// Which folder was last seen here; nil where none was.
    var identity: FolderIdentity?
    let depth: Int

    init(name: [UInt8], parent: FolderNode?) {
        self.name = Name(name)
        self.parent = parent
        depth = (parent?.depth ?? -1) + 1
    }

    /// Whether neither the disk nor the record has anything here.
    var isDeserted: Bool {
        identity == nil && files.isEmpty && folders.isEmpty && pendingCount == 0 && comparisonCount == 0
            && parent != nil
    }

    func makeFolder(_ name: [UInt8]) -> FolderNode {
        if let node = folders[Name(name)] { return node }
        let node = FolderNode(name: name, parent: self)
        folders[node.name] = node
        return node
    }

    func detach() {
        parent?.folders[name] = nil
        parent = nil
        isAttached = false
    }

    /// Takes this folder and those above it out of the tree as far as they are deserted.
    func prune() {
        var node = self
        while node.isDeserted, let parent = node.parent {
            node.detach()
            node = parent
        }
    }

    /// The path below the watched folder; empty for the watched folder itself.
    var path: [UInt8] {
        var parts: [Name] = []
        var node = self
        while let parent = node.parent {
            parts.append(node.name)
            node = parent
        }
        return Array(parts.reversed().map(\.bytes).joined(separator: [UInt8(ascii: "/")]))
    }

    func path(of name: [UInt8]) -> [UInt8] {
        parent == nil ? name : path + [UInt8(ascii: "/")] + name
    }

    /// This folder and all below it, each before what is in it.
    var subtree: [FolderNode] {
        var found = [self]
        var next = 0
        while next < found.count {
            found.append(contentsOf: found[next].folders.values)
            next += 1
        }
        return found
    }
}

/// A name in a folder.
struct Place: Hashable {
    let folder: FolderNode
    let name: Name

    var path: [UInt8] { folder.path(of: name.bytes) }

    static func == (left: Place, right: Place) -> Bool {
        left.folder === right.folder && left.name == right.name
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(folder))
        hasher.combine(name)
    }
}

/// The bytes of a file's name, hashed as a whole.
struct Name: Hashable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
