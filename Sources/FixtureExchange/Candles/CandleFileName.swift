import ChandlerCore

/// The series a candle file holds, read from its name `SYMBOL-INTERVAL.csv.gz` (or `.csv`).
struct CandleFileName: Sendable, Hashable {
    let symbol: String
    let interval: Interval

    init(symbol: String, interval: Interval) {
        self.symbol = symbol
        self.interval = interval
    }

    /// Reads a file name, or returns `nil` where it names no series.
    ///
    /// The month may be spelled `1mo`, as in Binance's archive.
    init?(path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let suffixes = [".csv.gz", ".csv"]
        guard let suffix = suffixes.first(where: name.hasSuffix) else { return nil }
        let stem = name.dropLast(suffix.count)
        guard let dash = stem.lastIndex(of: "-"), dash > stem.startIndex else { return nil }
        let length = String(stem[stem.index(after: dash)...])
        guard let interval = length == "1mo" ? .month : Interval(rawValue: length) else {
            return nil
        }
        let symbol = String(stem[..<dash])
        guard symbol.utf8.allSatisfy(CandleFileName.isSymbolByte) else { return nil }
        self.init(symbol: symbol, interval: interval)
    }

    /// What a ticker is made of, so that no name needs escaping in an answer.
    static func isSymbolByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default:
            false
        }
    }
}
