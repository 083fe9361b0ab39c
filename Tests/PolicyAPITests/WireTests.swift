import FoundationEssentials
import PolicyAPI
import TestSupport
import Testing
import Varlink

struct WireTests {
    private let interface = PolicyInterface.description

    /// The type with every declared name replaced by what it stands for.
    private func resolved(_ type: InterfaceType) -> InterfaceType {
        switch type {
        case .named(let name): interface.type(named: name).map(resolved) ?? type
        case .optional(let inner): .optional(resolved(inner))
        case .array(let inner): .array(resolved(inner))
        case .map(let inner): .map(resolved(inner))
        case .structure(let fields): .structure(resolved(fields))
        case .bool, .int, .float, .string, .object, .any, .enumeration: type
        }
    }

    private func resolved(_ fields: [InterfaceField]) -> [InterfaceField] {
        fields.map { InterfaceField(name: $0.name, type: resolved($0.type)) }
    }

    private let types: [(String, any Decodable.Type)] = [
        ("Significance", Wire.Significance.self), ("Document", Wire.Document.self),
        ("Version", Wire.Version.self), ("Edit", Wire.Edit.self), ("Change", Wire.Change.self),
        ("Answer", Wire.Answer.self), ("Passage", Wire.Passage.self),
        ("Commitment", Wire.Commitment.self), ("Problem", Wire.Problem.self),
    ]

    private let methods: [any PolicyMethod.Type] = [
        Wire.Ask.self, Wire.Search.self, Wire.List.self, Wire.History.self, Wire.Show.self, Wire.Diff.self,
        Wire.Blame.self, Wire.Changes.self, Wire.Digest.self, Wire.Commitments.self, Wire.Follow.self,
        Wire.Sync.self, Wire.Status.self, Wire.Rescan.self, Wire.Reload.self, Wire.Verify.self,
        Wire.Backup.self,
    ]

    @Test func `every type is the interface's, field by field and in its order`() throws {
        #expect(types.map(\.0) == interface.types.map(\.name))
        for (name, type) in types {
            #expect(try ShapeReader.shape(of: type) == resolved(.named(name)), "\(name)")
        }
    }

    @Test func `every method takes and gives what the interface says`() throws {
        #expect(methods.map { $0.name } == interface.methods.map { "org.policyd." + $0.name })
        for (type, method) in zip(methods, interface.methods) {
            let (parameters, reply) = try shapes(of: type)
            #expect(parameters == .structure(resolved(method.parameters)), "\(method.name)")
            #expect(reply == .structure(resolved(method.reply)), "\(method.name)")
        }
    }

    private func shapes<Method: PolicyMethod>(
        of _: Method.Type
    ) throws -> (InterfaceType, InterfaceType) {
        (try ShapeReader.shape(of: Method.Parameters.self), try ShapeReader.shape(of: Method.Reply.self))
    }

    @Test func `every error is the interface's and reads back`() throws {
        let errors: [PolicyError] = [
            .notFound(path: "a"), .noSuchVersion(path: "a", version: 7),
            .invalidArgument(parameter: "since", reason: "no"), .invalidQuery(query: "(", reason: "no"),
            .notPermitted(reason: "no"), .timedOut, .busy(reason: "no"),
        ]
        #expect(errors.map(\.varlinkError.name) == interface.errors.map { "org.policyd." + $0.name })
        for (error, declared) in zip(errors, interface.errors) {
            let wire = error.varlinkError
            #expect(interface.firstMisfit(in: wire.parameters, of: declared.parameters) == nil)
            #expect(PolicyError(wire) == error)
        }
        #expect(PolicyError(.invalidParameter("a")) == nil)
        #expect(PolicyError(VarlinkError(name: "org.policyd.NotFound")) == nil)
    }

    @Test func `the text served is the file, byte for byte`() throws {
        let file = SharedFolder.projectFolder + "/Sources/PolicyAPI/org.policyd.varlink"
        let bytes = try #require(FileManager.default.contents(atPath: file))
        #expect(Array(PolicyInterface.text.utf8) == Array(bytes))
    }

    @Test(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.absence)))
    func `the interface is the one that was agreed, with no more than additions`() throws {
        func lines(_ text: String) -> [Substring] {
            // A field that another one follows has a comma.
            text.split(separator: "\n").map { $0.hasSuffix(",") ? $0.dropLast() : $0 }
        }
        var agreed = lines(try SharedFolder.text("design/org.policyd.varlink"))[...]
        for line in lines(PolicyInterface.text) where line == agreed.first { agreed.removeFirst() }
        #expect(agreed.first == nil)
    }

    @Test func `fields go in their order, those that are nil do not go`() throws {
        let edit = Wire.Edit(operation: .delete, text: "a/b \"é\"\u{1B}\u{85}\u{7F}\n")
        #expect(
            String(decoding: try JSONWriter.bytes(of: edit), as: UTF8.self)
                == #"{"operation":"delete","text":"a/b \"é\"\u001b\u0085\u007f\n"}"#)
        let parameters = Wire.Ask.Parameters(question: "q", asOf: "2026-01-01")
        #expect(
            String(decoding: try JSONWriter.bytes(of: parameters), as: UTF8.self)
                == #"{"question":"q","as_of":"2026-01-01"}"#)
        #expect(try JSONWriter.bytes(of: Wire.Rescan.Reply()) == Array("{}".utf8))
    }

    @Test func `source bytes survive base64`() {
        var random = SeededGenerator(seed: 64)
        for count in 0..<100 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
        }
        for text in ["a", "ab=c", "====", "a===", "ab c", "abc\n"] { #expect(Base64.decode(text) == nil) }
    }
}
