import ChandlerCore

/// Reads CoinGecko's coins with their markets.
enum CoinGeckoMarkets {
    /// Reads one page of coins.
    ///
    /// - Parameters:
    ///   - root: The answer.
    ///   - scope: What the snapshots have in common.
    ///   - coins: Tells each coin's address; those without one are left out.
    /// - Returns: The snapshots, and how many coins were sent.
    /// - Throws: ``JSONFault`` where the answer is no array.
    static func read(
        _ root: JSONValue,
        _ scope: TokenScope,
        _ coins: CoinGeckoCoins
    ) throws(JSONFault) -> (answer: TokenAnswer, count: Int) {
        guard let list = root.elements else {
            throw JSONFault(words: "an array of coins was expected")
        }
        var tally = TokenTally()
        for coin in list {
            tally.add(coin) { () throws(RowFault) in try snapshot(coin, scope, coins) }
        }
        return (tally.answer, list.count)
    }

    private static func snapshot(
        _ coin: JSONValue,
        _ scope: TokenScope,
        _ coins: CoinGeckoCoins
    ) throws(RowFault) -> TokenSnapshot? {
        guard let id = coin["id"]?.string else {
            throw RowFault(rule: "bad_mint", reason: "the coin has no id")
        }
        guard let mint = coins.address(of: id).flatMap(scope.mint) else { return nil }
        let time = coin["last_updated"]?.moment
        var snapshot = scope.snapshot(mint, of: coin, observedAt: time)
        snapshot.symbol = coin["symbol"]?.ticker
        snapshot.price = coin["current_price"]?.amount
        snapshot.volume = coin["total_volume"]?.amount
        return snapshot
    }
}
