private import Glibc

/// The two functions that ranking needs of the C library.
enum Logarithm {
    static func natural(_ value: Double) -> Double { log(value) }
    static func exponential(_ value: Double) -> Double { exp(value) }
    /// 1 / (1 + e^-x).
    static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}
