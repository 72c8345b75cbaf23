/// A seeded random walk of one-minute candles in integers: the same on every machine.
struct CandleWalk: Sequence, IteratorProtocol {
    /// A candle in the venue's smallest steps.
    struct Step {
        let openTime: Int64
        /// Prices in hundredths.
        let open, high, low, close: Int64
        /// The volume in units of 1e-5, and the takers' part of it.
        let volume, takerVolume: Int64
        let trades: Int64

        /// The value traded in units of 1e-7, at the middle of open and close.
        func value(of volume: Int64) -> Int64 { volume * (open + close) / 2 }
    }

    /// The first open time: 2005-01-01T00:00:00Z, so that ten million minutes end before 2024-06.
    static let firstOpenTime: Int64 = 1_104_537_600_000

    private var seed: UInt64 = 20_220_101
    private var price: Int64 = 4_621_693
    private var openTime: Int64
    private var left: Int

    /// - Parameters:
    ///   - count: How many candles.
    ///   - openTime: The first one's open time in milliseconds.
    init(_ count: Int, from openTime: Int64 = CandleWalk.firstOpenTime) {
        left = count
        self.openTime = openTime
    }

    mutating func next() -> Step? {
        guard left > 0 else { return nil }
        left -= 1
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let change = Int64(seed >> 33) % 4_001 - 2_000
        let close = Swift.max(100_000, price + change)
        let volume = Int64((seed >> 13) % 1_000_000_000) + 1
        defer {
            price = close
            openTime += 60_000
        }
        return Step(
            openTime: openTime,
            open: price,
            high: Swift.max(price, close) + Int64((seed >> 20) % 900),
            low: Swift.min(price, close) - Int64((seed >> 40) % 900),
            close: close,
            volume: volume,
            takerVolume: volume * Int64((seed >> 24) % 1_000) / 1_000,
            trades: Int64((seed >> 44) % 4_000)
        )
    }
}
