/// A table of which a backup holds something else than the database.
public struct BackupDifference: Sendable, Hashable, Codable {
    /// The table or partition, with its schema.
    public let table: String
    /// Rows in the database; nil where it has no such table.
    public let rows: Int64?
    /// Rows that came back; nil where the backup has no such table.
    public let restoredRows: Int64?
    /// What differs: `missing`, `unexpected`, `rows`, `contents` or what a program said.
    public let what: String

    /// Describes a difference.
    public init(table: String, rows: Int64?, restoredRows: Int64?, what: String) {
        self.table = table
        self.rows = rows
        self.restoredRows = restoredRows
        self.what = what
    }

    /// A short line for a person.
    public var description: String {
        let counts =
            "\(rows.map { "\($0)" } ?? "no") against \(restoredRows.map { "\($0)" } ?? "no")"
        return "\(table): \(what), \(counts) restored rows"
    }

    /// Compares table by table.
    ///
    /// - Parameters:
    ///   - live: What the database holds.
    ///   - restored: What came back.
    /// - Returns: The differences in the order of names; none when both hold the same.
    static func between(
        _ live: [String: TableDigest],
        _ restored: [String: TableDigest]
    ) -> [BackupDifference] {
        Set(live.keys).union(restored.keys).sorted().compactMap { table in
            let (one, other) = (live[table], restored[table])
            guard one != other else { return nil }
            let what: String
            if other == nil {
                what = "missing"
            } else if one == nil {
                what = "unexpected"
            } else {
                what = one?.rows == other?.rows ? "contents" : "rows"
            }
            return BackupDifference(
                table: table,
                rows: one?.rows,
                restoredRows: other?.rows,
                what: what
            )
        }
    }
}

extension BackupDifference: CustomStringConvertible {}
