/// How much a venue lets a client ask for in a span of time.
public struct WeightLimit: Sendable, Equatable {
    /// The sum of request weights that may be used within ``window``.
    public let weight: Int
    /// The span that ``weight`` belongs to.
    public let window: Duration
    /// From this fraction on, requests are spread evenly instead of sent at once.
    public let slowDownFraction: Double

    /// Makes a limit.
    ///
    /// - Parameters:
    ///   - weight: The sum of weights within the window, at least 1.
    ///   - window: The span, longer than zero.
    ///   - slowDownFraction: From this fraction of the weight on, requests are spread evenly.
    public init(weight: Int, per window: Duration, slowDownFraction: Double = 0.8) {
        precondition(weight > 0 && window > .zero, "Invariant: a weight limit is positive")
        self.weight = weight
        self.window = window
        self.slowDownFraction = slowDownFraction
    }
}
