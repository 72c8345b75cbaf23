import ChandlerCore

/// One row of `GET /api/v3/klines` as it was sent: twelve fields by position.
///
/// **Source:** Binance spot API, "Kline/Candlestick data".
struct BinanceKline {
    /// The fields in the order in which they are sent.
    ///
    /// 10, the taker's quote volume, and 11, which is unused, are not stored and not read; that
    /// they are valid JSON has been checked with the page.
    enum Column: Int {
        case openTime, open, high, low, close, volume, closeTime, quoteVolume, tradeCount
        case takerBuyVolume

        /// The field's name in messages.
        var words: String {
            switch self {
            case .openTime: "open time"
            case .open: "open"
            case .high: "high"
            case .low: "low"
            case .close: "close"
            case .volume: "volume"
            case .closeTime: "close time"
            case .quoteVolume: "quote volume"
            case .tradeCount: "trade count"
            case .takerBuyVolume: "taker buy volume"
            }
        }
    }

    /// How many fields a row has.
    static let columns = 12

    let row: JSONRow

    /// A field.
    @inline(__always)
    subscript(column: Column) -> JSONField { row[column.rawValue] }

    /// A price field.
    @inline(__always)
    func price(_ column: Column) throws(RowFault) -> Price {
        do {
            return try self[column].price()
        } catch {
            throw fault(column, error)
        }
    }

    /// A volume field.
    @inline(__always)
    func quantity(_ column: Column) throws(RowFault) -> Quantity {
        do {
            return try self[column].quantity()
        } catch {
            throw fault(column, error)
        }
    }

    /// A whole-number field.
    @inline(__always)
    func integer(_ column: Column) throws(RowFault) -> Int64 {
        do {
            return try self[column].integer()
        } catch {
            throw fault(column, error)
        }
    }

    /// Names fields with their values, as they were sent.
    func values(_ columns: Column...) -> String {
        columns.map { "\($0.words) \(quoted(self[$0].string))" }.joined(separator: ", ")
    }

    @inline(never)
    private func fault(_ column: Column, _ fault: FieldFault) -> RowFault {
        RowFault(rule: fault.rule, reason: "\(values(column)) \(fault.words)")
    }
}
