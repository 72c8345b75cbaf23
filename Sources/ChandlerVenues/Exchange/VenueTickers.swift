import ChandlerCore
import ChandlerHTTP

/// How a venue tells the last 24 hours' turnover of all its instruments.
enum VenueTickers: Sendable {
    /// In a list that comes in one answer.
    case list(TickerList)
    /// Not at all, or not so that instruments can be compared; the words say why and what to do.
    case none(String)
}

/// A list of 24-hour tickers: how it is asked for and read.
struct TickerList: Sendable {
    /// The words of ``Instrument/status`` which mean that anybody can trade the instrument now.
    let trading: Set<String>
    /// Asks for all tickers.
    let request: PathRequest
    /// Where tickers are named otherwise than instruments: asks for the venue's spelling of an
    /// instrument by the name of its ticker.
    var names: Names?
    /// Reads the answer; tickers without an amount are left out.
    let read: @Sendable (HTTPBody) throws -> [Ticker]

    /// A second list, which tells names.
    struct Names: Sendable {
        let request: PathRequest
        let read: @Sendable (HTTPBody) throws -> [String: String]
    }
}
