/// A PDF made by hand: pages of lines in Helvetica, as a converter meets them.
package enum SamplePDF {
    /// The bytes of a document with these pages; each line is written 16 points under the one before, an empty one
    /// leaves its place free. ASCII without parentheses and backslashes.
    package static func bytes(pages: [[String]]) -> [UInt8] {
        let font = 3 + 2 * pages.count
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [\(pages.indices.map { "\(3 + 2 * $0) 0 R" }.joined(separator: " "))]"
                + " /Count \(pages.count) >>",
        ]
        for (number, lines) in pages.enumerated() {
            let stream =
                "BT /F1 11 Tf 72 740 Td "
                + lines.map { $0.isEmpty ? "0 -16 Td" : "(\($0)) Tj 0 -16 Td" }.joined(separator: " ") + " ET"
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents \(4 + 2 * number) 0 R"
                    + " /Resources << /Font << /F1 \(font) 0 R >> >> >>")
            objects.append("<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream")
        }
        objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        var text = "%PDF-1.4\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = String(text.utf8.count)
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        let size = objects.count + 1
        text +=
            "xref\n0 \(size)\n\(table)trailer\n<< /Size \(size) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }
}
