import ChandlerCore

/// What is true of a token in one minute; aggregators round it, and leave parts out.
struct TokenState: Sendable {
    let token: FixtureToken
    /// The beginning of the minute.
    let minute: Timestamp
    /// In US dollars.
    let price: Double
    /// The price a day before.
    let earlierPrice: Double
    /// What lies in all pools, in US dollars.
    let liquidity: Double
    /// Of 24 hours in all pools, in US dollars.
    let volume: Double

    /// When the values were computed: some seconds before the minute, the same all through it.
    var updatedAt: Timestamp {
        minute - Int64(SolanaAddress.hash(token.mint) % 50_000_000)
    }

    /// In percent of the earlier price, with three decimals.
    var change: Double {
        ((price / earlierPrice - 1) * 100_000).rounded() / 1_000
    }

    var holders: Int { token.holders + Int(minute.milliseconds / 60_000 % 50) }
    var value: Double { (price * token.supply * 100).rounded() / 100 }
    var isQuiet: Bool { token.quirks.contains(.quiet) }

    /// A Solana slot: one in 400 milliseconds since the chain began.
    var slot: Int { Int((minute.milliseconds - 1_584_300_000_000) / 400) }
}
