import ChandlerCore
import ChandlerHTTP

@testable import ChandlerVenues

/// 2024-03-01T00:00:00Z.
let march = Timestamp(milliseconds: 1_709_251_200_000)

/// A row of klines that breaks no rule, each part of which a test may change.
struct Row {
    var openTime: String
    var open = "\"2.50000000\""
    var high = "\"3.00000000\""
    var low = "\"2.00000000\""
    var close = "\"2.75000000\""
    var volume = "\"10.00000000\""
    var closeTime: String
    var quoteVolume = "\"25.00000000\""
    var trades = "7"
    var takerVolume = "\"4.00000000\""
    var takerQuote = "\"9.00000000\""
    var unused = "\"0\""

    /// The `index`th minute of March 2024.
    init(_ index: Int) {
        let open = march.milliseconds + Int64(index) * 60_000
        openTime = "\(open)"
        closeTime = "\(open + 59_999)"
    }

    init(_ index: Int, _ change: (inout Row) -> Void) {
        self.init(index)
        change(&self)
    }

    var json: String {
        "[\(openTime),\(open),\(high),\(low),\(close),\(volume),\(closeTime),\(quoteVolume),"
            + "\(trades),\(takerVolume),\(takerQuote),\(unused)]"
    }
}

/// An answer of these rows.
func page(_ rows: [Row]) -> HTTPBody {
    HTTPBody(text: "[" + rows.map(\.json).joined(separator: ",") + "]")
}

/// The first `minutes` of March 2024, all of them complete.
func scope(minutes: Int, closedBefore: Timestamp? = nil) -> PageScope {
    let end = Interval.minute.advance(march, by: minutes)
    return PageScope(
        interval: .minute,
        range: TimeRange(march, end),
        closedBefore: closedBefore ?? end
    )
}

/// Decimal text without zeros that say nothing.
func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let digits = text.reversed().drop { $0 == "0" }.reversed()
    return String(digits.last == "." ? Array(digits.dropLast()) : Array(digits))
}
