public import ChandlerCore

/// Candles as columns of doubles: the form in which indicators read them.
///
/// **Shape:** six columns of equal count, rows in ascending open time.
/// **Units:** open times in microseconds since 1970 UTC; each double is the one nearest to the
/// exact decimal.
public struct CandleColumns: Sendable {
    /// Open times, microseconds since 1970 UTC.
    public let openTimes: [Int64]
    /// First prices.
    public let opens: [Double]
    /// Highest prices.
    public let highs: [Double]
    /// Lowest prices.
    public let lows: [Double]
    /// Last prices.
    public let closes: [Double]
    /// Volumes in base currency.
    public let volumes: [Double]

    /// The number of candles.
    public var count: Int { openTimes.count }

    /// Creates columns from values that are doubles already.
    ///
    /// - Precondition: all columns have the same count.
    public init(
        openTimes: [Int64],
        opens: [Double],
        highs: [Double],
        lows: [Double],
        closes: [Double],
        volumes: [Double]
    ) {
        let count = openTimes.count
        precondition(
            opens.count == count && highs.count == count && lows.count == count
                && closes.count == count && volumes.count == count,
            "Invariant: candle columns have equal counts"
        )
        self.openTimes = openTimes
        self.opens = opens
        self.highs = highs
        self.lows = lows
        self.closes = closes
        self.volumes = volumes
    }

    /// Rounds candles to the nearest doubles.
    ///
    /// - Parameter candles: Open times ascending.
    public init(_ candles: some Collection<Candle>) {
        let count = candles.count
        openTimes = candles.map(\.openTime.microseconds)
        var prices = Array(repeating: [Double](), count: 4)
        for index in prices.indices { prices[index].reserveCapacity(count) }
        var volumes: [Double] = []
        volumes.reserveCapacity(count)
        for candle in candles {
            prices[0].append(nearestDouble(candle.open))
            prices[1].append(nearestDouble(candle.high))
            prices[2].append(nearestDouble(candle.low))
            prices[3].append(nearestDouble(candle.close))
            volumes.append(nearestDouble(candle.volume))
        }
        opens = prices[0]
        highs = prices[1]
        lows = prices[2]
        closes = prices[3]
        self.volumes = volumes
    }
}

/// `price.double`, without the detour over 128 bits where 53 are enough.
@inline(__always)
private func nearestDouble(_ price: Price) -> Double {
    price.raw.magnitude <= 1 << 53 ? Double(price.raw) / 1e8 : price.double
}

/// `quantity.double`, in 64 bits where they are enough.
@inline(__always)
private func nearestDouble(_ quantity: Quantity) -> Double {
    let low = Int64(truncatingIfNeeded: quantity.raw)
    return Int128(low) == quantity.raw && low.magnitude <= 1 << 53
        ? Double(low) / 1e8 : quantity.double
}
