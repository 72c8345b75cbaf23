/// Why a venue does not answer, in the same few words for every venue.
enum Refusal: Sendable, Hashable {
    case tooManyRequests(seconds: Int)
    case banned(seconds: Int)
    /// A firewall rule.
    case forbidden
    case blockedCountry
    case internalError
    /// An HTML page, as proxies send it.
    case maintenance
}
