import ChandlerCore

/// What the snapshots of one answer have in common, and which tokens it was asked about.
struct TokenScope: Sendable {
    /// The aggregator's name in the table.
    let source: String
    /// The chain's name in the table.
    let network: String
    /// When the answer arrived, in whole seconds.
    let receivedAt: Timestamp
    /// The tokens that were asked for; `nil` where whatever is found is wanted.
    var asked: AskedTokens?

    /// The spelling under which a token is stored, or `nil` where it was not asked for.
    func mint(_ address: String) -> String? {
        asked.map { $0.spelling(of: address) } ?? address
    }

    /// Begins a snapshot.
    func snapshot(
        _ mint: String,
        of value: JSONValue,
        observedAt: Timestamp? = nil
    ) -> TokenSnapshot {
        TokenSnapshot(
            source: source,
            network: network,
            mint: mint,
            observedAt: observedAt ?? receivedAt,
            raw: value.raw
        )
    }
}
