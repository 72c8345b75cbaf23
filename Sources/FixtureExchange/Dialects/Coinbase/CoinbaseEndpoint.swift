/// Which of Coinbase's two APIs a path belongs to, and what it asks for.
struct CoinbaseEndpoint: Sendable, Hashable {
    /// The two APIs, of the same books.
    enum API: Sendable {
        case advanced
        case exchange
    }

    /// What is served of either.
    enum Resource: Sendable, Hashable {
        case time
        case products
        case candles(product: String)
    }

    let api: API
    let resource: Resource

    init?(path: String) {
        let prefix = "/api/v3/brokerage/"
        api = path.hasPrefix(prefix) ? .advanced : .exchange
        let rest = api == .advanced ? path.dropFirst(prefix.count) : path.dropFirst()
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts == ["time"] {
            resource = .time
            return
        }
        if api == .advanced {
            guard parts.first == "market" else { return nil }
            parts.removeFirst()
        }
        guard parts.first == "products" else { return nil }
        switch parts.count {
        case 1: resource = .products
        case 3 where parts[2] == "candles": resource = .candles(product: parts[1])
        default: return nil
        }
    }
}
