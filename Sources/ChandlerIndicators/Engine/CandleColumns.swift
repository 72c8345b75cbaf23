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
        self =
            candles.withContiguousStorageIfAvailable { CandleColumns(contiguous: $0) }
            ?? Array(candles).withUnsafeBufferPointer { CandleColumns(contiguous: $0) }
    }

    private init(contiguous candles: UnsafeBufferPointer<Candle>) {
        func column<Value>(_ value: (borrowing Candle) -> Value) -> [Value] {
            Array(unsafeUninitializedCapacity: candles.count) { column, count in
                count = candles.count
                for row in 0..<count {
                    column.initializeElement(at: row, to: value(candles[row]))
                }
            }
        }
        openTimes = column { $0.openTime.microseconds }
        opens = column { nearestDouble($0.open) }
        highs = column { nearestDouble($0.high) }
        lows = column { nearestDouble($0.low) }
        closes = column { nearestDouble($0.close) }
        volumes = column { nearestDouble($0.volume) }
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
