internal import PolicyText

/// The text with the characters escaped that mean something in HTML and XML, and those replaced that neither may hold
/// or that would reorder the page around them.
func htmlEscaped(_ text: some StringProtocol) -> String {
    let isSafe = text.utf8.withContiguousStorageIfAvailable { needsNoEscaping($0) } ?? false
    return isSafe ? String(text) : escapedScalars(of: text)
}

/// Whether the bytes of a text need no escaping; false where only its scalars can tell.
private func needsNoEscaping(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for (place, byte) in bytes.enumerated() {
        switch byte {
        case 0x26, 0x3C, 0x3E, 0x22, 0x27, 0x7F: return false
        case 0..<0x20: return false
        case 0xC2 where bytes[place + 1] < 0xA0: return false
        case 0xE2 where bytes[place + 1] == 0x80 && (0xAA...0xAE).contains(bytes[place + 2]): return false
        case 0xE2 where bytes[place + 1] == 0x81: return false
        case 0xEF, 0xF0...: return false
        default: break
        }
    }
    return true
}

func escapedScalars(of text: some StringProtocol) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            result += "\u{FFFD}"
        // No characters at all, in any plane.
        case _ where scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value):
            result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// A `lang` attribute where the language is known, so that a screen reader pronounces the text as it is meant.
func languageAttribute(_ language: Language) -> String {
    language == .undetermined ? "" : " lang=\"\(language.rawValue)\""
}

/// A document's path with breaks allowed after each part, in a code element.
func htmlPath(_ path: DocumentPath) -> String {
    "<code>"
        + path.text.split(separator: "/", omittingEmptySubsequences: false).map {
            htmlEscaped(singleLine($0))
        }
        .joined(separator: "/<wbr/>") + "</code>"
}

/// What a page is called and what it leads to.
struct HTMLPage {
    var title: String
    var language: Language
    /// What stands above the main part: where the reader is, and ways on.
    var navigation: [(text: String, address: String)] = []
    var main: String
    var footer: String?
    /// The feed's address, where the page announces it.
    var feed: String?

    /// The page whole. Well formed as XML from `<body>` on, which the tests use.
    var text: String { opening + main + closing }

    /// What stands above the main part.
    var opening: String {
        let words = DigestWords(language: language)
        let links = navigation.map {
            "<li><a href=\"\(htmlEscaped($0.address))\">\(htmlEscaped($0.text))</a></li>"
        }
        let nav =
            links.isEmpty
            ? "" : "<nav aria-label=\"\(htmlEscaped(words.navigation))\"><ul>\(links.joined())</ul></nav>\n"
        let alternate =
            feed.map {
                "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"\(htmlEscaped(words.feed))\" href=\"\(htmlEscaped($0))\">\n"
            } ?? ""
        return """
            <!DOCTYPE html>
            <html lang="\(language == .french ? "fr" : "en")">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(HTMLStyle.policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="policyd">
            <title>\(htmlEscaped(singleLine(title)))</title>
            \(alternate)<style>\(HTMLStyle.sheet)</style>
            </head>
            <body>
            <a class="skip" href="#main">\(htmlEscaped(words.skip))</a>
            <header>
            \(nav)<h1>\(htmlEscaped(singleLine(title)))</h1>
            </header>
            <main id="main">

            """
    }

    /// What stands below it.
    var closing: String {
        "</main>\n\(footer.map { "<footer><p>\(htmlEscaped($0))</p></footer>\n" } ?? "")</body>\n</html>\n"
    }
}
