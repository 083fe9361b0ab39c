import LinuxSystem
import PolicyText
import TestSupport
import Testing

@testable import PolicyFolder

struct ConverterTests {
    private func converter(_ programs: [String: [String]]) -> Converter {
        var settings = ConvertSettings()
        settings.programs = programs
        return Converter(settings: settings)
    }

    private func path(_ text: String) throws -> DocumentPath { try #require(DocumentPath(text: text)) }

    @Test func `the program for an ending turns the document into text`() throws {
        let converter = converter([".pdf": ["tr", "a-z y", "A-Z Y"]])
        let text = try converter.convert(Array("terms".utf8), of: path("a/b.PDF"))
        #expect(text.text == "TERMS")
        #expect(!text.isMarkdown)
        #expect(try converter.command(for: path("a/b.txt")) == nil)
    }

    @Test func `a missing program is told with the package that holds it`() throws {
        let converter = converter([
            ".pdf": ["no-such-pdftotext", "-"], ".rtf": ["/nowhere/pandoc", "--to=gfm"],
        ])
        let other = #expect(throws: ConvertError.self) { try converter.convert([], of: path("a.pdf")) }
        #expect(other?.description == "cannot convert 'a.pdf': 'no-such-pdftotext' is not installed")
        let known = #expect(throws: ConvertError.self) { try converter.convert([], of: path("a.rtf")) }
        #expect(known?.advice == "apt install pandoc")
    }

    @Test(arguments: [
        (["bash", "-c", "echo broken xref >&2; exit 1"], "bash said 'broken xref'"),
        (["bash", "-c", "kill -SEGV $$"], "bash was killed by signal 11"),
        (["printf", #"\xff"#], "printf wrote something else than UTF-8 text"),
        (["yes"], "yes wrote more than 100000 bytes"),
        (["sleep", "100"], "sleep took longer than 0.5 seconds"),
    ])
    func `a program that does not do its work is told`(command: [String], reason: String) throws {
        var settings = ConvertSettings()
        settings.programs = [".x": command]
        settings.maximumOutput = 100_000
        settings.timeout = .milliseconds(500)
        let error = #expect(throws: ConvertError.self) {
            try Converter(settings: settings).convert([], of: path("a.x"))
        }
        #expect(error?.reason == reason)
    }

    @Test(.enabled(if: ConfinedProgram.path(of: "pandoc") != nil, "pandoc is not installed"))
    func `pandoc reads HTML under confinement`() throws {
        let html =
            "<html><body><h1>Policy</h1><p>We <b>must</b> answer.</p><ul><li>one</li></ul></body></html>"
        let text = try converter([".html": ["pandoc", "--from=html", "--to=gfm-raw_html", "--wrap=none"]])
            .convert(
                Array(html.utf8), of: path("a.html"))
        #expect(text.text == "# Policy\n\nWe **must** answer.\n\n-   one\n")
        #expect(text.isMarkdown)
    }

    @Test(.enabled(if: ConfinedProgram.path(of: "pandoc") != nil, "pandoc is not installed"))
    func `nothing in the tables of a page is lost`() throws {
        let html = """
            <h1>C</h1><table><tr><th>Lead</th><th>Text</th></tr><tr><td>HC</td><td title="<br>">We will act.<br>See \
            <ul><li>one</li><li>two</li></ul></td></tr></table>
            <table><tr><td><p>Around it</p><TABLE><tr><th>x</th></tr><tr><td>inner</td></tr></TABLE></td></tr></table>
            <p>le 1<sup>er</sup> mars, m<sup>2</sup></p><p>A<br>B</p>
            """
        let text = try converter([".html": ["pandoc", "--from=html", "--to=gfm-raw_html", "--wrap=none"]])
            .convert(Array(html.utf8), of: path("a.html")).text
        for words in ["We will act. See one two", "Around it", "inner"] {
            #expect(text.split(separator: /\s+/).joined(separator: " ").contains(words), "\(text)")
        }
        #expect(!text.contains("[TABLE]"))
        #expect(text.contains("le 1er mars, m"))
        #expect(!text.contains("m2"), "no other raised text is joined: \(text)")
        #expect(text.hasSuffix("A  \nB\n"), "what stands outside of a table stays as it is")
    }

    @Test func `a page whose tags do not close is read in one walk, and nothing of it lost`() throws {
        let page = "<table><tr><td>a<br>b</td></tr></table>" + String(repeating: "<a ", count: 400_000)
        let text = try converter([".html": ["cat"]]).convert(Array(page.utf8), of: path("a.html")).text
        #expect(text == page.replacing("<br>", with: " "))
    }

    @Test(.enabled(if: ConfinedProgram.path(of: "pdftotext") != nil, "pdftotext is not installed"))
    func `pdftotext reads PDF under confinement`() throws {
        let text = try converter([".pdf": ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]]).convert(
            SamplePDF.bytes(pages: [["We must answer."]]), of: path("a.pdf"))
        #expect(text.text == "We must answer.\n")
    }

    @Test func `another program for an ending, and no other, makes its documents be read again`() throws {
        let old = converter([".pdf": ["pdftotext", "-"], ".rtf": ["unrtf", "a b"]]).programs
        let new = converter([".pdf": ["pdftotext", "-"], ".rtf": ["unrtf", "a", "b"], ".odt": ["odt2txt"]])
        let read = ["a.pdf", "b.rtf", "c.odt", "d.txt", "e"].filter {
            DocumentPath(text: $0).map { new.isRead($0, otherwiseThan: old) } ?? false
        }
        #expect(read == ["b.rtf", "c.odt"])
    }
}
