import ChandlerCore

/// All tokens and pools of one seed, and those that are created while the clock moves.
struct TokenBook: Sendable {
    private(set) var tokens: [FixtureToken] = []
    private(set) var pools: [FixturePool] = []
    private var tokensByMint: [String: Int] = [:]
    private var poolsByAddress: [String: Int] = [:]
    private var poolsByMint: [String: [Int]] = [:]
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        for token in TokenBook.named { add(token) }
        for pool in TokenBook.namedPools { add(pool) }
        var random = SplitMix64(seed: seed)
        for number in 0..<48 { addRandom(number, &random) }
    }

    func token(_ mint: String, at moment: Timestamp) -> FixtureToken? {
        if let index = tokensByMint[mint] { return tokens[index] }
        return recent(TokenBook.remembered, at: moment).first { $0.token.mint == mint }?.token
    }

    func pool(_ address: String, at moment: Timestamp) -> FixturePool? {
        if let index = poolsByAddress[address] { return pools[index] }
        return recent(TokenBook.remembered, at: moment).first { $0.pool.address == address }?.pool
    }

    /// The pools a token stands in, on either side, the deepest first.
    func pools(of mint: String, at moment: Timestamp) -> [FixturePool] {
        if tokensByMint[mint] != nil {
            return (poolsByMint[mint] ?? []).map { pools[$0] }
                .sorted { ($0.liquidity, $0.address) > ($1.liquidity, $1.address) }
        }
        return recent(TokenBook.remembered, at: moment).filter { $0.token.mint == mint }.map(\.pool)
    }

    mutating func add(_ token: FixtureToken) {
        tokensByMint[token.mint] = tokens.count
        tokens.append(token)
    }

    mutating func add(_ pool: FixturePool) {
        poolsByAddress[pool.address] = pools.count
        poolsByMint[pool.base, default: []].append(pools.count)
        poolsByMint[pool.quote, default: []].append(pools.count)
        pools.append(pool)
    }

    /// How many of the newest tokens can be asked for by mint.
    static let remembered = 60
    private static let slot: Int64 = 120_000

    /// The newest tokens at a moment, the newest first: one comes every two minutes.
    func recent(_ count: Int, at moment: Timestamp) -> [(token: FixtureToken, pool: FixturePool)] {
        let newest = moment.milliseconds / TokenBook.slot
        return (0..<Int64(count)).map { young(slot: newest - $0) }
    }

    private func young(slot: Int64) -> (token: FixtureToken, pool: FixturePool) {
        var random = SplitMix64(seed: seed &* 31 &+ UInt64(bitPattern: slot))
        let mint = SolanaAddress.make(&random)
        let created = Timestamp(milliseconds: slot * TokenBook.slot + random.below(1_000))
        let isOnlyHere = slot % 3 == 0
        let token = FixtureToken(
            mint: mint,
            symbol: TokenBook.word(&random).uppercased(),
            name: "Young \(TokenBook.word(&random))",
            price: Double(1_000 + random.below(9_000)) * 1e-9,
            supply: 1e9,
            holders: Int(1 + random.below(300)),
            createdAt: created,
            quirks: isOnlyHere ? [.young, .unknownToDexScreener] : [.young]
        )
        let pool = FixturePool(
            address: SolanaAddress.make(&random),
            dex: "pumpfun",
            base: mint,
            quote: FixtureTokens.wrappedSOL,
            liquidity: Double(2_000_00 + random.below(9_000_00)) / 100,
            volume: Double(random.below(90_000_00)) / 100,
            createdAt: created
        )
        return (token, pool)
    }

    /// A token of the crowd: any magnitude, one to three pools, in every fourth as the quote.
    private mutating func addRandom(_ number: Int, _ random: inout SplitMix64) {
        let created = Timestamp(seconds: 1_609_459_200 + random.below(90_000_000))
        let word = TokenBook.word(&random)
        let token = FixtureToken(
            mint: SolanaAddress.make(&random),
            symbol: number % 7 == 6 ? tokens[tokens.count - 1].symbol : word.uppercased(),
            name: "Fixture \(word) \(number)",
            coin: number % 3 == 0 ? "fixture-\(word)-\(number)" : nil,
            decimals: number % 2 == 0 ? 6 : 9,
            price: TokenBook.price(&random),
            supply: Double(1_000 + random.below(9_000_000)) * 1e5,
            holders: Int(10 + random.below(500_000)),
            createdAt: created
        )
        add(token)
        for position in 0..<(1 + random.below(3)) {
            let isQuote = (Int64(number) + position) % 4 == 3
            add(
                FixturePool(
                    address: SolanaAddress.make(&random),
                    dex: ["raydium", "orca", "meteora"][Int(position)],
                    label: [nil, "wp", "DLMM"][Int(position)],
                    base: isQuote ? FixtureTokens.wrappedSOL : token.mint,
                    quote: isQuote ? token.mint : FixtureTokens.usdc,
                    liquidity: Double(1_000 + random.below(900_000_000)) / 100,
                    volume: Double(random.below(400_000_000)) / 100,
                    createdAt: created + 1_000_000 * random.below(1_000_000)
                )
            )
        }
    }

    /// Four digits anywhere between 1e-12 and 1e3.
    private static func price(_ random: inout SplitMix64) -> Double {
        let digits = 1_000 + random.below(9_000)
        let exponent = -15 + random.below(15)
        return Double("\(digits)e\(exponent)") ?? 1
    }

    static func word(_ random: inout SplitMix64) -> String {
        let syllables = ["ba", "co", "du", "fi", "go", "ka", "lu", "mo", "ne", "pi", "ru", "sho"]
        return (0..<(2 + random.below(2)))
            .map { _ in syllables[Int(random.below(Int64(syllables.count)))] }.joined()
    }
}
