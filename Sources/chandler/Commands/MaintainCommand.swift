public import ArgumentParser
import ChandlerCore
import ChandlerPostgres
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
        let maintenance = Maintenance(
            lane: lane,
            connection: try PostgresConnection(
                lane.configuration,
                applicationName: "chandler maintain"
            ),
            options: options,
            now: Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        )
        var run: LedgerRun?
        let report: MaintenanceReport
        do {
            report = try await maintenance.run(
                begin: { run = try await LedgerRun("maintain", over: lane) },
                note: { if !output.json { show($0) } }
            )
        } catch {
            let failure: RunFailure = (Failure.exit(of: error) ?? .software, Failure.words(error))
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
        let failure = failure(of: report)
        let document = MaintenanceDocument(report, runID: run?.id, isDryRun: dryRun, failure)
        try await run?.end(failure, document)
        if output.json {
            try Console.printJSON(document)
        } else {
            for finding in report.findings { Console.print("note: \(finding)") }
            Console.print("\(report.summary) · \(Words.seconds(report.seconds))")
        }
        if let failure { throw CommandFailure(exit: failure.exit, message: failure.message) }
    }

    private func failure(of report: MaintenanceReport) -> RunFailure? {
        if let fault = report.fault {
            return (Failure.exit(of: fault) ?? .software, "\(fault); the other steps were done")
        }
        // A dry run has only looked.
        if dryRun { return nil }
        if report.isDenied {
            let detail = report.steps.first?.detail ?? ""
            return (.noPermission, "none of what is needed was done: \(detail)")
        }
        let left = report.count(.left)
        if left > 0 {
            return (
                .tryLater,
                "the deadline left \(Words.plural(left, "step")) undone; what was done stays; run "
                    + "it again to go on"
            )
        }
        return nil
    }

    private func show(_ step: MaintenanceStep) {
        var line = "\(step.action) \(Words.printable(step.target)) · \(words(step.outcome))"
        if step.outcome == .done { line += " in \(Words.seconds(step.seconds))" }
        if let before = step.bytesBefore {
            line += " · \(Words.bytes(before))"
            if let after = step.bytesAfter, after != before { line += " -> \(Words.bytes(after))" }
        }
        Console.print(line)
        Console.print("    \(step.reason)")
        if let detail = step.detail { Console.print("    \(detail)") }
    }

    private func words(_ outcome: MaintenanceStep.Outcome) -> String {
        switch outcome {
        case .done: "done"
        case .planned: "to do"
        case .skipped: "skipped"
        case .denied: "not allowed"
        case .failed: "failed"
        case .left: "left by the deadline"
        }
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

/// What maintenance did, for programs and the ledger.
private struct MaintenanceDocument: Encodable {
    let status: String
    let runID: Int64?
    let dryRun: Bool
    let summary: String
    let seconds: Double
    let steps: [MaintenanceStep]
    let findings: [String]
    let exitCode: Int32
    let error: String?

    init(_ report: MaintenanceReport, runID: Int64?, isDryRun: Bool, _ failure: RunFailure?) {
        status =
            switch failure?.exit {
            case nil: "succeeded"
            case .tryLater where report.fault == nil: "unfinished"
            default: "failed"
            }
        self.runID = runID
        dryRun = isDryRun
        summary = report.summary
        seconds = report.seconds
        steps = report.steps
        findings = report.findings
        exitCode = failure?.exit.rawValue ?? 0
        error = failure?.message
    }
}
