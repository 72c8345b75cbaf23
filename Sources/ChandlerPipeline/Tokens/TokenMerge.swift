import ChandlerCore
import ChandlerStore

/// A token's snapshots joined into one row: the first source's values, and what it lacks from the
/// first other source that has it.
struct TokenMerge {
    /// Prices further apart than this are not of the same token, or one of them is wrong.
    static let farthestPrices = 1.5

    /// The row as it stands.
    private(set) var row: TokenRow
    /// The sources that filled a field, the first one not among them.
    private(set) var helpers: Set<String> = []

    /// Begins with the first source's snapshot.
    init(_ base: TokenSnapshot) {
        row = TokenRow(
            mint: base.mint,
            network: base.network,
            source: base.source,
            observedAt: base.observedAt
        )
        row.raw = [.init(source: base.source, text: base.raw)]
        _ = fill(from: base)
    }

    /// The row of a first snapshot and others, in the order in which they were asked.
    static func row(_ base: TokenSnapshot, _ others: [TokenSnapshot]) -> TokenRow {
        var merge = TokenMerge(base)
        for other in others { merge.add(other) }
        return merge.row
    }

    /// The fields no source has told yet.
    var lacking: Set<TokenField> {
        Set(TokenField.allCases.filter { row.origins[$0.column] == nil })
    }

    /// Adds what another source says.
    ///
    /// A source that contradicts the row's price, or that knows the address on another chain only,
    /// fills nothing: its words are kept in the doubts and its object in `raw_data`.
    mutating func add(_ other: TokenSnapshot) {
        if !row.raw.contains(where: { $0.source == other.source }) {
            row.raw.append(.init(source: other.source, text: other.raw))
        }
        if let doubt = contradiction(other) {
            row.doubts.append(doubt)
        } else if fill(from: other), other.source != row.source {
            helpers.insert(other.source)
        }
    }

    private func contradiction(_ other: TokenSnapshot) -> String? {
        guard other.network == row.network else {
            return "network: \(other.source) knows the address on \(quoted(other.network)), "
                + "\(row.source) on \(quoted(row.network))"
        }
        guard let known = row.price, let told = other.price,
            let teller = row.origins[TokenField.price.column]
        else { return nil }
        // Written so that zero, and what is no number, contradict every other price.
        let isNear =
            known == told
            || known <= Self.farthestPrices * told && told <= Self.farthestPrices * known
        return isNear
            ? nil : "price: \(other.source) says \(told) USD, \(teller) \(known)"
    }

    /// Takes the fields that are still missing; tells whether there were any.
    private mutating func fill(from snapshot: TokenSnapshot) -> Bool {
        let before = row.origins.count
        take(snapshot.symbol.flatMap { $0.isEmpty ? nil : $0 }, \.symbol, .symbol, snapshot)
        take(snapshot.price, \.price, .price, snapshot)
        take(snapshot.liquidity, \.liquidity, .liquidity, snapshot)
        take(snapshot.volume, \.volume, .volume, snapshot)
        take(snapshot.holderCount, \.holderCount, .holderCount, snapshot)
        take(snapshot.createdAt, \.createdAt, .createdAt, snapshot)
        return row.origins.count > before
    }

    private mutating func take<Value>(
        _ value: Value?,
        _ path: WritableKeyPath<TokenRow, Value?>,
        _ field: TokenField,
        _ snapshot: TokenSnapshot
    ) {
        guard let value, row.origins[field.column] == nil else { return }
        row[keyPath: path] = value
        row.origins[field.column] = snapshot.source
    }
}
