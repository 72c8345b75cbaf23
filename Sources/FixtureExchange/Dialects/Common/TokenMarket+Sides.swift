extension TokenMarket {
    /// The tokens of a pool as they stand, or `nil` where one of them is not known.
    func sides(of pool: FixturePool) -> (base: TokenState, quote: TokenState)? {
        guard let base = token(pool.base), let quote = token(pool.quote) else { return nil }
        return (state(of: base), state(of: quote))
    }
}
