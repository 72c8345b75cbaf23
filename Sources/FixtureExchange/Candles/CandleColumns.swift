/// Where each field stands in the rows of one candle file.
struct CandleColumns: Sendable {
    /// How many columns a row may have at most; longer rows are cut there.
    static let maximum = 16

    /// Column numbers by field, or -1 where the file has no such column.
    private let columns: [Int]

    /// Reads the header line.
    ///
    /// Unknown columns are skipped, so that a file may carry more than is served.
    init(header: String, file: String) throws(FixtureExchangeError) {
        let names = header.split(separator: ",", omittingEmptySubsequences: false)
        guard names.count <= CandleColumns.maximum else {
            throw FixtureExchangeError(
                .badCandleFile,
                "read \(file): the header has \(names.count) columns, more than the "
                    + "\(CandleColumns.maximum) that are supported"
            )
        }
        var columns: [Int] = []
        for field in CandleField.allCases {
            let column = names.firstIndex { $0 == field.rawValue }
            if column == nil, field.isRequired {
                throw FixtureExchangeError(
                    .badCandleFile,
                    "read \(file): the header was \(quoted(header)), without the column "
                        + "\(field.rawValue); it must begin like open_time_ms,open,high,low,"
                        + "close,volume"
                )
            }
            columns.append(column ?? -1)
        }
        guard columns.first == 0 else {
            throw FixtureExchangeError(
                .badCandleFile,
                "read \(file): open_time_ms must be the first column"
            )
        }
        self.columns = columns
    }

    /// The column of a field, or `nil` where the file has none.
    subscript(_ field: CandleField) -> Int? {
        let column = columns[field.ordinal]
        return column < 0 ? nil : column
    }
}

extension CandleField {
    /// The position in ``allCases``, for tables by field.
    var ordinal: Int {
        switch self {
        case .openTime: 0
        case .open: 1
        case .high: 2
        case .low: 3
        case .close: 4
        case .volume: 5
        case .quoteVolume: 6
        case .tradeCount: 7
        case .takerBuyVolume: 8
        case .takerBuyQuoteVolume: 9
        }
    }
}
