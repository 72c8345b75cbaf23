import ChandlerCore
import ChandlerHTTP

/// How one exchange speaks: its requests, its rows, its list of instruments and its errors.
///
/// A new venue is a folder with a type that conforms to this, and a line in ``VenueCatalogue``.
/// Paging, limits, repetition, order and the rules of candles are ``ExchangeClient``'s.
protocol ExchangeDialect: Sendable {
    /// Names, limits and habits.
    var profile: ExchangeProfile { get }

    /// Where the rows of an answer stand and what their fields mean.
    var layout: RowLayout { get }

    /// Asks for the candles that open in a window, both ends included.
    ///
    /// - Parameters:
    ///   - market: The instrument in the venue's list.
    ///   - interval: One of the profile's.
    ///   - firstOpen: The first open time.
    ///   - lastOpen: The last open time; `nil` asks for those that follow the first, where the
    ///     profile says that this is how history's beginning is found.
    ///   - limit: The most rows wanted.
    /// - Returns: The request.
    func candles(
        of market: Instrument,
        _ interval: Interval,
        from firstOpen: Timestamp,
        through lastOpen: Timestamp?,
        limit: Int
    ) -> PathRequest

    /// How the venue's clock is read.
    var clock: VenueClock { get }

    /// Asks for a page of the list of instruments: the first one without a cursor.
    func instruments(after cursor: String?) -> PathRequest

    /// Reads a page of the list of instruments.
    ///
    /// Instruments whose ticker cannot be a ``Symbol`` are left out.
    ///
    /// - Throws: Any error where the answer is not what the venue documents.
    func instruments(in body: HTTPBody) throws -> InstrumentPage

    /// How the venue tells the last 24 hours' turnover of its instruments.
    var tickers: VenueTickers { get }

    /// The venue's own error in an answer, or `nil` where there is none.
    ///
    /// Asked for every answer that is no success, and for short ones that are.
    func refusal(in response: HTTPResponse) -> VenueRefusal?
}

extension ExchangeDialect {
    /// The venue does not tell it.
    var tickers: VenueTickers {
        .none("the venue has no such list, so the most traded cannot be picked; name the symbols")
    }
}

/// A page of a venue's list of instruments.
struct InstrumentPage: Sendable {
    /// The instruments.
    var instruments: [Instrument]
    /// Where the next page begins, where there is one.
    var cursor: String?
}

/// How a venue's clock is read.
enum VenueClock: Sendable {
    /// By a request of its own, whose answer is read by the closure.
    case request(PathRequest, @Sendable (HTTPBody) throws -> Timestamp)
    /// From the header `Date` of the answer to a cheap request.
    case date(PathRequest)
}
