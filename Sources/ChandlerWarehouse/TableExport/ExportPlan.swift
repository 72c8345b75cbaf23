import ChandlerCore
import ChandlerPostgres

/// Which columns and rows of a table are exported, and which are hidden.
struct ExportPlan {
    let table: ArchivedTable
    let columns: [ExportColumn]
    /// Columns that may hold what others hide.
    let leftOut: [String]
    /// The key; `nil` where nothing is hidden.
    let key: PseudonymKey?
    let notes: [String]
    private let exported: ExportedTable
    private let options: TableExportOptions

    init(
        _ exported: ExportedTable,
        _ table: ArchivedTable,
        _ options: TableExportOptions
    ) throws(WarehouseError) {
        self.exported = exported
        self.table = table
        self.options = options
        let hidden = try ExportPlan.hidden(options.pseudonymised, table)
        let telling = table.columns.filter { column in
            !hidden.contains(column.name)
                && (column.form == .json && !ExportedTable.harmlessDocuments.contains(column.name)
                    || ExportedTable.tellingTexts.contains(column.name))
        }.map(\.name)
        let isLeftOut = !hidden.isEmpty && !options.keepsJSON
        leftOut = isLeftOut ? telling : []
        columns = table.columns.filter { !isLeftOut || !telling.contains($0.name) }.map {
            ExportColumn(column: $0, isPseudonymised: hidden.contains($0.name))
        }
        var notes: [String] = []
        if !hidden.isEmpty, options.keepsJSON, !telling.isEmpty {
            notes.append(
                "\(telling.joined(separator: ", ")) may hold the values that "
                    + "\(hidden.sorted().joined(separator: ", ")) hide: they are in the file as "
                    + "they are"
            )
        }
        if hidden.isEmpty, !options.pseudonymised.isEmpty {
            notes.append("\(table.name) has no column that names a token: nothing is hidden")
        }
        self.notes = notes
        key = hidden.isEmpty ? nil : options.key
        if !hidden.isEmpty, options.key == nil {
            throw WarehouseError(.usage, "export \(table.name): pseudonyms need a key")
        }
    }

    private static func hidden(
        _ words: [String],
        _ table: ArchivedTable
    ) throws(WarehouseError) -> Set<String> {
        let known = table.columns.map(\.name)
        var hidden: Set<String> = []
        for word in words {
            if word == "default" {
                guard table.name.hasPrefix("cubi.") else {
                    throw WarehouseError(
                        .usage,
                        "export \(table.name): only tables of cubi have columns that are hidden by "
                            + "default; name those that are to be hidden"
                    )
                }
                hidden.formUnion(ExportedTable.tokenNames.filter(known.contains))
                continue
            }
            guard known.contains(word) else {
                throw WarehouseError(
                    .usage,
                    "export \(table.name): it has no column \(word.inQuotes) to hide; it has "
                        + known.joined(separator: ", ")
                )
            }
            hidden.insert(word)
        }
        return hidden
    }

    /// The column that symbols stand in.
    private var symbolColumn: ArchivedColumn? {
        table.columns.first { $0.name == (table.name == "portfolio" ? "asset" : "symbol") }
    }

    /// Whether the symbol that was asked for must not be told.
    var isSymbolHidden: Bool {
        columns.contains { $0.isPseudonymised && $0.column == symbolColumn }
    }

    /// A statement that reads the rows, all at one moment.
    func query(asText: Bool) throws -> String {
        var selected: [String] = []
        for column in columns { selected.append(try column.projection(asText: asText)) }
        var query = "SELECT \(selected.joined(separator: ", ")) FROM \(table.name) AS t"
        let conditions = try conditions()
        if !conditions.isEmpty { query += " WHERE \(conditions.joined(separator: " AND "))" }
        return query + " ORDER BY \(try order())"
    }

    private func conditions() throws -> [String] {
        var conditions: [String] = []
        let time = "t.\(try PostgresIdentifier(exported.timeColumn))"
        if let from = options.from { conditions.append("\(time) >= timestamptz '\(from)'") }
        if let to = options.to { conditions.append("\(time) < timestamptz '\(to)'") }
        if let symbol = options.symbol {
            guard let symbolColumn else {
                throw WarehouseError(
                    .usage,
                    "export \(table.name): it has no column of symbols to choose rows by"
                )
            }
            let value = try PostgresLiteral(symbol)
            conditions.append("t.\(try symbolColumn.identifier()) = \(value)")
        }
        return conditions
    }

    /// The order of the key.
    ///
    /// Hidden parts of it are ordered by a hash: in their own order the ranks of pseudonyms would
    /// tell the values.
    private func order() throws(PostgresError) -> String {
        let hidden = Set(columns.filter(\.isPseudonymised).map(\.column.name))
        guard let key, table.key.contains(where: { hidden.contains($0.name) }) else {
            return try table.order(of: "t")
        }
        var parts: [String] = []
        for column in table.key {
            let name = "t.\(try column.identifier())"
            let isText = column.form == .text && column.type.wholeMatch(of: /(text|char).*/) != nil
            if hidden.contains(column.name) {
                parts.append("sha256(convert_to('\(key.orderSalt)' || \(name)::text, 'UTF8'))")
            } else {
                parts.append(isText ? "\(name) COLLATE \"C\"" : name)
            }
        }
        return parts.joined(separator: ", ")
    }
}
