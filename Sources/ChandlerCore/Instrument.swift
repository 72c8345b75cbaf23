/// What a venue says about one of its tickers.
public struct Instrument: Sendable, Hashable {
    /// The venue's name.
    public let venue: String
    /// The ticker without separators.
    public let symbol: Symbol
    /// The ticker as the venue spells it.
    public let venueSymbol: String
    /// The asset that is bought and sold.
    public let baseAsset: String
    /// The asset prices are counted in.
    public let quoteAsset: String
    /// The venue's own word for its state, such as `TRADING` or `BREAK`.
    public let status: String
    /// The smallest price step as the venue's text, where it tells it.
    public let tickSize: String?
    /// The smallest volume step as the venue's text, where it tells it.
    public let stepSize: String?

    /// Creates an instrument.
    public init(
        venue: String,
        symbol: Symbol,
        venueSymbol: String,
        baseAsset: String,
        quoteAsset: String,
        status: String,
        tickSize: String? = nil,
        stepSize: String? = nil
    ) {
        self.venue = venue
        self.symbol = symbol
        self.venueSymbol = venueSymbol
        self.baseAsset = baseAsset
        self.quoteAsset = quoteAsset
        self.status = status
        self.tickSize = tickSize
        self.stepSize = stepSize
    }
}
