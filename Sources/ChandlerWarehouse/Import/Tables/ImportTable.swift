/// A table that rows of an older system can be loaded into, and by what its rows are known.
///
/// Columns, types, checks and defaults are read from the server; here stands what no catalog says.
public struct ImportTable: Sendable, Hashable, CustomStringConvertible {
    /// A column that names a row of another table.
    struct Reference: Sendable, Hashable {
        /// The column.
        let column: String
        /// The table it points into, by its `id`.
        let table: String
        /// The column of that table which a file may hold instead of the `id`, if there is one.
        let businessKey: String?
    }

    /// What becomes of a stored row that differs.
    enum Change: Sendable, Hashable {
        /// It is updated, except where one of these columns differs: that is a conflict.
        case update(fixed: [String])
        /// Nothing: what was recorded once does not change, and the row is a conflict.
        case refuse
    }

    /// The table's name, with its schema where that is not `public`.
    public let name: String
    /// The columns that make two rows the same.
    let key: [String]
    /// Whether the server keeps the key unique.
    let isUnique: Bool
    /// What becomes of a stored row that differs.
    let change: Change
    /// Columns that point into other tables.
    var references: [Reference] = []
    /// Columns that are the older system's own numbering and are not taken over.
    var ignored: [String] = ["id"]
    /// The column shown in `ingest_rejects.symbol`.
    var label: String?
    /// The column by whose month the table is partitioned.
    var monthColumn: String?
    /// A condition on the staged row `s` that keeps it out, with its rule and reason.
    var refusal: Refusal?
    /// What a row that is not known to be newer leaves as it is stored.
    var ending: Ending?

    /// How rows of the table come to their end.
    struct Ending: Sendable, Hashable {
        /// The column that says how far a row is, where there is one.
        var status: String?
        /// Its values that no other one follows.
        var final: [String] = []
        /// Columns that are filled at the end, and are not emptied again.
        let columns: [String]
    }

    /// Rows that do not go together with what other tables say.
    struct Refusal: Sendable, Hashable {
        let rule: String
        let reason: String
        let condition: String
    }

    /// The table's name.
    public var description: String { name }
}
