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
                    if retention.options.isDryRun { return planned }
                    return try archive(partition, described, planned)
                }
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
        if rule.summary == .dailyCandles {
            try DailyCandles(connection: connection, partition: partition.name).sumUp()
        }
        let archive = retention.archive(month, of: described, by: table.column)
        let finished = try archive.manifest()?.parts ?? []
        guard finished.count <= 1 else {
            throw WarehouseError(
                .badData,
                "\(table) \(month.dashed): \"\(archive.path)\" has \(finished.count) files where a "
                    + "partition has one; nothing was dropped"
            )
        }
        let part: ArchiveManifest.Part
        if let earlier = finished.first {
            try archive.verify(earlier)
            part = earlier
            outcome.action = .reused
        } else {
            part = try archive.add(try archive.query(of: "ONLY \(partition.name)"))
            outcome.action = .archived
        }
        try drop(partition, archive, part)
        try retention.observe(.dropped(table: table.name, month))
        outcome.rows = part.rows
        outcome.bytesArchived = part.bytes
        outcome.folder = archive.path
        return outcome
    }

    private func drop(
        _ partition: PartitionList.Entry,
        _ archive: MonthArchive,
        _ part: ArchiveManifest.Part
    ) throws {
        let month = partition.month
        let lock = ArchiveLock(connection: connection)
        try connection.transaction {
            try lock.waitForMonth(month, of: table)
            // Both, and the parent first: who writes through it would wait for the partition while
            // detaching waits for it.
            try lock.keepWritersOut(of: table.name, partition.name)
            try archive.compare(try archive.query(of: "ONLY \(partition.name)"), with: part)
            try checkSummary(partition)
            try connection.execute(
                """
                ALTER TABLE \(table) DETACH PARTITION \(partition.name);
                DROP TABLE \(partition.name)
                """
            )
            try ArchiveLedger(connection: connection).recordDrop(
                part,
                month,
                of: table.name,
                in: archive.path,
                runID: retention.options.runID
            )
            try retention.observe(.dropping(table: table.name, month))
        }
    }

    /// Makes sure that what is summed up agrees with the rows that are about to go.
    private func checkSummary(_ partition: PartitionList.Entry) throws {
        switch rule.summary {
        case .dailyCandles:
            try DailyCandles(connection: connection, partition: partition.name)
                .check(partition.month)
        case .tokenTrades:
            try KeptTokenDays(connection: connection).keepTrades(of: partition.month)
        case .tokenSnapshots, nil: break
        }
    }
}
