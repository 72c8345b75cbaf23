import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Archives and deletes rows of a plain table, month by month.
///
/// Rows of a month become due at different times: each run that finds some writes a file of its own.
/// A file that was finished but whose rows are still in the table is settled first.
struct RowRetention {
    let retention: Retention
    let rule: RetentionRule
    /// What a row `t` must meet; `:cutoff` stands for the first moment that is kept.
    let condition: String

    private var connection: PostgresConnection { retention.connection }

    /// Works on every month that is older than the cutoff as a whole.
    func run(_ cutoff: Timestamp, _ report: inout RetentionReport.Table) throws {
        let table = try ArchivedTable(rule.table, connection)
        let planned = try doing("count the old rows of \(rule.table)") {
            try plan(cutoff)
        }
        for month in planned {
            report.months.append(
                try retention.refusable(month, of: rule.table) {
                    if let end = try retention.restedUntil(month.month, of: rule.table) {
                        return retention.resting(month, until: end)
                    }
                    if retention.options.isDryRun {
                        let archive = retention.archive(month.month, of: table, by: rule.column)
                        let (parts, entries) = try archive.known()
                        try RepeatedRows(archive: archive, entries: entries)
                            .refuse(parts, due: try due(month.month, cutoff))
                        return month
                    }
                    return try archive(month, table, cutoff)
                }
            )
        }
    }

    private func column() throws(PostgresError) -> String {
        "t.\(try PostgresIdentifier(rule.column).sql)"
    }

    private func condition(before cutoff: Timestamp) -> String {
        "(\(condition.replacing(":cutoff", with: "timestamptz '\(cutoff)'")))"
    }

    /// What a month's row `t` must meet.
    private func due(_ month: Month, _ cutoff: Timestamp) throws(PostgresError) -> String {
        let column = try column()
        return "\(column) >= '\(month.start)' AND \(column) < '\(month.end)' "
            + "AND \(condition(before: cutoff))"
    }

    private func plan(_ cutoff: Timestamp) throws(PostgresError) -> [MonthOutcome] {
        let column = try column()
        let rows = try connection.query(
            """
            SELECT to_char(date_trunc('month', \(column) AT TIME ZONE 'UTC'), 'YYYYMM'), count(*),
                sum(pg_column_size(t.*))
            FROM \(rule.table) AS t
            WHERE \(column) < '\(cutoff.month.start)' AND \(column) >= '0001-01-01 00:00:00+00'
                AND \(condition(before: cutoff))
            GROUP BY 1 ORDER BY 1
            """
        )
        var planned: [MonthOutcome] = []
        for row in rows {
            let digits = try row.text(0)
            guard let year = Int(digits.dropLast(2)), let month = Int(digits.suffix(2)),
                (1...12).contains(month)
            else { continue }
            planned.append(
                MonthOutcome(
                    month: Month(year: year, month: month),
                    action: .wouldArchive,
                    rows: Int(try row.int64(1)),
                    bytesBefore: Int(try row.int64(2))
                )
            )
        }
        return planned
    }

    private func archive(
        _ planned: MonthOutcome,
        _ table: ArchivedTable,
        _ cutoff: Timestamp
    ) throws -> MonthOutcome {
        var outcome = planned
        outcome.rows = 0
        let archive = retention.archive(planned.month, of: table, by: rule.column)
        outcome.folder = archive.path
        let (parts, entries) = try archive.known()
        let out = Set(entries.filter(\.isOut).map(\.part))
        for part in parts where !out.contains(part.part) {
            try archive.verify(part)
            outcome.rows += try settle(part, archive)
            outcome.bytesArchived += part.bytes
            outcome.action = .reused
        }
        let due = try due(planned.month, cutoff)
        let isMore = try connection.query(
            "SELECT EXISTS (SELECT FROM \(table.name) AS t WHERE \(due))"
        ).firstRow().bool(0)
        if isMore {
            try RepeatedRows(archive: archive, entries: entries).refuse(parts, due: due)
            let part = try archive.add(try archive.query(of: table.name, where: due))
            outcome.rows += try settle(part, archive)
            outcome.bytesArchived += part.bytes
            outcome.action = .archived
        }
        try retention.observe(.dropped(table: table.name, planned.month))
        return outcome
    }

    /// Deletes a part's rows, when the table has them as they were archived.
    ///
    /// - Returns: How many rows were deleted.
    private func settle(_ part: ArchiveManifest.Part, _ archive: MonthArchive) throws -> Int {
        let table = archive.table
        return try connection.transaction {
            try ArchiveLock(connection: connection).keepWritersOut(of: table.name)
            let staged = StagedPart(connection: connection, table: table, columns: part.columns)
            try staged.fill(from: archive.file(of: part))
            let join =
                "\(table.name) AS t JOIN \(StagedPart.name) AS s "
                + "USING (\(try table.keyList()))"
            let stored = try connection.query("SELECT count(*) FROM \(join)").firstRow().int64(0)
            if stored > 0 || part.rows == 0 {
                try archive.compare(try staged.storedRows(), with: part)
            }
            let deleted = try AuditedDeletion(connection: connection, table: table.name)
                .perform(part, archive.month) { try delete(staged, archive.month) }
            guard deleted == Int(stored) else {
                throw WarehouseError(
                    .badData,
                    "\(table.name) \(archive.month.dashed): \(deleted) of \(stored) rows would be "
                        + "deleted; nothing was dropped"
                )
            }
            try ArchiveLedger(connection: connection).recordDrop(
                part,
                archive.month,
                of: table.name,
                in: archive.path,
                runID: retention.options.runID
            )
            try retention.observe(.dropping(table: table.name, archive.month))
            return deleted
        }
    }

    /// Deletes the staged rows after what must stay of them is summed up.
    private func delete(_ staged: StagedPart, _ month: Month) throws -> Int {
        let sameKey = try staged.sameKey()
        let delete = {
            try connection.execute(
                """
                DELETE FROM \(staged.table.name) AS t USING \(StagedPart.name) AS s
                WHERE \(sameKey)
                """
            )
        }
        guard rule.summary == .tradeDays else { return try delete() }
        return try KeptTradeDays(connection: connection, month: month)
            .keep(sameKey: sameKey, delete)
    }
}
