import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Foundation

/// Archives and removes what is old enough.
struct RetentionStage: Sendable {
    let now: Timestamp
    /// Where archives go; `nil` for the usual place.
    var archive: String?
    var keep: [String: RetentionSpan] = [:]
    /// These tables only; empty for all.
    var only: [String] = []
    var restoredDays = 30
    var isDryRun = false

    /// Connects as the owner of the tables.
    ///
    /// - Throws: `WarehouseError` with code `permissionDenied` where the login may not be that.
    static func connect(_ configuration: ConnectionConfiguration) throws -> PostgresConnection {
        let connection = try PostgresConnection(
            configuration,
            applicationName: "chandler retain"
        )
        try connection.becomeOwner(to: "archive old rows")
        return connection
    }

    /// Does the work.
    ///
    /// - Parameters:
    ///   - connection: A session that is used for nothing else meanwhile.
    ///   - runID: The run in the ledger.
    /// - Returns: What was done, refused months among it.
    /// - Throws: What stopped it; months that were finished before stay so.
    func run(over connection: PostgresConnection, runID: Int64?) throws -> RetentionReport {
        var options = RetentionOptions(
            now: now,
            archive: try ArchiveFolder.given(archive),
            version: Chandler.version
        )
        options.keep = keep
        options.only = only
        options.restoredDays = restoredDays
        options.isDryRun = isDryRun
        options.runID = runID
        do {
            let report = try Retention(connection: connection, options: options) { step in
                try Task.checkCancellation()
                if case .began(let table, let month) = step, !isDryRun {
                    Console.note("retention: \(table) \(month.dashed)")
                }
            }.run()
            // A month whose statement was stopped looks like one that was refused.
            if !report.refused.isEmpty { try Task.checkCancellation() }
            return report
        } catch {
            throw Interruption.seen(error)
        }
    }
}

extension ArchiveFolder {
    /// The folder that was given, or the usual one; a relative path counts from the current folder.
    static func given(_ path: String?) throws -> ArchiveFolder {
        guard let path, !path.isEmpty else {
            return try .standard(environment: ProcessInfo.processInfo.environment)
        }
        return ArchiveFolder(URL(fileURLWithPath: path).path)
    }
}

extension RetentionReport {
    /// What kept months where they are, as the end of a run.
    var failure: RunFailure? {
        guard !refused.isEmpty else { return nil }
        let words = refused.compactMap(\.words).joined(separator: "\n")
        // Faults of one kind end with its code.
        let faults = Set(refused.compactMap(\.fault))
        let exit = faults.count == 1 ? faults.first.map { Exit(WarehouseError($0, "")) } : nil
        return (
            exit ?? .badData, "\(Words.plural(refused.count, "month")) refused:\n\(words)"
        )
    }

    /// What became of months, in a line.
    var words: String {
        let counts = Dictionary(grouping: tables.flatMap(\.months), by: \.action.rawValue)
        if counts.isEmpty { return "nothing is old enough" }
        let rows = totals.rows
        return counts.sorted { $0.key < $1.key }.map { action, months in
            "\(Words.plural(months.count, "month")) \(action)"
        }.joined(separator: " · ") + (rows == 0 ? "" : " · \(Words.plural(rows, "row"))")
    }

    /// What the run moved: rows that went, and the bytes of their archives.
    var totals: RunTotals {
        let gone: Set<MonthOutcome.Action> = [.archived, .reused, .deleted]
        return tables.flatMap(\.months).filter { gone.contains($0.action) }.reduce(
            into: RunTotals()
        ) { sum, month in
            sum += RunTotals(rows: month.rows, bytes: Int64(month.bytesArchived))
        }
    }
}
