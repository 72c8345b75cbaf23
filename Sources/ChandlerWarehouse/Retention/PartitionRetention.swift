import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Archives and drops whole partitions.
struct PartitionRetention {
    let retention: Retention
    let rule: RetentionRule
    let table: PartitionedTable

    private var connection: PostgresConnection { retention.connection }

    /// Works on every month that is older than the cutoff as a whole.
    func run(_ cutoff: Timestamp, _ report: inout RetentionReport.Table) throws {
        let found = try doing("list the months of \(table)") {
            try PartitionList(connection: connection, table: table).read()
        }
        report.notes += found.notes
        let described = try ArchivedTable(table.name, connection)
        for partition in found.months where partition.month.end <= cutoff {
            let rows = try doing("count the rows of \(partition.name)") {
                try connection.query("SELECT count(*) FROM ONLY \(partition.name)")
                    .firstRow().int64(0)
            }
            let planned = MonthOutcome(
                month: partition.month,
                action: .wouldArchive,
                rows: Int(rows),
                bytesBefore: partition.bytes
            )
            report.months.append(
                try retention.refusable(planned, of: table.name) {
                    if let end = try retention.restedUntil(partition.month, of: table.name) {
                        return retention.resting(planned, until: end)
                    }
                    if retention.options.isDryRun {
                        return try foretell(partition, described, planned)
                    }
                    return try archive(partition, described, planned)
                }
            )
        }
    }

    /// Makes sure that no indicators of a month await recomputation: archived rows cannot change.
    private func checkIndicators(_ month: Month) throws {
        guard table == .marketData else { return }
        let series = try connection.query(
            """
            SELECT venue || ':' || symbol || ':' || "interval" FROM ingest_watermarks
            WHERE stale_from < '\(month.end)' AND first_open_time < '\(month.end)'
                AND watermark >= '\(month.start)' ORDER BY 1 LIMIT 3
            """
        ).map { try $0.text(0) }
        guard series.isEmpty else {
            throw WarehouseError(
                .badData,
                "\(table) \(month.dashed): indicators of \(series.joined(separator: ", ")) await "
                    + "recomputation; nothing was dropped; run ingest of it, which does that first"
            )
        }
    }

    private func archive(
        _ partition: PartitionList.Entry,
        _ described: ArchivedTable,
        _ planned: MonthOutcome
    ) throws -> MonthOutcome {
        var outcome = planned
        let month = partition.month
        try checkIndicators(month)
        if rule.summary == .dailyCandles {
            try DailyCandles(connection: connection, partition: partition.name).sumUp(month)
        }
        let archive = retention.archive(month, of: described, by: table.column)
        let (finished, entries) = try archive.known()
        var parts = finished
        let beside = PartitionParts(archive: archive, partition: partition.name, entries: entries)
        try beside.verify(parts)
        var added: ArchiveManifest.Part?
        let isExact = try beside.isExactly(parts)
        while !isExact, let part = try beside.outdated(parts) {
            try archive.withdraw(part)
            parts.removeLast()
        }
        if parts.isEmpty {
            added = try archive.add(try archive.query(of: "ONLY \(partition.name)"))
        } else if !isExact {
            added = try connection.transaction {
                try beside.furtherRows(beside: parts) > 0 ? try beside.addFurtherRows() : nil
            }
        }
        if let added { parts.append(added) }
        outcome.action = added == nil ? .reused : .archived
        try drop(partition, beside, parts, added)
        try retention.observe(.dropped(table: table.name, month))
        outcome.bytesArchived = (added ?? parts.last)?.bytes ?? 0
        outcome.folder = archive.path
        return outcome
    }

    /// What a run would do with a month, so far as reading tells.
    private func foretell(
        _ partition: PartitionList.Entry,
        _ described: ArchivedTable,
        _ planned: MonthOutcome
    ) throws -> MonthOutcome {
        try checkIndicators(partition.month)
        if rule.summary == .dailyCandles {
            try DailyCandles(connection: connection, partition: partition.name)
                .checkSums(partition.month)
        }
        let archive = retention.archive(partition.month, of: described, by: table.column)
        let (parts, entries) = try archive.known()
        let beside = PartitionParts(archive: archive, partition: partition.name, entries: entries)
        try beside.verify(parts)
        if try parts.isEmpty || beside.isExactly(parts) || beside.outdated(parts) != nil {
            return planned
        }
        _ = try connection.transaction { try beside.furtherRows(beside: parts) }
        return planned
    }

    private func drop(
        _ partition: PartitionList.Entry,
        _ beside: PartitionParts,
        _ parts: [ArchiveManifest.Part],
        _ added: ArchiveManifest.Part?
    ) throws {
        let month = partition.month
        let lock = ArchiveLock(connection: connection)
        try connection.transaction {
            try lock.waitForMonth(month, of: table)
            // Both, and the parent first: who writes through it would wait for the partition while
            // detaching waits for it.
            try lock.keepWritersOut(of: table.name, partition.name)
            try checkIndicators(month)
            try compare(partition, beside, parts, added)
            try checkSummary(partition)
            try connection.execute(
                """
                ALTER TABLE \(table) DETACH PARTITION \(partition.name);
                DROP TABLE \(partition.name)
                """
            )
            for part in parts where !beside.isOut(part) {
                try ArchiveLedger(connection: connection).recordDrop(
                    part,
                    month,
                    of: table.name,
                    in: beside.archive.path,
                    runID: retention.options.runID
                )
            }
            try retention.observe(.dropping(table: table.name, month))
        }
    }

    /// Makes sure that every row that is about to go is in a part.
    private func compare(
        _ partition: PartitionList.Entry,
        _ beside: PartitionParts,
        _ parts: [ArchiveManifest.Part],
        _ added: ArchiveManifest.Part?
    ) throws {
        let archive = beside.archive
        if parts.count == 1, let added {
            return try archive.compare(try archive.query(of: "ONLY \(partition.name)"), with: added)
        }
        let isExact = try added == nil && beside.isExactly(parts)
        let further = try isExact ? 0 : beside.furtherRows(beside: parts, added: added)
        guard further == 0 else {
            throw WarehouseError(
                .badData,
                "\(table) \(archive.month.dashed): \(further) rows came while the month was "
                    + "archived; nothing was dropped; run retain again"
            )
        }
        if added == nil { try retention.observe(.compared(table: table.name, archive.month)) }
    }

    /// Makes sure that what is summed up agrees with the rows that are about to go.
    private func checkSummary(_ partition: PartitionList.Entry) throws {
        switch rule.summary {
        case .dailyCandles:
            try DailyCandles(connection: connection, partition: partition.name)
                .check(partition.month)
        case .tokenTrades:
            try KeptTokenDays(connection: connection).keepTrades(of: partition.month)
        case .tokenSnapshots, .tradeDays, nil: break
        }
    }
}
