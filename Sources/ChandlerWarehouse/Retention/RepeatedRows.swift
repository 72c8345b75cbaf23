import ChandlerCore
import ChandlerPostgres

/// Rows of a plain table that are there again though they are archived, as after another import.
///
/// Were they archived once more, a month would have two rows of one key, and could never be brought
/// back as a whole.
struct RepeatedRows {
    let archive: MonthArchive
    /// What the ledger says of the month's parts.
    let entries: [ArchiveLedger.Entry]

    private var connection: PostgresConnection { archive.connection }
    private var table: ArchivedTable { archive.table }

    /// Makes sure that no row contradicts one that is out of the table, or has a unique key of one.
    ///
    /// - Parameters:
    ///   - parts: The month's parts.
    ///   - due: The condition of rows `t` that are about to be archived.
    /// - Throws: ``WarehouseError`` with code `badData` naming the first such row.
    func refuse(_ parts: [ArchiveManifest.Part], due: String) throws {
        let out = parts.filter { part in
            entries.contains { $0.part == part.part && $0.isOut }
        }
        if out.isEmpty { return }
        let keys = try uniqueKeys()
        for part in out {
            try connection.transaction {
                let file = archive.file(of: part)
                try file.verify(part)
                let staged = StagedPart(connection: connection, table: table, columns: part.columns)
                try staged.fill(from: file)
                if let key = try staged.conflictingKeys(atMost: 1).first {
                    throw refusal(key, try table.keyList(), part)
                }
                for key in keys where key.allSatisfy(part.columns.contains) {
                    let repeated = try self.repeated(key, staged, due)
                    if let repeated { throw refusal(repeated, try ArchivedTable.list(key), part) }
                }
            }
        }
    }

    /// The columns of unique indexes other than the primary key's.
    private func uniqueKeys() throws -> [[ArchivedColumn]] {
        try connection.query(
            """
            SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_index AS i
                JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
            WHERE i.indrelid = to_regclass($1) AND i.indisunique AND NOT i.indisprimary
                AND i.indpred IS NULL AND i.indexprs IS NULL
            GROUP BY i.indexrelid ORDER BY 1
            """,
            [.text(table.name)]
        ).compactMap { row in
            let names = try row.text(0).split(separator: ",").map(String.init)
            let columns = names.compactMap { name in table.columns.first { $0.name == name } }
            return columns.count == names.count ? columns : nil
        }
    }

    /// The first due row that has a staged row's unique key and another primary key.
    private func repeated(
        _ key: [ArchivedColumn],
        _ staged: StagedPart,
        _ due: String
    ) throws -> String? {
        var same: [String] = []
        for column in key {
            same.append("\(try column.projection(of: "t")) = s.\(try column.identifier())")
        }
        return try connection.query(
            """
            SELECT ROW(\(try table.selection(key, of: "t")))::text
            FROM \(table.name) AS t JOIN \(StagedPart.name) AS s ON \(same.joined(separator: " AND "))
            WHERE \(due) AND NOT (\(try staged.sameKey())) ORDER BY 1 LIMIT 1
            """
        ).first?.text(0)
    }

    private func refusal(
        _ key: String,
        _ columns: String,
        _ part: ArchiveManifest.Part
    ) -> WarehouseError {
        WarehouseError(
            .badData,
            "\(table.name) \(archive.month.dashed): the row with the key \(key) (\(columns)) is "
                + "archived already, as another row, in \"\(archive.path)/\(part.file)\"; nothing "
                + "was dropped; the archived row is kept: where the new one was only put in again, "
                + "delete it and run retain again"
        )
    }
}
