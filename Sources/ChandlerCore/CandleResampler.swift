/// Joins candles of one interval into those of a longer one, exactly.
///
/// Open and close are the first and last candle's, high and low the extremes, amounts are summed.
/// An amount that any part lacks is lacking in the whole. Missing parts are not invented: a joined
/// candle is made of those that exist, and none is made where there are none.
public struct CandleResampler: Sendable {
    /// The longer interval.
    public let interval: Interval
    private var joined: Candle?

    /// Begins with nothing.
    public init(to interval: Interval) {
        self.interval = interval
    }

    /// Takes the next candle, open times ascending.
    ///
    /// - Returns: The joined candle that ended before this one, if one did.
    /// - Throws: ``FixedPointError`` with `outOfRange` where a sum is more than a column can hold.
    public mutating func append(_ candle: Candle) throws(FixedPointError) -> Candle? {
        let openTime = interval.floor(candle.openTime)
        guard let current = joined, current.openTime == openTime else {
            let done = joined
            joined = candle.opening(at: openTime)
            return done
        }
        joined = try current.joined(with: candle)
        return nil
    }

    /// The last joined candle, if there is one; further candles begin anew.
    public mutating func finish() -> Candle? {
        defer { joined = nil }
        return joined
    }
}

extension Candle {
    fileprivate func opening(at time: Timestamp) -> Candle {
        Candle(
            openTime: time,
            open: open,
            high: high,
            low: low,
            close: close,
            volume: volume,
            quoteVolume: quoteVolume,
            tradeCount: tradeCount,
            takerBuyVolume: takerBuyVolume
        )
    }

    fileprivate func joined(with later: Candle) throws(FixedPointError) -> Candle {
        Candle(
            openTime: openTime,
            open: open,
            high: max(high, later.high),
            low: min(low, later.low),
            close: later.close,
            volume: try sum(volume, later.volume),
            quoteVolume: try sum(quoteVolume, later.quoteVolume),
            tradeCount: tradeCount.flatMap { count in later.tradeCount.map { count + $0 } },
            takerBuyVolume: try sum(takerBuyVolume, later.takerBuyVolume)
        )
    }
}

private func sum(_ first: Quantity?, _ second: Quantity?) throws(FixedPointError) -> Quantity? {
    guard let first, let second else { return nil }
    return try sum(first, second) as Quantity
}

private func sum(_ first: Quantity, _ second: Quantity) throws(FixedPointError) -> Quantity {
    // Two volumes within the limit cannot overflow 128 bits.
    let total = first.raw + second.raw
    guard total.magnitude <= Quantity.limit.magnitude else { throw .outOfRange }
    return Quantity(raw: total)
}
