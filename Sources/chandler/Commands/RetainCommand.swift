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
        ),
        completion: .directory
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
            let connection = try RetentionStage.connect(configuration)
            return try finish(try stage().run(over: connection, runID: nil))
        }
        try await DatabaseArguments.migrate(lane)
        // Before the run is entered: who may not archive changes nothing.
        let connection = try RetentionStage.connect(configuration)
        let run = try await LedgerRun("retain", over: lane)
        do {
            let report = try stage().run(over: connection, runID: run.id)
            let document = RetainDocument(report)
            try await run.end(report.failure, document, totals: report.totals)
            try finish(report)
        } catch let error as CommandFailure {
            throw error
        } catch {
            try await run.end(Failure.run(error), [String: String]())
            throw error
        }
    }

    private func stage() throws -> RetentionStage {
        RetentionStage(
            now: .now,
            archive: archive,
            keep: try spans(),
            only: only,
            restoredDays: restoredFor,
            isDryRun: dryRun
        )
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

    private func finish(_ report: RetentionReport) throws {
        if output.json {
            try Console.printJSON(RetainDocument(report))
        } else {
            report.lines.forEach(Console.print)
        }
        if let failure = report.failure {
            throw CommandFailure(exit: failure.exit, message: failure.message)
        }
    }
}
