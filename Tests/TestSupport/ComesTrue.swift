/// Whether a condition holds within a minute, however busy the machine: it is asked again and again. A condition that
/// throws does not hold yet.
package func comesTrue(_ condition: () throws -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
        if (try? condition()) == true { return true }
    }
    return false
}
