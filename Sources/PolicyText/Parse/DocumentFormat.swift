/// How a text marks its structure.
package enum DocumentFormat: String, CaseIterable, Sendable {
    /// Headings and paragraphs by their looks; Markdown marks are understood where they occur.
    case plainText = "text"
    /// CommonMark with the extensions of GitHub.
    case markdown

    /// The format that a file's name tells; plain text where it tells nothing.
    package init(fileName: some StringProtocol) {
        let name = fileName.lowercased()
        let isMarkdown = [
            ".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdtext", ".mdx", ".rmd", ".qmd",
        ]
        .contains { name.hasSuffix($0) }
        self = isMarkdown ? .markdown : .plainText
    }
}
