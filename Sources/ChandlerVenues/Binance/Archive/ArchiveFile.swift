import ChandlerCore

/// One file of Binance's bulk archive: all candles of a series that open in a month or a day.
///
/// **Source:** binance/binance-public-data, `README.md`.
struct ArchiveFile: Sendable, Hashable {
    /// The span that a file is for.
    enum Period: Sendable, Hashable {
        case month(Month)
        case day(CivilDate)
    }

    let series: SeriesID
    let period: Period

    /// The month or day; every row of the file opens in it.
    var range: TimeRange {
        switch period {
        case .month(let month): month.range
        case .day(let day):
            TimeRange(Timestamp(day), Timestamp(day) + Timestamp.microsecondsPerDay)
        }
    }

    /// The name without an ending, such as `BTCUSDT-1m-2024-03`.
    var stem: String { "\(series.symbol)-\(spelledInterval)-\(spelledPeriod)" }

    /// The name of the file in its folder.
    var name: String { stem + ".zip" }

    /// The name of the file with the SHA-256 of this one.
    var checksumName: String { name + ".CHECKSUM" }

    /// The name of the only member of the file.
    var memberName: String { stem + ".csv" }

    /// The folders from the root of the archive to the file.
    var folders: [String] {
        let length =
            switch period {
            case .month: "monthly"
            case .day: "daily"
            }
        return ["data", "spot", length, "klines", series.symbol.text, spelledInterval]
    }

    /// The folder as listings spell it, with a slash at the end.
    var prefix: String { folders.joined(separator: "/") + "/" }

    /// The most candles that the file can hold.
    var capacity: Int { series.interval.count(in: range) }

    // In paths the month is not `1M`, because some file systems do not tell it from `1m`.
    private var spelledInterval: String {
        series.interval == .month ? "1mo" : series.interval.rawValue
    }

    private var spelledPeriod: String {
        switch period {
        case .month(let month): month.dashed
        case .day: range.start.compact
        }
    }
}
