/// A column of the table as the server describes it.
struct ImportColumn: Sendable {
    /// Its name.
    let name: String
    /// Its type in SQL, such as `numeric(18,8)`.
    let type: String
    /// How its values are read; `nil` for types that files cannot hold.
    let kind: ValueKind?
    /// Whether it may be NULL.
    let isNullable: Bool
    /// What the server fills in; an identity counts.
    let hasDefault: Bool
    /// The default as SQL; `nil` where there is none or the server counts.
    let standard: String?
    /// Where it points to.
    var reference: ImportTable.Reference?

    /// The name quoted for SQL.
    var sql: String { "\"\(name)\"" }

    /// The staged column of a reference's text, where it is no `id`.
    var keySQL: String { "\"\(name) key\"" }

    /// Whether a row must have a value.
    var isRequired: Bool { !isNullable && !hasDefault }
}
