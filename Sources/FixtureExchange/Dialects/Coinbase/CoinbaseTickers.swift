import ChandlerCore

/// What the list of products of Advanced Trade says about the last 24 hours.
enum CoinbaseTickers {
    /// The members, each after a comma; texts are empty where there are no candles.
    static func members(of symbol: String, in exchange: Exchange) throws(CoinbaseError) -> String {
        let start = Timestamp(milliseconds: exchange.clock.now.milliseconds - 86_400_000)
        let ticker = try CoinbaseError.reading(
            try DayTicker(of: symbol, since: start, in: exchange)
        )
        let price = ticker?.last.description ?? ""
        let volume = ticker?.volume.description ?? ""
        // In quote currency the venue tells the volume times the last price, with two decimals.
        let value = ticker?.valueAtLast.description.dropLast(6) ?? ""
        return ",\"price\":\"\(price)\",\"volume_24h\":\"\(volume)\","
            + "\"approximate_quote_24h_volume\":\"\(value)\""
    }
}
