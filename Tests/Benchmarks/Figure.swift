/// One thing measured, policyd's figure beside its peers', all on the same data in the same run.
struct Figure: Encodable {
    /// What is measured, and on how much.
    var what: String
    /// What the numbers count: "ms", "MB", "characters".
    var unit: String
    /// Median of the rounds.
    var ours: Double
    var peers: [Peer] = []
    /// What is aimed at, in words.
    var aim: String
    /// What a reader must know to judge the figure.
    var note = ""

    struct Peer: Encodable {
        var name: String
        /// Nil where the peer is missing; `name` is then followed by what to install.
        var value: Double?
    }

    /// Ours over each peer's: below 1 is better than the peer.
    func ratio(to peer: Peer) -> Double? {
        guard let value = peer.value, value > 0 else { return nil }
        return ours / value
    }
}

/// The figures as a table in Markdown.
struct FigureTable {
    var figures: [Figure]

    var markdown: String {
        var lines = [
            "| what | policyd | beside | ratio | aim | note |", "| --- | ---: | --- | ---: | --- | --- |",
        ]
        for figure in figures {
            let ours = "\(Self.text(figure.ours)) \(figure.unit)"
            let peers = figure.peers.map { peer in
                "\(peer.name): \(peer.value.map { "\(Self.text($0)) \(figure.unit)" } ?? "not installed")"
            }
            let ratios = figure.peers.map { figure.ratio(to: $0).map(Self.text) ?? "–" }
            lines.append(
                "| \(figure.what) | \(ours) | \(peers.joined(separator: "<br>")) "
                    + "| \(ratios.joined(separator: "<br>")) | \(figure.aim) | \(figure.note) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Three figures of a number, as a person writes it.
    static func text(_ value: Double) -> String {
        switch abs(value) {
        case 100...: String(Int(value.rounded()))
        case 10..<100: String((value * 10).rounded() / 10)
        default: String((value * 100).rounded() / 100)
        }
    }
}
