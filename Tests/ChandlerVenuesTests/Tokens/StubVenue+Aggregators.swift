import ChandlerCore
import ChandlerHTTP
import Foundation

@testable import ChandlerVenues

extension StubVenue {
    /// Answers every request alike.
    convenience init(always body: String) {
        self.init { _, _ in .text(body) }
    }

    /// The decoded paths and queries of all requests.
    var paths: [String] {
        requests.map { request in
            let parts = URLComponents(string: request.url)
            let query = parts?.queryItems?.map { "\($0.name)=\($0.value ?? "")" }
            let tail = query.map { "?" + $0.joined(separator: "&") } ?? ""
            return (parts?.path ?? request.url) + tail
        }
    }

    /// A connection to this stub.
    func connection(
        _ profile: AggregatorProfile,
        _ options: VenueOptions = VenueOptions(),
        clock: LeapingClock = LeapingClock()
    ) -> AggregatorConnection {
        let network = HTTPNetwork(transport: self, clock: clock)
        return AggregatorConnection(profile, options, network: network, seed: 1)
    }
}

/// All sources of tokens over a stub.
enum AggregatorSources {
    static let names = ["jupiter", "jupiter-price", "dexscreener", "geckoterminal", "coingecko"]

    static func tokens(
        _ name: String,
        _ stub: StubVenue,
        clock: LeapingClock = LeapingClock(),
        _ options: VenueOptions = VenueOptions()
    ) -> any TokenSource {
        let solana = AggregatorNetwork("solana")
        func connect(_ profile: AggregatorProfile) -> AggregatorConnection {
            stub.connection(profile, options, clock: clock)
        }
        switch name {
        case "jupiter": return JupiterTokens(connect(JupiterProfile.profile(name, key: nil)))
        case "jupiter-price": return JupiterPrices(connect(JupiterProfile.profile(name, key: nil)))
        case "dexscreener":
            return DexScreenerTokens(connect(DexScreenerProfile.profile), network: solana)
        case "geckoterminal":
            return GeckoTerminalTokens(connect(GeckoTerminalProfile.profile), network: solana)
        default: return CoinGeckoTokens(connect(CoinGeckoPlan.keyless.profile), network: solana)
        }
    }
}

/// 2024-03-01T00:00:00Z, at which the stub's clock stands.
let receipt = Timestamp(seconds: 1_709_251_200)

/// What snapshots of one answer have in common.
func tokenScope(_ asked: [String]? = nil) throws -> TokenScope {
    TokenScope(
        source: "test",
        network: "solana",
        receivedAt: receipt,
        asked: try asked.map { try AskedTokens($0, task: "test") }
    )
}

/// A document of a text.
func json(_ text: String) throws -> JSONValue {
    try JSONTree(HTTPBody(text: text)).root
}

/// The error that work ends with.
func venueError(_ work: () async throws -> Void) async -> VenueError? {
    do {
        try await work()
        return nil
    } catch {
        return error as? VenueError
    }
}

/// All pages of a span.
func collect(
    _ source: any PoolCandleSource,
    _ series: PoolSeriesID,
    _ range: TimeRange,
    closedBefore: Timestamp? = nil
) async throws -> [TokenCandlePage] {
    var pages: [TokenCandlePage] = []
    let sequence = source.pages(of: series, in: range, closedBefore: closedBefore ?? range.end)
    for try await page in sequence { pages.append(page) }
    return pages
}
