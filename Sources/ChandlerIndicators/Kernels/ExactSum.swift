/// A sum over a whole series that does not lose what is small beside it.
///
/// **Source:** Knuth's two-sum; Ogita, Rump and Oishi, "Accurate Sum and Dot Product", 2005.
struct ExactSum: Sendable {
    private var sum = 0.0
    /// What rounding has taken from `sum` so far.
    private var rest = 0.0

    /// Adds a value and tells the sum.
    @inline(__always)
    mutating func add(_ value: Double) -> Double {
        let next = sum + value
        let part = next - sum
        rest += (sum - (next - part)) + (value - part)
        sum = next
        return sum + rest
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&sum)
        state.visit(&rest)
    }
}
