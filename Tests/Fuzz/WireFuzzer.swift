// libFuzzer's target for what reads a socket: the framer and JSON. Built by .ci/fuzz together with their sources,
// outside of the package.

/// One input: any bytes, cut into messages in two ways and read as JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let whole = messages([bytes[...]])
    let single = messages(bytes.indices.map { bytes[$0...$0] })
    precondition(whole == single, "messages depend on how their bytes come")
    for message in whole ?? [] { _ = try? JSONParser.value(of: message) }
    return 0
}

private func messages(_ pieces: [ArraySlice<UInt8>]) -> [[UInt8]]? {
    var framer = MessageFramer(limit: 4096)
    var found: [[UInt8]] = []
    for piece in pieces {
        framer.append(piece)
        do {
            while let message = try framer.next() { found.append(Array(message)) }
        } catch {
            return nil
        }
    }
    return found
}
