/// Where a table names tokens and instruments, and what becomes of it when they are forgotten.
struct ErasedTable: Sendable, Hashable {
    /// What becomes of a row of something else that names the forgotten in free text.
    enum Fate: Sendable, Hashable {
        /// The row goes.
        case removed
        /// A mark takes the name's place.
        case redacted
        /// It stays, for the reason that the output gives.
        case left(String)
    }

    /// A column of free text or JSON.
    struct Mention: Sendable, Hashable {
        let column: String
        /// Which names may stand in it.
        var kinds: Set<ErasureSubject.Kind> = [.mint, .symbol]
        let fate: Fate
    }

    /// The table.
    let name: String
    /// The column that holds a token's address.
    var mint: String?
    /// The column that holds a ticker.
    var symbol: String?
    /// Whether a column `network` says which network's token is meant.
    var hasNetwork = false
    /// Columns in which rows of something else may name it.
    var mentions: [Mention] = []

    /// The column by which rows belong to what is forgotten.
    func column(of kind: ErasureSubject.Kind) -> String? { kind == .mint ? mint : symbol }

    /// The columns of free text that may hold names of a kind, by what becomes of them.
    func redacted(_ kind: ErasureSubject.Kind) -> [String] {
        mentions.filter { $0.kinds.contains(kind) && $0.fate == .redacted }.map(\.column)
    }

    /// The columns of free text whose rows go.
    func removing(_ kind: ErasureSubject.Kind) -> [String] {
        mentions.filter { $0.kinds.contains(kind) && $0.fate == .removed }.map(\.column)
    }

    /// The columns of free text that stay, with why.
    func left(_ kind: ErasureSubject.Kind) -> [(column: String, reason: String)] {
        mentions.compactMap { mention in
            guard case .left(let reason) = mention.fate, mention.kinds.contains(kind) else {
                return nil
            }
            return (mention.column, reason)
        }
    }
}
