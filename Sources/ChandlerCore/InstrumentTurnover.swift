/// How much of an instrument was traded in the last 24 hours, by its venue's own count.
///
/// Good for ranking and for nothing else: it is approximate, moves all the time, and venues differ
/// in what they count.
public struct InstrumentTurnover: Sendable, Hashable {
    /// The instrument in the venue's list.
    public let instrument: Instrument
    /// The amount in the instrument's quote asset.
    public let quoteVolume: Double
    /// Whether it is a volume in the base asset times a price, because the venue tells no amount
    /// in the quote asset.
    public let isComputed: Bool

    /// Creates a turnover.
    ///
    /// - Parameters:
    ///   - instrument: The instrument in the venue's list.
    ///   - quoteVolume: The amount in its quote asset.
    ///   - isComputed: Whether that is a volume times a price.
    public init(instrument: Instrument, quoteVolume: Double, isComputed: Bool = false) {
        self.instrument = instrument
        self.quoteVolume = quoteVolume
        self.isComputed = isComputed
    }

    /// Whether the amount is one: not negative, not infinite and a number.
    var isAmount: Bool { quoteVolume.isFinite && quoteVolume >= 0 }
}
