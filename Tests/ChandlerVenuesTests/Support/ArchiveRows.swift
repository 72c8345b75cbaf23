import ChandlerCore
import ChandlerHTTP

@testable import ChandlerVenues

/// A line of an archive's file that breaks no rule, each part of which a test may change.
struct ArchiveLine {
    var openTime: String
    var open = "2.50000000"
    var high = "3.00000000"
    var low = "2.00000000"
    var close = "2.75000000"
    var volume: String
    var closeTime: String
    var quoteVolume = "25.00000000"
    var trades = "7"
    var takerVolume = "4.00000000"
    var takerQuote = "9.00000000"
    var unused = "0"

    /// The candle of a length that opens at a moment, in milliseconds or microseconds.
    init(_ openTime: Timestamp, _ interval: Interval = .minute, unit: Int64 = 1_000) {
        let close = interval.close(of: openTime)
        self.openTime = "\(openTime.microseconds / unit)"
        closeTime = "\(close.microseconds / unit - 1)"
        // Each candle differs from its neighbours.
        volume = "\(openTime.microseconds / 60_000_000 % 100_000).00000001"
    }

    init(_ openTime: Timestamp, _ change: (inout ArchiveLine) -> Void) {
        self.init(openTime)
        change(&self)
    }

    var csv: String {
        [
            openTime, open, high, low, close, volume, closeTime, quoteVolume, trades, takerVolume,
            takerQuote, unused,
        ].joined(separator: ",")
    }

    var json: String {
        "[\(openTime),\"\(open)\",\"\(high)\",\"\(low)\",\"\(close)\",\"\(volume)\",\(closeTime),"
            + "\"\(quoteVolume)\",\(trades),\"\(takerVolume)\",\"\(takerQuote)\",\"0\"]"
    }
}

let archiveHeader =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
    + "taker_buy_quote_volume,ignore"

/// The file of a series for a month.
func archiveFile(
    _ year: Int = 2024,
    _ month: Int = 3,
    _ interval: Interval = .minute
) throws -> ArchiveFile {
    ArchiveFile(
        series: SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval),
        period: .month(Month(year: year, month: month))
    )
}

/// Reads lines as the content of a file.
func parseArchive(
    _ lines: [String],
    _ file: ArchiveFile,
    end: String = "\n",
    closedBefore: Timestamp = VenueTime.end
) throws(ArchiveFault) -> ParsedPage {
    let text = lines.map { $0 + end }.joined()
    let zip = ZipRecipe(file.memberName, text.utf8)
    return try ArchiveParser.parse(zip.body, of: file, closedBefore: closedBefore)
}
