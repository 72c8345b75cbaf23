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
    /// Rows with one open time that differ are all rejected, because nothing says which is right.
    /// Of the newest open time of an answer the upper row is kept: it is the candle as it ended, the
    /// one below is what it was while it formed. Rows whose interval was not over are left out, and
    /// so are those that open before the span: they belong to another one.
    init(_ rows: [JSONValue], _ layout: TokenRowLayout, _ scope: TokenRowScope) {
        count = rows.count
        var versions: [Timestamp: [Version]] = [:]
        var newest: Timestamp?
        for row in rows {
            var openTime: Timestamp?
            do throws(RowFault) {
                let fields = try layout.fields(row)
                let open = try layout.openTime(fields, scope.interval)
                openTime = open
                earliest = min(earliest ?? open, open)
                newest = max(newest ?? open, open)
                switch scope.place(of: open) {
                case .older, .forming: continue
                case .newer:
                    newer += 1
                    guard scope.rejectsNewer else { continue }
                    throw Self.outside(open, scope)
                case .inside: break
                }
                let candle = try layout.candle(fields, open, scope.interval)
                guard versions[open]?.contains(where: { $0.candle == candle }) != true else {
                    continue
                }
                versions[open, default: []].append(Version(candle: candle, payload: row.raw))
            } catch {
                reject(error, openTime, payload: row.raw)
            }
        }
        for (open, versions) in versions.sorted(by: { $0.key < $1.key }) {
            settle(versions, isNewest: open == newest)
        }
    }

    /// A candle as one row has it.
    private struct Version {
        let candle: TokenCandle
        let payload: String
    }

    private mutating func settle(_ versions: [Version], isNewest: Bool) {
        if versions.count == 1 || isNewest, let first = versions.first {
            candles.append(first.candle)
            return
        }
        for version in versions {
            reject(
                Self.contradiction(version.candle, versions.map(\.candle)),
                version.candle.openTime,
                payload: version.payload
            )
        }
    }

    private mutating func reject(_ fault: RowFault, _ openTime: Timestamp?, payload: String) {
        rejected.append(
            RejectedRow(
                openTime: openTime,
                rule: fault.rule,
                reason: fault.reason,
                payload: payload
            )
        )
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

    private static func contradiction(
        _ candle: TokenCandle,
        _ versions: [TokenCandle]
    ) -> RowFault {
        let others = versions.filter { $0 != candle }.map { "close \($0.close)" }
        return RowFault(
            rule: CandleRule.duplicateOpenTime.rawValue,
            reason: "\(CandleRule.duplicateOpenTime.words): open time \(candle.openTime), this row "
                + "has close \(candle.close), another \(others.joined(separator: ", another "))"
        )
    }
}
