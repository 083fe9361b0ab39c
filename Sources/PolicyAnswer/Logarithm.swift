private import Glibc

/// The two functions that ranking needs of the C library.
enum Logarithm {
    static func natural(_ value: Double) -> Double { log(value) }
    static func exponential(_ value: Double) -> Double { exp(value) }
    /// 1 / (1 + e^-x).
    static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}

package let TUNE: [Double] = {
    guard let text = getenv("TUNE") else { return TUNE0 }
    var v = TUNE0
    for item in String(cString: text).split(separator: ",") {
        let kv = item.split(separator: "="); v[Int(kv[0])!] = Double(kv[1])!
    }
    return v
}()
// focus, name, heading, title, synonym, relative, gramP, gramS, retrieved, read
let TUNE0: [Double] = [0.6, 1, 0.8, 0.4, 0.3, 0.35, 0, 0, 100, 120, 1.2, 0.75]
