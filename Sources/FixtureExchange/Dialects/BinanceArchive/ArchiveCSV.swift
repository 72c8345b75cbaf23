import ChandlerCore

/// The text of a file of the archive: rows of twelve, with a header where one is wanted.
///
/// Times count milliseconds in files before 2025 and microseconds from then on.
enum ArchiveCSV {
    static let header =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
        + "taker_buy_quote_volume,ignore\n"

    /// 2025-01-01T00:00:00Z, from when on spot files count microseconds.
    private static let microsecondsFrom = Timestamp(seconds: 1_735_689_600)

    /// The rows of a page.
    static func text(_ page: CandlePage, of period: TimeRange, hasHeader: Bool) -> [UInt8] {
        let unit: Int64 = period.start >= microsecondsFrom ? 1 : 1_000
        var text: [UInt8] = []
        text.reserveCapacity(page.textSize + page.rows.count * 120)
        if hasHeader { text += header.utf8 }
        for position in page.rows.indices {
            let texts = page.texts(at: position)
            let open = Timestamp(milliseconds: page.openTime(at: position))
            let close = page.file.name.interval.close(of: open)
            func field(_ field: CandleField) -> [UInt8] {
                texts[field] ?? Array("\(field.constant)".utf8)
            }
            func append(_ fields: [CandleField]) {
                for name in fields { text += [UInt8(ascii: ",")] + field(name) }
            }
            text += "\(open.microseconds / unit)".utf8
            append([.open, .high, .low, .close, .volume])
            text += ",\(close.microseconds / unit - 1)".utf8
            append([.quoteVolume, .tradeCount, .takerBuyVolume, .takerBuyQuoteVolume])
            text += ",0\n".utf8
        }
        return text
    }
}
