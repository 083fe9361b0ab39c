import FoundationEssentials

/// The material shared beside the project: present on a developer's machine, absent elsewhere.
package enum SharedFolder {
    /// What a test that needs it and lacks it says.
    package static let absence = "../shared is not beside the project"

    /// Whether it is there.
    package static var isPresent: Bool { FileManager.default.fileExists(atPath: path("design/STYLE.md")) }

    /// The path of something in it.
    package static func path(_ name: String) -> String { projectFolder + "/../shared/" + name }

    /// The root of the project, where Package.swift stands.
    package static let projectFolder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    /// The bytes of a file in it.
    package static func bytes(_ name: String) throws -> [UInt8] { try TestFiles.bytes(path(name)) }

    /// The text of a file in it.
    package static func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }
}

/// Files that tests read whole.
package enum TestFiles {
    package static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TemporaryFolderError(errno: 2)
        }
        return Array(data)
    }
}
