import ChandlerCore
public import ChandlerPostgres
import ChandlerStore

/// Removes rows that are older than their table keeps them, after they are safe elsewhere.
///
/// **Order of a month:** sum up what stays; write the rows to a file; read the file back; enter it
/// into the manifest; then, in one transaction that keeps writers out, compare the table with the
/// file once more, drop the rows and enter that into `archives`. Whatever stops a run in between,
/// the next one ends with the same. Where anything differs the month is refused and nothing of it
/// is dropped.
public struct Retention {
    let connection: PostgresConnection
    let options: RetentionOptions
    let observe: (RetentionStep) throws -> Void

    /// Prepares a run; nothing is done yet.
    ///
    /// - Parameters:
    ///   - connection: A session that is used for nothing else meanwhile.
    ///   - options: What to do.
    ///   - observe: Hears of every step; what it throws stops the run there.
    public init(
        connection: PostgresConnection,
        options: RetentionOptions,
        observe: @escaping (RetentionStep) throws -> Void = { _ in }
    ) {
        self.connection = connection
        self.options = options
        self.observe = observe
    }

    /// Does the work.
    ///
    /// - Returns: What was done, refused months among it: a refused month keeps no other one.
    /// - Throws: ``WarehouseError`` with code `usage`, `permissionDenied`, `busy` or `database`, or what
    ///   `observe` threw; months that were finished before stay so.
    public func run() throws -> RetentionReport {
        let rules = try options.rules()
        try connection.becomeOwner(to: "archive old rows")
        return try ArchiveLock(connection: connection).whileHeld {
            var report = RetentionReport(isDryRun: options.isDryRun)
            for rule in rules {
                let leaving = report.isDryRun ? report.leavingTrades : []
                report.tables.append(try apply(rule, leaving))
            }
            return report
        }
    }

    private func apply(
        _ rule: RetentionRule,
        _ leavingTrades: [Month]
    ) throws -> RetentionReport.Table {
        let span = options.span(of: rule)
        let cutoff = span.cutoff(at: options.now)
        var table = RetentionReport.Table(name: rule.table, span: span, cutoff: cutoff)
        guard let cutoff else { return table }
        switch rule.way {
        case .partitions(let partitioned):
            try PartitionRetention(retention: self, rule: rule, table: partitioned)
                .run(cutoff, &table)
        case .rows(let condition):
            let trades = try RetentionRule.trades(without: leavingTrades, options)
            try RowRetention(
                retention: self,
                rule: rule,
                condition: condition.replacing(":trades", with: trades)
            ).run(cutoff, &table)
        case .deletion:
            try TokenRetention(retention: self).run(cutoff, &table)
        }
        return table
    }

    /// Does a month's work, and turns a fault into an outcome, so that it keeps no other month.
    ///
    /// What ended the session, and what `observe` threw, ends the run.
    func refusable(
        _ planned: MonthOutcome,
        of table: String,
        _ body: () throws -> MonthOutcome
    ) throws -> MonthOutcome {
        try observe(.began(table: table, planned.month))
        let fault: WarehouseError
        do {
            return try body()
        } catch let error as WarehouseError {
            fault = error
        } catch let error as PostgresError where error.code == .foreignKeyViolation {
            fault = WarehouseError(
                .badData,
                "\(table) \(planned.month.dashed): rows are named by others since "
                    + "they were archived; nothing was dropped: \(error)"
            )
        } catch let error as PostgresError {
            fault = WarehouseError(
                doing: "archive \(table) \(planned.month.dashed); nothing of it was dropped",
                error
            )
        }
        guard isUsable() else { throw fault }
        var outcome = planned
        outcome.action = .refused
        let name = "\(table) \(planned.month.dashed)"
        outcome.words = fault.message.contains(name) ? fault.message : "\(name): \(fault.message)"
        outcome.fault = fault.code
        return outcome
    }

    /// Whether the session can go on.
    private func isUsable() -> Bool {
        !connection.isInTransaction && (try? connection.execute("SELECT 1")) != nil
    }

    /// What the archive of a month needs to know.
    func archive(_ month: Month, of table: ArchivedTable, by column: String) -> MonthArchive {
        MonthArchive(
            connection: connection,
            folder: options.archive,
            table: table,
            month: month,
            monthColumn: column,
            version: options.version,
            now: options.now,
            observe: observe
        )
    }

    /// Until when a month that was brought back is left alone; `nil` where it is not.
    func restedUntil(_ month: Month, of table: String) throws(PostgresError) -> Timestamp? {
        if options.restoredDays == 0 { return nil }
        let entries = try ArchiveLedger(connection: connection).entries(month, of: table)
        let length = Int64(options.restoredDays) * Timestamp.microsecondsPerDay
        let ends = entries.filter { !$0.isOut }.compactMap(\.restoredAt).map { $0 + length }
        return ends.max().flatMap { $0 > options.now ? $0 : nil }
    }

    /// The outcome of a month that rests.
    func resting(_ planned: MonthOutcome, until end: Timestamp) -> MonthOutcome {
        var outcome = planned
        outcome.action = .restored
        outcome.words =
            "it was brought back and is left alone until \(end.compact) (--restored-for)"
        return outcome
    }
}
