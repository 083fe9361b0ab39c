import Testing
import Varlink

struct InterfaceDescriptionTests {
    private let text = """
        # Comment
        interface org.example.a-b1

        type Pair (left: int, right: ?[]string) # after
        type Mode (one, two_2)
        method Do(pair: Pair, mode: ?Mode, map: [string][]float, any: object) -> (nested: [](a: bool))
        method Nothing()->()
        error Bad (reason: string)
        """

    @Test func `types, methods and errors are read in order`() throws {
        let interface = try InterfaceDescription(parsing: text)
        #expect(interface.name == "org.example.a-b1")
        #expect(interface.text == text)
        #expect(interface.types.map(\.name) == ["Pair", "Mode"])
        #expect(interface.type(named: "Mode") == .enumeration(["one", "two_2"]))
        let method = try #require(interface.method(named: "Do"))
        #expect(
            method.parameters.map(\.type) == [
                .named("Pair"), .optional(.named("Mode")), .map(.array(.float)), .object,
            ])
        #expect(
            method.reply == [
                InterfaceField(
                    name: "nested", type: .array(.structure([InterfaceField(name: "a", type: .bool)])))
            ])
        #expect(interface.methods.map(\.name) == ["Do", "Nothing"])
        #expect(interface.errors.map(\.name) == ["Bad"])
        #expect(ServiceInterface.description.methods.map(\.name) == ["GetInfo", "GetInterfaceDescription"])
    }

    @Test(arguments: [
        ("", "line 1: 'interface' is missing"),
        ("interface", "line 1: 'interface' needs a name"),
        ("interface org", "line 1: 'org' is no interface name"),
        ("interface 1.a", "line 1: '1.a' is no interface name"),
        ("interface a.b\ntype lower (a: int)", "line 2: 'lower' is no name of a type, method or error"),
        ("interface a.b\ntype A (a: Missing)", "line 2: type 'Missing' is not declared"),
        ("interface a.b\ntype A (a: integer)", "line 2: 'integer' is no type"),
        ("interface a.b\ntype A (a: int, a: int)", "line 2: 'a' is given twice"),
        ("interface a.b\ntype A (a: int, b)", "line 2: some fields have a type and some have none"),
        ("interface a.b\ntype A (a: ??int)", "line 2: a type is optional once"),
        ("interface a.b\ntype A ()\ntype A ()", "line 3: 'A' is declared twice"),
        ("interface a.b\nmethod A () ()", "line 2: '->' is missing"),
        ("interface a.b\nmethod A (a) -> ()", "line 2: fields need types"),
        ("interface a.b\ntype A (a: int", "line 2: ')' is missing"),
        ("interface a.b\nfoo A ()", "line 2: 'foo' is none of type, method and error"),
        ("interface a.b\ntype A (_a: int)", "line 2: '_a' is no name of a field"),
    ])
    func `what is no definition says why`(text: String, message: String) {
        #expect {
            try InterfaceDescription(parsing: text)
        } throws: {
            "\($0)" == message
        }
    }

    @Test func `deep nesting is refused, not followed`() {
        let deep = "interface a.b\ntype A (a: " + String(repeating: "[]", count: 100_000) + "int)"
        #expect(throws: InterfaceSyntaxError.self) { try InterfaceDescription(parsing: deep) }
    }

    @Test(arguments: [
        (#"{"pair":{"left":1},"map":{},"any":{}}"#, nil),
        (#"{"pair":{"left":1,"right":["a"]},"mode":"two_2","map":{"k":[1,2.5]},"any":{"x":[]}}"#, nil),
        (#"{"pair":{"left":1,"right":null},"mode":null,"map":{},"any":{}}"#, nil),
        (#"{"map":{},"any":{}}"#, "pair"),
        (#"{"pair":{},"map":{},"any":{}}"#, "pair.left"),
        (#"{"pair":{"left":"1"},"map":{},"any":{}}"#, "pair.left"),
        (#"{"pair":{"left":1,"right":[1]},"map":{},"any":{}}"#, "pair.right"),
        (#"{"pair":{"left":1},"mode":"three","map":{},"any":{}}"#, "mode"),
        (#"{"pair":{"left":1},"map":{"k":[true]},"any":{}}"#, "map"),
        (#"{"pair":{"left":1},"map":{},"any":1}"#, "any"),
        (#"{"pair":{"left":1},"map":{},"any":{},"more":1}"#, "more"),
    ])
    func `a value that does not fit is told by its name`(json: String, misfit: String?) throws {
        let interface = try InterfaceDescription(parsing: text)
        let fields = try #require(interface.method(named: "Do")).parameters
        #expect(interface.firstMisfit(in: try JSONParser.value(of: json.utf8), of: fields) == misfit)
    }
}
