import ChandlerCore

/// The rows of one answer about a pool, sorted out.
struct TokenRows: Sendable {
    /// Complete candles of the span, open times strictly ascending.
    private(set) var candles: [TokenCandle] = []
    /// Rows of the span that broke a rule.
    private(set) var rejected: [RejectedRow] = []
    /// The earliest open time of any row, inside the span or not.
    private(set) var earliest: Timestamp?
    /// How many rows open after the span, beyond the one that touches it.
    private(set) var newer = 0
    /// How many rows were sent.
    let count: Int

    /// Reads rows.
    ///
    /// Of two rows with one open time the first in the answer is kept; the other is rejected where
    /// it differs. Rows whose interval was not over are left out, and so are those that open before
    /// the span: they belong to another one.
    init(_ rows: [JSONValue], _ layout: TokenRowLayout, _ scope: TokenRowScope) {
        count = rows.count
        var kept: [Timestamp: TokenCandle] = [:]
        for row in rows {
            var openTime: Timestamp?
            do throws(RowFault) {
                let fields = try layout.fields(row)
                let open = try layout.openTime(fields, scope.interval)
                openTime = open
                earliest = min(earliest ?? open, open)
                switch scope.place(of: open) {
                case .older, .forming: continue
                case .newer:
                    newer += 1
                    guard scope.rejectsNewer else { continue }
                    throw Self.outside(open, scope)
                case .inside: break
                }
                let candle = try layout.candle(fields, open, scope.interval)
                guard let first = kept.updateValue(candle, forKey: open) else { continue }
                kept[open] = first
                if first != candle { throw Self.duplicate(candle, of: first) }
            } catch {
                rejected.append(
                    RejectedRow(
                        openTime: openTime,
                        rule: error.rule,
                        reason: error.reason,
                        payload: row.raw
                    )
                )
            }
        }
        candles = kept.values.sorted { $0.openTime < $1.openTime }
    }

    /// Adds the rows of an answer for what came before.
    mutating func prepend(_ earlier: TokenRows) {
        candles = earlier.candles + candles
        rejected = earlier.rejected + rejected
        earliest = earlier.earliest ?? earliest
    }

    private static func outside(_ open: Timestamp, _ scope: TokenRowScope) -> RowFault {
        RowFault(
            rule: CandleRule.outsideRequest.rawValue,
            reason: "\(CandleRule.outsideRequest.words): open time \(open), asked for "
                + "\(scope.range.start) up to, not including, \(scope.range.end)"
        )
    }

    private static func duplicate(_ candle: TokenCandle, of first: TokenCandle) -> RowFault {
        RowFault(
            rule: CandleRule.duplicateOpenTime.rawValue,
            reason: "\(CandleRule.duplicateOpenTime.words): open time \(candle.openTime), kept "
                + "close \(first.close), this row has close \(candle.close)"
        )
    }
}
