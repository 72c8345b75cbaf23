import ArgumentParser
import ChandlerCore
import ChandlerStore
import Foundation

/// `chandler runs list`, which `chandler runs` alone means as well.
struct RunsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List runs, the newest first (the default)."
    )

    @Option(help: ArgumentHelp("Only runs of this pipeline.", valueName: "name"))
    var pipeline: String?

    @Option(help: ArgumentHelp("Only this command, such as ingest or run.", valueName: "name"))
    var command: String?

    @Option(help: "Only running, succeeded, failed, interrupted or lost ones.")
    var status: RunStanding?

    @Option(help: ArgumentHelp("Only runs that name this ticker, pool or mint in their report."))
    var symbol: String?

    @Option(
        help: "Only runs that began since: a date, a time, or a span back from now (7d, 12h).",
        transform: readMoment
    )
    var since: Timestamp?

    @Option(help: ArgumentHelp("How many at most.", valueName: "runs"))
    var limit = 20

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 10000 runs, was \(limit)")
        }
    }

    func run() async throws {
        let lane = try await database.ledger(for: "runs")
        // One more tells whether there are more.
        let found = try await lane.runs(filter, limit: limit + 1)
        let runs = Array(found.prefix(limit))
        if output.json {
            return try Console.printJSON(
                RunsDocument(runs: runs.map(RunEntry.init), more: found.count > limit)
            )
        }
        guard !runs.isEmpty else {
            let isAny = filter == RunFilter()
            return Console.print(
                isAny
                    ? "No run is in the ledger; \"chandler ingest --symbol BTCUSDT --from 30d\" is one."
                    : "No run of the ledger matches."
            )
        }
        show(runs)
        if found.count > limit { Console.note("there are more: --limit shows them") }
    }

    private var filter: RunFilter {
        RunFilter(
            command: command,
            pipeline: pipeline,
            standing: status,
            since: since,
            symbol: symbol
        )
    }

    private func show(_ runs: [RunRecord]) {
        let hasShards = runs.contains { $0.shard != nil }
        let lines = Table(
            ["run", "began", "what"] + (hasShards ? ["shard"] : [])
                + ["status", "exit", "rows", "requests", "took", "error"],
            runs.map { $0.cells(hasShards: hasShards) }
        ).lines
        let width = Console.outputIsTerminal ? Console.width : Int.max
        for (index, line) in lines.enumerated() {
            let shown = String(line.prefix(width))
            Console.print(index == 0 ? shown : runs[index - 1].standing.colored(shown))
        }
    }
}

extension RunRecord {
    /// The pipeline, or the command that a person gave.
    var title: String {
        guard let pipeline else { return command }
        return command == "run" ? pipeline : "\(command) \(pipeline)"
    }

    fileprivate func cells(hasShards: Bool) -> [String] {
        [String(runID), startedAt.toTheSecond, Words.printable(title)]
            + (hasShards ? [shard ?? ""] : [])
            + [
                standing.rawValue, exitCode.map { String($0) } ?? "", Words.count(totals.rows),
                Words.count(totals.requests), seconds.map(Words.seconds) ?? "",
                firstWords,
            ]
    }

    /// The beginning of the error.
    private var firstWords: String {
        let line = error?.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return Words.printable(line.count > 40 ? line.prefix(39) + "…" : line)
    }
}

extension Timestamp {
    /// Such as `2024-03-01 12:00:05`.
    var toTheSecond: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }
}

/// Runs, for programs.
private struct RunsDocument: Encodable {
    let runs: [RunEntry]
    let more: Bool
}

/// A run, for programs.
struct RunEntry: Encodable {
    let runId: Int64
    let command: String
    let pipeline: String?
    let shard: String?
    let status: String
    let exitCode: Int?
    let error: String?
    let version: String
    let arguments: [String]
    let startedAt: String
    let finishedAt: String?
    let seconds: Double?
    let rows: Int
    let bytes: Int64
    let requests: Int
    let retries: Int

    init(_ run: RunRecord) {
        runId = run.runID
        command = run.command
        pipeline = run.pipeline
        shard = run.shard
        status = run.standing.rawValue
        exitCode = run.exitCode
        error = run.error
        version = run.version
        arguments = run.words
        startedAt = run.startedAt.description
        finishedAt = run.finishedAt?.description
        seconds = run.seconds
        rows = run.totals.rows
        bytes = run.totals.bytes
        requests = run.totals.requests
        retries = run.totals.retries
    }
}

extension RunRecord {
    /// The words that the program was given.
    var words: [String] {
        ReportValue(parsing: arguments)["arguments"].elements.compactMap(\.text)
    }
}
