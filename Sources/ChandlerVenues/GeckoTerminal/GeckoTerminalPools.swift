import ChandlerCore

/// Reads GeckoTerminal's objects about pools, whose numbers are strings of any length.
struct GeckoTerminalPools {
    /// The network as GeckoTerminal calls it, which all its identifiers begin with.
    let network: String

    /// Reads a list of pools: a snapshot of each base token from its deepest pool.
    ///
    /// - Throws: ``JSONFault`` where it is none.
    func read(_ root: JSONValue, _ scope: TokenScope) throws(JSONFault) -> TokenAnswer {
        guard let list = root["data"]?.elements else {
            throw JSONFault(words: "an array of pools was expected at /data")
        }
        let symbols = Self.symbols(root)
        var pools = DeepestPools()
        for pool in list {
            pools.add(pool) { () throws(RowFault) in try offer(pool, scope, symbols) }
        }
        return pools.answer(scope)
    }

    /// Reads one pool with its tokens.
    ///
    /// - Throws: ``JSONFault`` where it is none of this network.
    func readOne(_ root: JSONValue) throws(JSONFault) -> GeckoTerminalPool {
        guard let pool = root["data"], let address = pool["attributes", "address"]?.string,
            let base = token(pool, "base_token"), let quote = token(pool, "quote_token"),
            [address, base, quote].allSatisfy(TokenAddress.isValid)
        else {
            throw JSONFault(words: "a pool with its tokens on \(network) was expected at /data")
        }
        let symbols = Self.symbols(root)
        let names = Self.names(pool)
        return GeckoTerminalPool(
            address: address,
            base: base,
            quote: quote,
            baseSymbol: symbols["\(network)_\(base)"] ?? names.first,
            quoteSymbol: symbols["\(network)_\(quote)"]
        )
    }

    private func offer(
        _ pool: JSONValue,
        _ scope: TokenScope,
        _ symbols: [String: String]
    ) throws(RowFault) -> PoolOffer? {
        let id = pool["relationships", "base_token", "data", "id"]
        // A search also finds pools of other networks.
        if let text = id?.string, !text.hasPrefix("\(network)_") { return nil }
        guard let address = token(pool, "base_token"), TokenAddress.isValid(address) else {
            throw RowFault(
                rule: "bad_mint",
                reason: "the base token's id \(id.map { quoted($0.raw) } ?? "is missing, it") "
                    + "holds no address"
            )
        }
        guard let mint = scope.mint(address) else { return nil }
        let values = pool["attributes"]
        return PoolOffer(
            mint: mint,
            symbol: id?.string.flatMap { symbols[$0] } ?? Self.names(pool).first,
            price: values?["base_token_price_usd"]?.amount,
            liquidity: values?["reserve_in_usd"]?.amount,
            volume: values?["volume_usd", "h24"]?.amount,
            createdAt: values?["pool_created_at"]?.moment,
            value: pool
        )
    }

    /// The address of a pool's token.
    private func token(_ pool: JSONValue, _ role: String) -> String? {
        guard let id = pool["relationships", role, "data", "id"]?.string,
            id.hasPrefix("\(network)_")
        else { return nil }
        return String(id.dropFirst(network.count + 1))
    }

    /// The tickers of the tokens that were sent beside the pools, by their identifiers.
    private static func symbols(_ root: JSONValue) -> [String: String] {
        var symbols: [String: String] = [:]
        for token in root["included"]?.elements ?? [] {
            guard let id = token["id"]?.string,
                let symbol = token["attributes", "symbol"]?.ticker
            else { continue }
            symbols[id] = symbol
        }
        return symbols
    }

    /// The base token's ticker in a pool's name, such as `WETH / USDC 0.05%`.
    private static func names(_ pool: JSONValue) -> [String] {
        guard let name = pool["attributes", "name"]?.ticker,
            let end = name.firstRange(of: " / ")
        else { return [] }
        let base = String(name[..<end.lowerBound])
        return base.isEmpty ? [] : [base]
    }
}
