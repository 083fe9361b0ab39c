import FoundationEssentials
import TestSupport
import Testing
import Varlink

struct JSONTests {
    private func value(_ text: String) throws -> JSONValue { try JSONParser.value(of: text.utf8) }

    @Test func `every kind of value is read`() throws {
        #expect(
            try value(#" { "a" : [ 1 , -2.5e1 , true , false , null ] , "é\n\u00e9\ud83d\ude00\/" : "" } "#)
                == .object([
                    .init("a", .array([.integer(1), .float(-25), .bool(true), .bool(false), .null])),
                    .init("é\né😀/", .string("")),
                ]))
        #expect(try value("9223372036854775807") == .integer(.max))
        #expect(try value("9223372036854775808").wholeNumber == nil)
        #expect(try value("-0").wholeNumber == 0)
        #expect(try value("2.0").wholeNumber == 2)
        #expect(try value("1e400").number == nil)
        #expect(try value("{}") == .emptyObject)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "01", "+1", "1.", ".5", "1e", "0x1",
        "NaN",
        "nul", "truee", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"", "\"\u{1}\"", "\"a\nb\"", "1 2", "[1 2]",
        "{\"a\" 1}", "{\"a\":}", "[,1]", "--1", "\u{FEFF}1", "\"abc\\",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try value(text) }
    }

    @Test func `what parsers disagree about is refused`() throws {
        #expect(throws: JSONError.duplicateName("a")) { try value(#"{"a":1,"b":2,"a":3}"#) }
        #expect(throws: JSONError.duplicateName("k13")) {
            try value("{" + (0..<200).map { "\"k\($0 < 199 ? $0 : 13)\":0" }.joined(separator: ",") + "}")
        }
        // The same to Unicode, but not the same bytes.
        #expect(throws: Never.self) { try value("{\"\u{E9}\":1,\"e\u{301}\":2}") }
        for text in [#""\ud800""#, #""\udc00\ud800""#, #""\ud800a""#, #""\ud800\n""#] {
            #expect(throws: JSONError.self) { try value(text) }
        }
        let bytes: [[UInt8]] = [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]]
        for text in bytes {
            #expect(throws: JSONError.notUnicode(at: 0)) { try JSONParser.value(of: text) }
        }
    }

    @Test func `nesting has a limit`() throws {
        let limit = JSONParser.maximumDepth
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try value(nested(limit)) }
        #expect(throws: JSONError.tooDeep) { try value(nested(limit + 1)) }
        #expect(throws: JSONError.tooDeep) { try value(nested(100_000)) }
        #expect(throws: JSONError.tooDeep) { try value(String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test func `noise is refused, or is what is written again`() throws {
        var random = SeededGenerator(seed: 2)
        var understood = 0
        let alphabet = Array("{}[]\",:\\u0123456789.eE+-truefalsn \u{1}é".utf8) + [0xFF, 0xC2, 0xED]
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet.randomElement(using: &random)!
            }
            let value = try? JSONParser.value(of: bytes)
            if let value {
                understood += 1
                #expect(try JSONParser.value(of: JSONWriter.bytes(of: value)) == value)
            }
            // A message is an object, which noise of this kind hardly ever is.
            let isObject = if case .object = value { true } else { false }
            #expect(isObject || (try? CallMessage(reading: bytes[...])) == nil)
            #expect(isObject || ReplyMessage(reading: bytes[...]) == nil)
        }
        #expect(understood > 0 && understood < 2500)
    }

    @Test func `what is written is read again, here and by Foundation`() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let value = JSONValue.array([randomValue(&random, depth: 0)])
            let bytes = try JSONWriter.bytes(of: value)
            #expect(try JSONParser.value(of: bytes) == value)
            #expect(!bytes.contains { $0 < 0x20 || $0 == 0x7F })
            _ = try JSONDecoder().decode([Ignored].self, from: Data(bytes))
        }
    }

    private struct Ignored: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    private func randomValue(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth > 4 ? 5 : 7), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .float(Double(Int.random(in: -999...999, using: &random)) + 0.25)
        case 4, 5: return .string(randomText(&random))
        case 6:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in randomValue(&random, depth: depth + 1)
                })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &random)).map {
                    JSONValue.Member("\($0)" + randomText(&random), randomValue(&random, depth: depth + 1))
                })
        }
    }

    private func randomText(_ random: inout SeededGenerator) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "\u{80}", "\u{9F}", "\u{A0}", "é", "œ",
            "政",
            "😀", "\u{2028}",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...100, using: &random) {
            text.append(scalars.randomElement(using: &random)!)
        }
        return String(text)
    }

    @Test func `values keep their declared order through Codable`() throws {
        struct Inner: Codable, Equatable {
            var z: [Int]
            var y: [String: Double]?
            var x: [[Bool]]
        }
        struct Outer: Codable, Equatable {
            var second: Inner
            var first: Inner?
            var none: Int?
            var last: Double
        }
        let inner = Inner(z: [3, -1], y: ["k": 0.5], x: [[true], []])
        let outer = Outer(second: inner, first: Inner(z: [], y: nil, x: []), none: nil, last: 1)
        let bytes = try JSONWriter.bytes(of: outer)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"second":{"z":[3,-1],"y":{"k":0.5},"x":[[true],[]]},"first":{"z":[],"x":[]},"last":1.0}"#
        )
        #expect(try JSONReader.decode(Outer.self, from: JSONParser.value(of: bytes)) == outer)
        #expect(throws: EncodingError.self) { try JSONWriter.bytes(of: [Double.nan]) }
    }
}
