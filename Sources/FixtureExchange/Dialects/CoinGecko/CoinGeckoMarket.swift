import ChandlerCore

/// One coin of `/coins/markets`: numbers in Python's spelling, any of which may be null.
struct CoinGeckoMarket {
    private let state: TokenState

    init(_ state: TokenState) {
        self.state = state
    }

    var text: String {
        let token = state.token
        let isQuiet = state.isQuiet
        var members = JSONMembers()
        members.add("id", token.coin)
        members.add("symbol", token.symbol.lowercased())
        members.add("name", token.name)
        members.add("image", "https://example.com/\(token.coin ?? "").png")
        members.add("current_price", raw: orNull(state.price))
        members.add("market_cap", raw: isQuiet ? "0" : float(state.value / 2))
        members.add("market_cap_rank", raw: "null")
        members.add("fully_diluted_valuation", raw: orNull(state.value))
        members.add("total_volume", raw: orNull(state.volume))
        members.add("high_24h", raw: orNull(max(state.price, state.earlierPrice)))
        members.add("low_24h", raw: orNull(min(state.price, state.earlierPrice)))
        members.add("price_change_24h", raw: orNull(state.price - state.earlierPrice))
        members.add("price_change_percentage_24h", raw: orNull(state.change))
        members.add("circulating_supply", raw: float(token.supply / 2))
        members.add("total_supply", raw: float(token.supply))
        members.add("max_supply", raw: "null")
        members.add("ath", raw: float(state.price * 8))
        members.add("ath_date", "2021-11-28T03:54:55.568Z")
        members.add("atl", raw: float(state.price / 3_000_000))
        // More than seven digits before the point.
        members.add("atl_change_percentage", raw: "24292052.75107")
        members.add("atl_date", "2021-04-28T11:26:25.838Z")
        members.add("roi", raw: "null")
        members.add("last_updated", raw: isQuiet ? "null" : jsonString(milliseconds))
        return members.text
    }

    private var milliseconds: String {
        let fraction = "\(1_000 + state.updatedAt.milliseconds % 1_000)".dropFirst()
        return "\(state.updatedAt.description.prefix(19)).\(fraction)Z"
    }

    private func orNull(_ value: Double) -> String { state.isQuiet ? "null" : float(value) }
    private func float(_ value: Double) -> String { DecimalDigits(value).float }
}
