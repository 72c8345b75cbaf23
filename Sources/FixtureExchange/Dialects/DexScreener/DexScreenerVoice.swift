import ChandlerCore

/// DexScreener: pairs by token, by address and by words; all requests count as requests for
/// candles to faults.
///
/// **Source:** docs.dexscreener.com, "API reference", as quoted by wrappers; recorded answers.
enum DexScreenerVoice: VenueVoice {
    /// The paths that are served, and the form of their answers.
    enum Endpoint: Sendable {
        /// `/tokens/v1/{chain}/{addresses}`: a bare array.
        case tokens(chain: String, [String])
        /// `/token-pairs/v1/{chain}/{address}`: a bare array.
        case tokenPairs(chain: String, String)
        /// `/latest/dex/tokens/{addresses}`: an object, with null for nothing.
        case latestTokens([String])
        /// `/latest/dex/pairs/{chain}/{addresses}`: an object, with `pair` for a single one.
        case latestPairs(chain: String, [String])
        /// `/latest/dex/search?q=`: an object, with an empty array for nothing.
        case search
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        let parts = PathParts.split(request.path)
        switch (parts.first, parts.count) {
        case ("tokens", 4) where parts[1] == "v1":
            return .tokens(chain: parts[2], addresses(parts[3]))
        case ("token-pairs", 4) where parts[1] == "v1":
            return .tokenPairs(chain: parts[2], parts[3])
        case ("latest", 4) where parts[1] == "dex" && parts[2] == "tokens":
            return .latestTokens(addresses(parts[3]))
        case ("latest", 5) where parts[1] == "dex" && parts[2] == "pairs":
            return .latestPairs(chain: parts[3], addresses(parts[4]))
        case ("latest", 3) where parts[1] == "dex" && parts[2] == "search": return .search
        default: return nil
        }
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        let named: String? =
            switch endpoint {
            case .tokens(_, let list), .latestTokens(let list), .latestPairs(_, let list):
                list.joined(separator: ",")
            case .tokenPairs(_, let address): address
            case .search: request.query["q"]
            }
        return RequestSubject(path: request.path, asksForCandles: true, symbol: named)
    }

    static func answer(
        _ endpoint: Endpoint,
        to call: DialectCall
    ) throws(DexScreenerError) -> Answer {
        try DexScreenerPairs(call).answer(endpoint)
    }

    /// The limit is told in a word, the rest by the firewall before the venue.
    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        switch refusal {
        case .tooManyRequests:
            Answer(status: 429, contentType: "text/plain", text: "Too Many Requests")
        case .banned, .forbidden, .blockedCountry:
            Answer(
                status: 403,
                contentType: Answer.html,
                text: "<html><head><title>Just a moment...</title></head><body></body></html>\n"
            )
        case .internalError:
            Answer(status: 500, contentType: "text/plain", text: "Internal Server Error")
        case .maintenance: .maintenance
        }
    }

    private static func addresses(_ text: String) -> [String] {
        text.split(separator: ",").map(String.init)
    }
}
