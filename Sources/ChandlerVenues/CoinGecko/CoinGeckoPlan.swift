import ChandlerHTTP

/// What a client of CoinGecko has: no key, a free one, or a paid one.
///
/// **Limits:** without a key 5 to 15 requests a minute for an address, here one in 8 s; with a free
/// key 100 a minute, here 90; paid plans differ, here 300. Failed requests count too.
///
/// **Source:** docs.coingecko.com, "Errors and rate limits", "Authentication".
enum CoinGeckoPlan: Sendable, Hashable {
    case keyless
    case demo(key: String)
    case pro(key: String)

    /// The aggregator's name.
    static let name = "coingecko"
    /// The variable that holds a free key.
    static let demoVariable = "COINGECKO_API_KEY"
    /// The variable that holds a paid key, which goes before a free one.
    static let proVariable = "COINGECKO_PRO_API_KEY"

    /// The profile of a client with this plan.
    var profile: AggregatorProfile {
        switch self {
        case .keyless:
            profile("https://api.coingecko.com", 1, .seconds(8), [:])
        case .demo(let key):
            profile("https://api.coingecko.com", 90, .seconds(60), ["x-cg-demo-api-key": key])
        case .pro(let key):
            profile("https://pro-api.coingecko.com", 300, .seconds(60), ["x-cg-pro-api-key": key])
        }
    }

    private func profile(
        _ host: String,
        _ requests: Int,
        _ window: Duration,
        _ headers: HTTPHeaders
    ) -> AggregatorProfile {
        AggregatorProfile(
            name: Self.name,
            host: host,
            limit: WeightLimit(weight: requests, per: window),
            limitPause: .seconds(20),
            headers: headers,
            refusal: { CoinGeckoAnswer($0)?.refusal }
        )
    }
}
