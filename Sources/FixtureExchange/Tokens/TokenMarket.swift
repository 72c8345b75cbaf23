import ChandlerCore

/// The tokens as they stand at one moment, which all four aggregators look at.
struct TokenMarket {
    let exchange: Exchange
    let now: Timestamp

    init(_ exchange: Exchange, at moment: Timestamp? = nil) {
        self.exchange = exchange
        now = moment ?? exchange.clock.now
    }

    private var book: TokenBook { exchange.tokens }

    func token(_ mint: String) -> FixtureToken? { book.token(mint, at: now) }
    func pool(_ address: String) -> FixturePool? { book.pool(address, at: now) }
    func pools(of mint: String) -> [FixturePool] { book.pools(of: mint, at: now) }

    /// The newest tokens with their pools, the newest first.
    func recent(_ count: Int) -> [(token: FixtureToken, pool: FixturePool)] {
        book.recent(count, at: now)
    }

    var tokens: [FixtureToken] { book.tokens }

    /// Tokens whose ticker or name has these words, the one with the most liquidity first.
    func search(_ words: String, without quirk: TokenQuirks) -> [FixtureToken] {
        let words = words.lowercased()
        guard !words.isEmpty else { return [] }
        return tokens.filter { token in
            !token.quirks.contains(quirk)
                && (token.symbol.lowercased().contains(words)
                    || token.name.lowercased().contains(words))
        }
        .map { (token: $0, depth: pools(of: $0.mint).reduce(0) { $0 + $1.liquidity }) }
        .sorted { ($0.depth, $0.token.mint) > ($1.depth, $1.token.mint) }
        .map(\.token)
    }

    func state(of token: FixtureToken) -> TokenState {
        let minute = Interval.minute.floor(now)
        let pools = pools(of: token.mint)
        return TokenState(
            token: token,
            minute: minute,
            price: price(of: token, at: minute),
            earlierPrice: price(of: token, at: minute - 86_400_000_000),
            liquidity: pools.reduce(0) { $0 + $1.liquidity },
            volume: pools.reduce(0) { $0 + volume(of: $1) }
        )
    }

    func price(of mint: String) -> Double? {
        token(mint).map { price(of: $0, at: Interval.minute.floor(now)) }
    }

    /// What was traded in a pool in 24 hours.
    func volume(of pool: FixturePool) -> Double {
        (pool.volume * (1 + wobble(pool.address, at: now)) * 100).rounded() / 100
    }

    /// The ticker of the candle file behind a token's candles, or `nil` where it has none.
    func series(of token: FixtureToken) -> String? {
        guard token.candleScale != nil else { return nil }
        let settings = exchange.configuration.aggregators
        return settings.candleSymbols[token.mint] ?? settings.candleSymbol
            ?? exchange.store.symbols.last
    }

    /// The open of the newest candle, or a price that stays within two percent.
    private func price(of token: FixtureToken, at minute: Timestamp) -> Double {
        if let scale = token.candleScale, let text = open(series(of: token), at: minute),
            let price = DecimalDigits(text).flatMap({ Double($0.shifted(by: scale).short) }),
            price > 0
        {
            return price
        }
        return token.price * (1 + token.swing * wobble(token.mint, at: minute))
    }

    private func open(_ symbol: String?, at minute: Timestamp) -> String? {
        guard let symbol, let file = try? exchange.file(symbol: symbol, interval: .minute) else {
            return nil
        }
        let query = CandleQuery(through: minute.milliseconds, limit: 1, keep: .newest)
        let page = CandlePage.select(query, from: file, now: minute, hidden: [])
        guard !page.rows.isEmpty else { return nil }
        return page.texts(at: 0)[.open].map { String(decoding: $0, as: UTF8.self) }
    }

    /// A number within ±0.02 that follows from the seed of a name and the minute.
    private func wobble(_ name: String, at moment: Timestamp) -> Double {
        let minute = UInt64(bitPattern: Interval.minute.floor(moment).milliseconds / 60_000)
        var random = SplitMix64(seed: SolanaAddress.hash(name) ^ (minute &* 0x9e37_79b9))
        return Double(random.below(401) - 200) / 10_000
    }
}
