/// Walks the price of a synthetic market from minute to minute.
struct SyntheticWalk {
    private let market: SyntheticMarket
    private var random: SplitMix64
    private var price: Int64
    /// The present hour's volatility, in price steps.
    private var volatility: Int64
    /// What happens in each minute.
    private let kinds: [SyntheticEvent.Kind?]

    init(_ market: SyntheticMarket) {
        self.market = market
        random = SplitMix64(seed: market.seed)
        price = market.firstPrice
        volatility = market.volatility
        var kinds = [SyntheticEvent.Kind?](repeating: nil, count: market.minuteCount)
        for event in market.events {
            for minute in event.minutes { kinds[minute] = event.kind }
        }
        self.kinds = kinds
    }

    /// The candle of a minute, or `nil` while the venue is down; the price moves on regardless.
    mutating func candle(at minute: Int) -> SyntheticCandle? {
        if minute % 60 == 0 {
            volatility = market.volatility * (40 + random.below(120)) / 100
        }
        switch kinds[minute] {
        case .silence: return .silent(at: price)
        case .tie: return traded(from: price, by: 0, wicks: 0, volumeFactor: 1)
        case .crash:
            let fall = price / 500 + random.below(price / 250)
            return traded(from: price, by: -fall, wicks: 6, volumeFactor: 20)
        case .outage:
            price += step()
            return nil
        case nil:
            let jump = random.below(4) == 0 ? random.below(5) - 2 : 0
            return traded(from: price + jump, by: step(), wicks: 1, volumeFactor: 1)
        }
    }

    /// A change of about one volatility, pulled gently towards the first price.
    private mutating func step() -> Int64 {
        let width = 2 * volatility + 1
        let noise = random.below(width) + random.below(width) - 2 * volatility
        return noise + (market.firstPrice - price) / 4_000
    }

    private mutating func traded(
        from open: Int64,
        by change: Int64,
        wicks: Int64,
        volumeFactor: Int64
    ) -> SyntheticCandle {
        let close = open + change
        let reach = wicks * volatility / 2 + 1
        let up = wicks == 0 ? 0 : max(0, random.below(2 * reach) - reach / 2)
        let down = wicks == 0 ? 0 : max(0, random.below(2 * reach) - reach / 2)
        let share = 1 + random.below(100)
        let volume = 1 + market.volume * volumeFactor * share * (1 + random.below(100)) / 5_000
        price = close
        return SyntheticCandle(
            open: open,
            high: max(open, close) + up,
            low: min(open, close) - down,
            close: close,
            volume: volume,
            tradeCount: min(volume, 1 + volume / 9 + random.below(60)),
            takerBuyVolume: volume * (25 + random.below(51)) / 100
        )
    }
}
