import ChandlerCore
import ChandlerPostgres

/// A partition beside the parts of its month that are archived already.
///
/// Rows of a month may come after it was archived: of another series, or more of one. What is there
/// then goes as a further part, whose keys no other part has. A row that is archived already as it is
/// counts as archived; one that is archived with other values keeps the month where it is.
struct PartitionParts {
    let archive: MonthArchive
    /// The partition that holds the month.
    let partition: String
    /// What the ledger says of the parts.
    let entries: [ArchiveLedger.Entry]

    private static let keys = "pg_temp.chandler_archived_keys"

    private var connection: PostgresConnection { archive.connection }
    private var table: ArchivedTable { archive.table }
    private var source: String { "ONLY \(partition)" }

    /// Whether a part's rows are only in its file.
    func isOut(_ part: ArchiveManifest.Part) -> Bool {
        entries.contains { $0.part == part.part && $0.isOut }
    }

    /// Makes sure that the files are what they say and can be compared with the table.
    func verify(_ parts: [ArchiveManifest.Part]) throws(WarehouseError) {
        for part in parts {
            guard isOut(part) else {
                try archive.verify(part)
                continue
            }
            try archive.file(of: part).verify(part)
            let isKnown = part.columns.allSatisfy { known in
                table.columns.contains { $0.name == known.name && $0.form == known.form }
            }
            guard isKnown, part.key == table.key.map(\.name) else {
                throw refusal(
                    "\"\(part.file)\" has columns or a key that the table has not, so that the new "
                        + "rows cannot be compared with it; keep the file: its rows are nowhere else"
                )
            }
        }
    }

    /// Whether the partition holds the rows of a single part, and only those.
    func isExactly(_ parts: [ArchiveManifest.Part]) throws -> Bool {
        guard let part = parts.first, parts.count == 1, !isOut(part) else { return false }
        let found = try connection.digest(of: try archive.query(of: source), part.columns)
        return found.rows == part.rows && found.digest == part.digest
    }

    /// Compares the partition with the parts; part of a transaction, which keeps the archived keys.
    ///
    /// - Parameters:
    ///   - parts: The month's parts.
    ///   - added: The part whose rows must all be in the table, with its digest.
    /// - Returns: How many rows are in no part.
    /// - Throws: ``WarehouseError`` with code `badData` where a row contradicts its archived one, or
    ///   only some rows of a part that was never dropped are there.
    func furtherRows(
        beside parts: [ArchiveManifest.Part],
        added: ArchiveManifest.Part? = nil
    ) throws -> Int {
        try connection.execute("DROP TABLE IF EXISTS \(PartitionParts.keys)")
        for (place, part) in parts.enumerated() {
            let staged = self.staged(part)
            try staged.fill(from: archive.file(of: part))
            try refuseConflicts(staged, part)
            if part == added {
                try archive.compare(try staged.storedRows(), with: part)
            } else if !isOut(part) {
                try refuseRemainder(staged, part)
            }
            let keys = "SELECT \(try table.keyList()) FROM \(StagedPart.name)"
            try connection.execute(
                place == 0
                    ? "CREATE TEMP TABLE chandler_archived_keys ON COMMIT DROP AS \(keys)"
                    : "INSERT INTO \(PartitionParts.keys) \(keys)"
            )
        }
        try connection.execute("ANALYZE \(PartitionParts.keys)")
        let further = "SELECT count(*) FROM \(source) AS t WHERE \(try isFurther())"
        return Int(try connection.query(further).firstRow().int64(0))
    }

    /// Writes the rows that are in no part into a further one; in the same transaction.
    func addFurtherRows() throws -> ArchiveManifest.Part {
        try archive.add(try archive.query(of: source, where: try isFurther()))
    }

    /// The first part that was written but never dropped, whose rows are all still in the table and
    /// have other values now; `nil` where there is none, or later parts are out.
    ///
    /// What the table has is newer, and nothing is lost when such a part is written anew.
    func outdated(_ parts: [ArchiveManifest.Part]) throws -> ArchiveManifest.Part? {
        guard let part = parts.last, !entries.contains(where: { $0.part == part.part }) else {
            return nil
        }
        return try connection.transaction {
            let staged = self.staged(part)
            try staged.fill(from: archive.file(of: part))
            guard try stored(staged) == part.rows else { return nil }
            let found = try connection.digest(of: try staged.storedRows(), part.columns)
            return found.digest == part.digest ? nil : part
        }
    }

    private func staged(_ part: ArchiveManifest.Part) -> StagedPart {
        StagedPart(connection: connection, table: table, columns: part.columns, source: source)
    }

    private func isFurther() throws(PostgresError) -> String {
        var same: [String] = []
        for column in table.key {
            let name = try column.identifier()
            same.append("t.\(name) = s.\(name)")
        }
        return "NOT EXISTS (SELECT FROM \(PartitionParts.keys) AS s WHERE "
            + "\(same.joined(separator: " AND ")))"
    }

    private func stored(_ staged: StagedPart) throws -> Int {
        let rows = "\(source) AS t JOIN \(StagedPart.name) AS s ON \(try staged.sameKey())"
        return Int(try connection.query("SELECT count(*) FROM \(rows)").firstRow().int64(0))
    }

    private func refuseConflicts(_ staged: StagedPart, _ part: ArchiveManifest.Part) throws {
        // A number that the server gave says nothing: the same candle that was fetched again has
        // another one.
        let number = table.key.contains { $0.name == "id" } ? nil : "id"
        let conflicts = try staged.conflictingKeys(atMost: 1, leavingOut: number)
        guard let first = conflicts.first else { return }
        let advice =
            isOut(part)
            ? "the archived row is kept: make the table's row as it is, or delete it, and run "
                + "retain again"
            : "they were changed since they were archived: make the row as it was, or "
                + advice(part)
        throw refusal(
            "the row with the key \(first) (\(try table.keyList())) is archived with other values "
                + "in \"\(archive.path)/\(part.file)\"; \(advice)"
        )
    }

    private func refuseRemainder(_ staged: StagedPart, _ part: ArchiveManifest.Part) throws {
        let stored = try stored(staged)
        guard stored > 0, stored < part.rows else { return }
        throw refusal(
            "only \(stored) of the \(part.rows) rows of \"\(archive.path)/\(part.file)\" are in the "
                + "table, all others were removed since they were archived; "
                + "\"chandler restore-archive\" brings them back; or \(advice(part))"
        )
    }

    /// Archiving anew loses nothing only where no rows are in files alone.
    private func advice(_ part: ArchiveManifest.Part) -> String {
        entries.contains(where: \.isOut)
            ? "bring the month back with \"chandler restore-archive\" first: other parts of it are "
                + "in files alone"
            : "move the folder away to archive the month as it is now"
    }

    private func refusal(_ words: String) -> WarehouseError {
        WarehouseError(
            .badData,
            "\(table.name) \(archive.month.dashed): \(words); nothing was dropped"
        )
    }
}
