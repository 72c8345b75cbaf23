public import ArgumentParser
import ChandlerCore
import ChandlerStore
public import ChandlerWarehouse
import Foundation

/// `chandler maintain`: the daily upkeep of the database.
struct MaintainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintain",
        abstract: "Do the daily upkeep of the database, as far as it is necessary.",
        discussion: """
            Closes runs whose program is gone, makes coming months, brings open positions to the \
            newest close, refreshes materialized views whose sources changed, vacuums and analyzes \
            what changed, and rebuilds bloated indexes. Safe every day and beside loads: what is \
            locked is skipped, a statement that somebody waits for is given up, and a second run \
            at once ends with code 75. Ends with code 75 too when --deadline left something \
            undone, and with 77 when the login could do nothing of what was needed.

            EXAMPLES
              chandler maintain --dry-run
              chandler maintain --deadline 30m
              chandler maintain --only reindex --reindex always
            """
    )

    @Flag(help: "Say what would be done, and change nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "Do these only: ledger, partitions, positions, views, vacuum, reindex.",
            discussion: "Several with commas between them.",
            valueName: "subjects"
        ),
        transform: readSubjects
    )
    var only: Set<MaintenanceSubject>?

    @Option(help: ArgumentHelp("Begin nothing after this time, such as 30m.", valueName: "time"))
    var deadline: SpanOfTime?

    @Option(help: "Rebuild bloated indexes (auto), all of them (always), or none (never).")
    var reindex = MaintenanceOptions.Reindexing.auto

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if reindex == .always, only?.contains(.reindex) == false {
            throw ValidationError("--reindex always needs reindex among --only")
        }
    }

    func run() async throws {
        try await interruptible { try await maintain() }
    }

    private func maintain() async throws {
        let lane = try await lane()
        var run: LedgerRun?
        let report: MaintenanceReport
        do {
            report = try await MaintenanceStage(options: options, now: .now).run(
                over: lane,
                begin: { run = try await LedgerRun("maintain", over: lane) },
                note: { if !output.json { $0.lines.forEach(Console.print) } }
            )
        } catch {
            let failure = Failure.run(error)
            try await run?.end(failure, ["error": failure.message])
            throw error
        }
        try await end(report, run)
    }

    /// A dry run must not bring the schema up to date.
    private func lane() async throws -> StoreLane {
        guard dryRun else { return try await database.lane(for: "maintain") }
        let lane = try StoreLane(try database.reach(), applicationName: "chandler maintain")
        let pending = try await lane.schemaStatus().pending.count
        guard pending == 0 else {
            throw CommandFailure(
                exit: .configuration,
                message: "the schema is \(Words.plural(pending, "migration")) behind; nothing was "
                    + "changed; run \"chandler db migrate\" first"
            )
        }
        return lane
    }

    private var options: MaintenanceOptions {
        MaintenanceOptions(
            isDryRun: dryRun,
            subjects: only ?? Set(MaintenanceSubject.allCases),
            deadline: deadline?.duration,
            reindexing: reindex
        )
    }

    private func end(_ report: MaintenanceReport, _ run: LedgerRun?) async throws {
        let failure = report.failure(isDryRun: dryRun)
        let document = MaintenanceDocument(report, runID: run?.id, isDryRun: dryRun, failure)
        try await run?.end(failure, document, stages: report.stages)
        if output.json {
            try Console.printJSON(document)
        } else {
            for finding in report.findings { Console.print("note: \(finding)") }
            Console.print("\(report.summary) · \(Words.seconds(report.seconds))")
        }
        if let failure { throw CommandFailure(exit: failure.exit, message: failure.message) }
    }
}

extension MaintenanceOptions.Reindexing: ExpressibleByArgument {}

/// Reads subjects with commas between them.
@Sendable private func readSubjects(_ text: String) throws -> Set<MaintenanceSubject> {
    Set(
        try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
            let name = word.trimmingCharacters(in: .whitespaces).lowercased()
            guard let subject = MaintenanceSubject(rawValue: name) else {
                let names = MaintenanceSubject.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(quoted(name)) is not looked after; what is: \(names)")
            }
            return subject
        }
    )
}
