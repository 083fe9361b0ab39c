import Foundation

/// Time against size for what must not grow faster than its data, as an SVG with logarithmic axes.
struct GrowthPlot {
    struct Point {
        var size: Double
        var milliseconds: Double
    }

    private var lines: [(name: String, points: [Point])] = []

    mutating func add(_ name: String, size: Int, milliseconds: Double) {
        let point = Point(size: Double(size), milliseconds: max(milliseconds, 0.001))
        if let place = lines.firstIndex(where: { $0.name == name }) {
            lines[place].points.append(point)
        } else {
            lines.append((name, [point]))
        }
    }

    private static let width = 640.0
    private static let height = 400.0
    private static let colors = ["#1b5e9b", "#b5451b", "#3a7d34", "#7a3f9d", "#8a6d00", "#333333"]

    var svg: String {
        let points = lines.flatMap(\.points)
        let sizes = points.map { log10($0.size) }
        let times = points.map { log10($0.milliseconds) }
        guard let left = sizes.min(), let right = sizes.max(), let low = times.min(), let high = times.max()
        else {
            return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>\n"
        }
        func x(_ size: Double) -> Double {
            60 + (log10(size) - left) / max(right - left, 1) * (Self.width - 260)
        }
        func y(_ time: Double) -> Double {
            Self.height - 40 - (log10(time) - low) / max(high - low, 1) * (Self.height - 80)
        }
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" "
                + "font-family=\"sans-serif\" font-size=\"12\"><title>Time against size</title>",
            "<text x=\"60\" y=\"\(Int(Self.height) - 8)\">size, \(Int(pow(10, left))) to \(Int(pow(10, right)))</text>",
            "<text x=\"60\" y=\"16\">milliseconds, logarithmic</text>",
        ]
        for (number, line) in lines.enumerated() {
            let color = Self.colors[number % Self.colors.count]
            let sorted = line.points.sorted { $0.size < $1.size }
            let path = sorted.map { "\(Int(x($0.size))),\(Int(y($0.milliseconds)))" }.joined(separator: " ")
            parts.append(
                "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\" points=\"\(path)\"/>")
            for point in sorted {
                let label = FigureTable.text(point.milliseconds)
                parts.append(
                    "<circle cx=\"\(Int(x(point.size)))\" cy=\"\(Int(y(point.milliseconds)))\" r=\"3\" ")
                parts.append("fill=\"\(color)\"><title>\(Int(point.size)): \(label) ms</title></circle>")
            }
            let place = 40 + 18 * number
            parts.append(
                "<text x=\"\(Int(Self.width) - 190)\" y=\"\(place)\" fill=\"\(color)\">\(line.name)</text>")
        }
        return parts.joined(separator: "\n") + "</svg>\n"
    }
}
