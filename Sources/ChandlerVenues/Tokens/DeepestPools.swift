import ChandlerCore

/// Chooses the deepest pool of each token.
///
/// Prices of shallow pools are easily moved and volumes on empty ones are invented, so what a pool
/// holds decides, not what is traded there.
struct DeepestPools: Sendable {
    private var offers: [String: PoolOffer] = [:]
    private var creation: [String: Timestamp] = [:]
    private var order: [String] = []
    private var rejected = TokenTally()

    /// Reads a pool; `read` answers `nil` for one that is not wanted.
    mutating func add(_ value: JSONValue, _ read: () throws(RowFault) -> PoolOffer?) {
        var found: PoolOffer?
        rejected.add(value) { () throws(RowFault) in
            found = try read()
            return nil
        }
        guard let offer = found else { return }
        let key = TokenAddress.folded(offer.mint)
        if let created = offer.createdAt {
            creation[key] = min(created, creation[key] ?? created)
        }
        guard let best = offers[key] else {
            order.append(key)
            offers[key] = offer
            return
        }
        if (offer.liquidity ?? -1) > (best.liquidity ?? -1) { offers[key] = offer }
    }

    /// A snapshot of each token from its deepest pool; of equal ones the first.
    ///
    /// When the token was created is told by the oldest of its pools that were sent.
    func answer(_ scope: TokenScope) -> TokenAnswer {
        var tally = rejected
        for key in order {
            guard let offer = offers[key] else { continue }
            tally.add(offer.value) { () throws(RowFault) in
                var snapshot = scope.snapshot(offer.mint, of: offer.value)
                snapshot.symbol = offer.symbol
                snapshot.price = offer.price
                snapshot.liquidity = offer.liquidity
                snapshot.volume = offer.volume
                snapshot.createdAt = creation[key]
                return snapshot
            }
        }
        return tally.answer
    }
}
