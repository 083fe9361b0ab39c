import Testing

@testable import PolicyText

/// What holds of every outline, whatever the text.
enum OutlineInvariants {
    static func check(_ outline: Outline, sourceLocation: SourceLocation = #_sourceLocation) {
        let bytes = Array(outline.text.utf8)
        var end = 0
        var rebuilt: [UInt8] = []
        var line = 0
        for (index, passage) in outline.passages.enumerated() {
            guard passage.range.lowerBound >= end, !passage.range.isEmpty,
                passage.range.upperBound <= bytes.count
            else {
                Issue.record("passage \(index) \(passage.range) after \(end)", sourceLocation: sourceLocation)
                return
            }
            let slice = bytes[passage.range]
            if !slice.elementsEqual(passage.text.utf8) {
                Issue.record("passage \(index) is not its slice", sourceLocation: sourceLocation)
            }
            rebuilt += bytes[end..<passage.range.lowerBound] + Array(passage.text.utf8)
            end = passage.range.upperBound
            #expect(passage.line >= max(1, line), sourceLocation: sourceLocation)
            line = passage.line
            if let heading = passage.heading {
                #expect(heading < index, sourceLocation: sourceLocation)
                #expect(outline.passages[heading].kind == .heading, sourceLocation: sourceLocation)
            }
            checkLevel(passage, sourceLocation)
            checkSentences(passage, index, sourceLocation)
        }
        rebuilt += bytes[end...]
        #expect(rebuilt == bytes, sourceLocation: sourceLocation)
        checkLines(outline, bytes, sourceLocation)
    }

    private static func checkLevel(_ passage: Passage, _ location: SourceLocation) {
        switch passage.kind {
        case .heading: #expect((1...6).contains(passage.level), sourceLocation: location)
        case .listItem: #expect(passage.level >= 1, sourceLocation: location)
        default: #expect(passage.level == 0, sourceLocation: location)
        }
    }

    private static func checkSentences(_ passage: Passage, _ index: Int, _ location: SourceLocation) {
        let text = Array(passage.text.utf8)
        var end = 0
        #expect(!passage.sentences.isEmpty || passage.kind != .heading, sourceLocation: location)
        for sentence in passage.sentences {
            guard sentence.lowerBound >= end, !sentence.isEmpty, sentence.upperBound <= text.count else {
                Issue.record("sentence \(sentence) of passage \(index)", sourceLocation: location)
                return
            }
            #expect(String(validating: text[sentence], as: UTF8.self) != nil, sourceLocation: location)
            end = sentence.upperBound
        }
    }

    /// The line of each passage, counted anew from the start.
    private static func checkLines(_ outline: Outline, _ bytes: [UInt8], _ location: SourceLocation) {
        var line = 1
        var index = 0
        for passage in outline.passages {
            while index < passage.range.lowerBound {
                if bytes[index] == 0x0A
                    || bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
                {
                    line += 1
                }
                index += 1
            }
            #expect(passage.line == line, sourceLocation: location)
        }
    }
}
