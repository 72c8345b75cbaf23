/// What is compared and written once all rows are staged, as pieces of SQL.
///
/// `s` is always a staged row and `t` one of the table.
struct MergePlan {
    let table: ImportTable
    let shape: TableShape
    /// The columns that the file gives.
    let given: [ImportColumn]
    /// The columns that make two rows the same.
    let key: [ImportColumn]
    /// Whether at most one stored row can have a key.
    let isUnique: Bool
    /// Columns that some rows give and others do not, with their bits in `import_given`.
    let partial: [String: Int]

    init(_ shape: TableShape, given: [ImportColumn], partial: [String: Int] = [:]) {
        self.shape = shape
        self.given = given
        self.partial = partial
        table = shape.table
        (key, isUnique) = Self.key(of: shape, given)
    }

    /// Positions are known by their id where the file has one.
    static func key(
        of shape: TableShape,
        _ given: [ImportColumn]
    ) -> (columns: [ImportColumn], isUnique: Bool) {
        let id = given.first { $0.name == "id" }
        if !shape.table.isUnique, let id { return ([id], true) }
        return (
            shape.table.key.compactMap { name in shape.columns.first { $0.name == name } },
            shape.table.isUnique
        )
    }

    private func isKey(_ column: ImportColumn) -> Bool { key.contains { $0.name == column.name } }

    /// What the file says about a row besides its key.
    var compared: [ImportColumn] { given.filter { !isKey($0) } }

    /// Columns in which a stored row must not differ.
    var fixed: [ImportColumn] {
        switch table.change {
        case .refuse: compared
        case .update(let fixed): compared.filter { fixed.contains($0.name) }
        }
    }

    /// Columns that a stored row takes over.
    var updated: [ImportColumn] {
        let fixed = Set(fixed.map(\.name))
        return compared.filter { !fixed.contains($0.name) }
    }

    /// Key and values: what makes two rows wholly alike.
    var all: [ImportColumn] { key + compared }

    // MARK: - SQL

    /// Whether no stored row answers to a staged one.
    var isUnmatched: String {
        "NOT EXISTS (SELECT FROM import_matches AS m WHERE m.import_line = s.import_line)"
    }

    /// `s` and `t` have the same key.
    var sameKey: String { Self.alike(key) }

    /// Whether a staged row gives a column, where rows differ in that.
    func isGiven(_ column: ImportColumn) -> String? {
        partial[column.name].map { "(s.import_given >> \($0)) & 1 = 1" }
    }

    /// The bits of ``partial``.
    var partialMask: Int64 { partial.values.reduce(0) { $0 | 1 << Int64($1) } }

    /// `s` and `t` have the same values in those of some columns that `s` gives.
    func alikeWhereGiven(_ columns: [ImportColumn]) -> String {
        guard !columns.isEmpty else { return "true" }
        return columns.map { column in
            let isAlike = Self.alike([column])
            return isGiven(column).map { "(NOT (\($0)) OR \(isAlike))" } ?? isAlike
        }.joined(separator: " AND ")
    }

    /// The names of columns that `s` gives and in which it differs from `t`, as one text.
    func differingWhereGiven(_ columns: [ImportColumn]) -> String {
        let words = columns.map { column in
            let isGiven = isGiven(column).map { "\($0) AND " } ?? ""
            return "CASE WHEN \(isGiven)t.\(column.sql) IS DISTINCT FROM s.\(column.sql) "
                + "THEN '\(column.name)' END"
        }
        return "concat_ws(', ', \(words.joined(separator: ", ")))"
    }

    /// `s` and `t` have the same values in some columns; those that are never NULL allow hashing.
    static func alike(_ columns: [ImportColumn]) -> String {
        guard !columns.isEmpty else { return "true" }
        return columns.map { column in
            column.isNullable
                ? "t.\(column.sql) IS NOT DISTINCT FROM s.\(column.sql)"
                : "t.\(column.sql) = s.\(column.sql)"
        }.joined(separator: " AND ")
    }

    static func list(_ columns: [ImportColumn], of row: String? = nil) -> String {
        columns.map { (row.map { "\($0)." } ?? "") + $0.sql }.joined(separator: ", ")
    }

    /// The names of columns in which `s` and `t` differ, as one text.
    static func differing(_ columns: [ImportColumn]) -> String {
        let words = columns.map { column in
            "CASE WHEN t.\(column.sql) IS DISTINCT FROM s.\(column.sql) THEN '\(column.name)' END"
        }
        return "concat_ws(', ', \(words.joined(separator: ", ")))"
    }

    /// The primary key of the table as columns of the matches.
    var targets: [(column: String, name: String)] {
        shape.primaryKey.map { ("\"\($0)\"", "\"target \($0)\"") }
    }

    /// `m` names the stored row `t`.
    var isTarget: String {
        targets.map { "t.\($0.column) = m.\($0.name)" }.joined(separator: " AND ")
    }

    /// The staged row as a JSON object of what the file gave.
    var payload: String {
        let members = given.map { column in
            let value =
                column.reference?.businessKey == nil
                ? "s.\(column.sql)" : "coalesce(s.\(column.keySQL), s.\(column.sql)::text)"
            return "'\(column.name)', \(value)"
        }
        return "json_build_object(\(members.joined(separator: ", ")))::text"
    }
}
