import ChandlerHTTP

/// What is known of GeckoTerminal before it is asked anything.
///
/// **Limits:** 30 requests a minute, of which few may come at once: here one in 2.5 s. Refusals
/// carry `retry-after: 0`, which is of no use; the pause is 20 s at least and doubles. There is no
/// key. **Source:** apiguide.geckoterminal.com; answers of August and September 2026.
enum GeckoTerminalProfile {
    /// The aggregator's name.
    static let name = "geckoterminal"

    /// The profile.
    static let profile = AggregatorProfile(
        name: name,
        host: "https://api.geckoterminal.com",
        limit: WeightLimit(weight: 1, per: .milliseconds(2_500)),
        limitPause: .seconds(20),
        headers: ["Accept": "application/json;version=20230302"],
        refusal: { GeckoTerminalAnswer($0)?.refusal ?? CoinGeckoAnswer($0)?.refusal }
    )
}

extension AggregatorClient {
    /// A request to GeckoTerminal about a network.
    func request(
        on network: String,
        _ path: [String],
        _ query: [(String, String)] = []
    ) -> PathRequest {
        request(["api", "v2", "networks", network] + path, query)
    }
}
