/// Which of Coinbase's two APIs a path belongs to, and what it asks for.
struct CoinbaseEndpoint: Sendable, Hashable {
    /// The two APIs, of the same books.
    enum API: Sendable {
        case advanced
        case exchange

        /// What the paths of Advanced Trade begin with.
        fileprivate static let prefix = "/api/v3/brokerage/"

        /// The API whose path this would be.
        init(of path: String) {
            self = path.hasPrefix(Self.prefix) ? .advanced : .exchange
        }
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
        api = API(of: path)
        let rest = path.dropFirst(api == .advanced ? API.prefix.count : 1)
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
