// libFuzzer's target for what reads documents: the decoder, the outline parser, the sentence splitter. Built by
// .ci/fuzz together with their sources, outside of the package.

/// One input: any bytes, read as a file of either format.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let decoded = try? TextDecoder.decode(bytes) else { return 0 }
    if decoded.isReversible {
        precondition(decoded.encoding.encode(decoded.text) == bytes, "the text does not give its bytes back")
    }
    for format in [DocumentFormat.plainText, .markdown] {
        let outline = OutlineParser.parse(decoded.text, format: format)
        var end = 0
        for passage in outline.passages {
            precondition(passage.range.lowerBound >= end, "passages overlap")
            end = passage.range.upperBound
            for sentence in passage.sentences {
                precondition(sentence.lowerBound >= 0 && sentence.upperBound <= passage.text.utf8.count)
            }
        }
        precondition(end <= decoded.text.utf8.count, "a passage ends behind the text")
    }
    for sentence in SentenceSplitter.sentences(in: decoded.text) {
        precondition(sentence.upperBound <= decoded.text.utf8.count)
    }
    return 0
}
