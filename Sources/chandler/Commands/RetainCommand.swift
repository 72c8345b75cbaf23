import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Foundation

/// `chandler retain`: archives and removes what is old enough.
struct RetainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retain",
        abstract: "Archive old months to Parquet, prove the archive, and drop them.",
        discussion: """
            market_data            2 years in detail; its days stay in market_data_daily
            system_logs            3 months
            trading_signals        1 year
            trades                 1 year; those of open positions stay
            orders                 30 days after their end; those that a trade names stay
            cubi.token_data        90 days at most, not archived; cubi.daily_stats keeps its days
            cubi.trade_data, trade_history, positions: for ever unless --keep says otherwise

            Only whole calendar months (UTC) go, but for cubi.token_data, to the moment. Each is written to \
            <archive>/table=T/year=Y/month=M as Parquet, read back, and compared with the table \
            under a lock before it is dropped. Where anything differs, nothing of the month is \
            dropped, the other months go on, and the run ends with code 65. Rows that came into a \
            month after it was archived go to a further file of it. Run it daily: running it again is safe at any \
            time, also after it was stopped. "chandler restore-archive" brings months back; those \
            are left alone for --restored-for days.

            It works as the owner of the tables (chandler_owner); a login that is no member of it is \
            refused with code 77.

            EXAMPLES
              chandler retain --dry-run
              chandler retain --keep market_data=400d --archive /srv/archive
            """
    )

    @Flag(help: "Only say what would be done.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "Where archives go; CHANDLER_HOME/archive or its like by default.",
            valueName: "folder"
        )
    )
    var archive: String?

    @Option(
        help: ArgumentHelp(
            "Keep a table's rows for another time: 400d, 12w, 3mo, 2y or forever; repeatable.",
            valueName: "table=span"
        )
    )
    var keep: [String] = []

    @Option(help: ArgumentHelp("Only this table; repeatable.", valueName: "table"))
    var only: [String] = []

    @Option(
        help: ArgumentHelp(
            "For how many days a month that was brought back is left alone.",
            valueName: "days"
        )
    )
    var restoredFor = 30

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        _ = try spans()
        guard (0...36_500).contains(restoredFor) else {
            throw ValidationError("--restored-for takes 0 to 36500 days, was \(restoredFor)")
        }
    }

    func run() async throws {
        try await interruptible { try await runUninterrupted() }
    }

    private func runUninterrupted() async throws {
        let configuration = try database.reach()
        let lane = try StoreLane(configuration, applicationName: "chandler retain")
        if dryRun {
            guard try await lane.schemaStatus().pending.isEmpty else {
                throw CommandFailure(
                    exit: .configuration,
                    message: "the database's schema is behind and a dry run changes nothing; run "
                        + "\"chandler db migrate\" first"
                )
            }
            return try finish(try work(over: try connect(configuration), runID: nil))
        }
        try await DatabaseArguments.migrate(lane)
        // Before the run is entered: who may not archive changes nothing.
        let connection = try connect(configuration)
        let run = try await LedgerRun("retain", over: lane)
        do {
            let report = try work(over: connection, runID: run.id)
            let document = RetainDocument(report)
            try await run.end(failure(of: report), document)
            try finish(report)
        } catch let error as CommandFailure {
            throw error
        } catch {
            let failure: RunFailure = (Failure.exit(of: error) ?? .software, Failure.words(error))
            try await run.end(failure, [String: String]())
            throw error
        }
    }

    private func connect(_ configuration: ConnectionConfiguration) throws -> PostgresConnection {
        let connection = try PostgresConnection(
            configuration,
            applicationName: "chandler retain"
        )
        try connection.becomeOwner(to: "archive old rows")
        return connection
    }

    private func work(
        over connection: PostgresConnection,
        runID: Int64?
    ) throws -> RetentionReport {
        var options = RetentionOptions(
            now: Timestamp(seconds: Int64(Date().timeIntervalSince1970)),
            archive: try folder(),
            version: Chandler.version
        )
        options.keep = try spans()
        options.only = only
        options.restoredDays = restoredFor
        options.isDryRun = dryRun
        options.runID = runID
        return try Retention(connection: connection, options: options) { step in
            try Task.checkCancellation()
            if case .began(let table, let month) = step {
                Console.note("\(table) \(month.dashed)")
            }
        }.run()
    }

    private func folder() throws -> ArchiveFolder {
        try ArchiveFolder.given(archive)
    }

    private func spans() throws -> [String: RetentionSpan] {
        var spans: [String: RetentionSpan] = [:]
        for text in keep {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let span = RetentionSpan(parts[1]) else {
                throw ValidationError(
                    "--keep \(quoted(text)): expected a table and how long, such as "
                        + "market_data=400d, trades=18mo, system_logs=2y or orders=forever"
                )
            }
            spans[parts[0]] = span
        }
        return spans
    }

    private func failure(of report: RetentionReport) -> RunFailure? {
        let refused = report.refused
        guard !refused.isEmpty else { return nil }
        let words = refused.compactMap(\.words).joined(separator: "\n")
        // Faults of one kind end with its code.
        let faults = Set(refused.compactMap(\.fault))
        let exit = faults.count == 1 ? faults.first.map { Exit(WarehouseError($0, "")) } : nil
        return (
            exit ?? .badData, "\(Words.plural(refused.count, "month")) refused:\n\(words)"
        )
    }

    private func finish(_ report: RetentionReport) throws {
        if output.json {
            try Console.printJSON(RetainDocument(report))
        } else {
            report.lines.forEach(Console.print)
        }
        if let failure = failure(of: report) {
            throw CommandFailure(exit: failure.exit, message: failure.message)
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
    /// The report for a person.
    fileprivate var lines: [String] {
        tables.flatMap { table -> [String] in
            let kept = table.cutoff.map { "kept \(table.span), since \($0.compact)" }
            let head = "\(table.name): \(kept ?? "kept for ever")"
            let verdict = table.cutoff != nil && table.months.isEmpty ? "; nothing to do" : ""
            return [head + verdict] + table.months.map { "  " + $0.line }
                + table.notes.map { "  note: \($0)" }
        }
    }
}

extension MonthOutcome {
    fileprivate var line: String {
        var line = "\(month.dashed)  \(action.rawValue)  \(Words.plural(rows, "row")), "
        line += "\(Words.count(bytesBefore)) bytes"
        if bytesArchived > 0 { line += ", \(Words.count(bytesArchived)) archived" }
        if let folder, action != .refused { line += " in \(folder)" }
        if let words { line += ": \(words)" }
        return line
    }
}

/// What was done, for programs.
private struct RetainDocument: Encodable {
    struct Month: Encodable {
        let month: String
        let action: String
        let rows: Int
        let bytesBefore: Int
        let bytesArchived: Int
        let folder: String?
        let reason: String?
    }

    struct Entry: Encodable {
        let table: String
        let keep: String
        let keptSince: String?
        let months: [Month]
        let notes: [String]
    }

    let status: String
    let dryRun: Bool
    let tables: [Entry]

    init(_ report: RetentionReport) {
        status = report.refused.isEmpty ? "succeeded" : "different"
        dryRun = report.isDryRun
        tables = report.tables.map { table in
            Entry(
                table: table.name,
                keep: table.span.description,
                keptSince: table.cutoff?.description,
                months: table.months.map { month in
                    Month(
                        month: month.month.dashed,
                        action: month.action.rawValue,
                        rows: month.rows,
                        bytesBefore: month.bytesBefore,
                        bytesArchived: month.bytesArchived,
                        folder: month.folder,
                        reason: month.words
                    )
                },
                notes: table.notes
            )
        }
    }
}
