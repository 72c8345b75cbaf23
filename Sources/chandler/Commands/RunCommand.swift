import ArgumentParser
import ChandlerCore
import ChandlerHTTP
import ChandlerPipelineFiles
import ChandlerStore
import Foundation

/// `chandler run`: a pipeline from its file.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract:
            "Run a pipeline: fetch, compute, load, write datasets, and look after the database.",
        discussion: """
            The stages: series (with their datasets in the same pass), pools, tokens, datasets of \
            another span, retention, maintenance. One that fails stops no other; the run ends with \
            the code of the first fault. Every series goes on where its last run ended.

            A second run of the same pipeline, or of the same part of it, ends with code \
            75. SIGTERM and Ctrl-C end a run within two seconds with code 130, --deadline ends it \
            in the same way with 75: what was committed stays, and the next run goes on there.

            With --shard, machines share the series: each is in exactly one part, and a new series \
            moves no other. Any of them may run at any time.

            EXAMPLES
              chandler run pipelines/crypto-core-1m.yaml
              chandler run pipelines/crypto-core-1m.yaml --deadline 10m --json
              chandler run pipelines/crypto-core-1m.yaml --shard 3/16
              chandler run pipelines/housekeeping.yaml --only maintenance --wait 10m
            """
    )

    @OptionGroup var pipeline: PipelineArguments

    @Option(
        help: ArgumentHelp("End with code 75 after this time, such as 10m.", valueName: "time")
    )
    var deadline: SpanOfTime?

    @Option(
        help: ArgumentHelp("Wait this long for another run of it, such as 10m.", valueName: "time")
    )
    var wait: SpanOfTime?

    @Flag(
        help: """
            Compute the indicators of the stored rows anew, as after a change of indicators in the \
            file.
            """
    )
    var recompute = false

    @Flag(help: "Only say what would be done, as \"chandler pipeline plan\" does.")
    var dryRun = false

    @OptionGroup var network: PipelineNetworkArguments
    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    /// A clock may be this far behind the one that a moment was read from.
    private static let clockSkew: Int64 = 5 * 60_000_000

    func validate() throws {
        // Retention would count from it: everything that is stored could be old enough.
        guard !dryRun, let at = pipeline.at,
            at.microseconds > Timestamp.now.microseconds + Self.clockSkew
        else { return }
        throw ValidationError(
            "--at was \(at.compact), which has not come yet; nothing was done; \"chandler pipeline "
                + "plan --at\" says what a run would do then"
        )
    }

    func run() async throws {
        let file = try pipeline.load()
        if dryRun {
            return try await PipelinePlanning(
                file: file,
                selection: pipeline.selection,
                database: database,
                recompute: recompute
            ).show(asJSON: output.json)
        }
        try await interruptible(deadline: deadline) { try await run(file) }
    }

    private func run(_ file: PipelineFile) async throws {
        let announcement = RunAnnouncement(
            file: file,
            selection: pipeline.selection,
            certificateFile: network.cacert
        )
        let network = network.arguments(patience: file.load.patienceSeconds)
        do {
            try await network.use { transport in
                try await run(file, over: transport, network, announcement)
            }
        } catch {
            // What ended it before the ledger knew of it is told all the same.
            await announcement.tell(ofFailure: error)
            throw error
        }
    }

    private func run(
        _ file: PipelineFile,
        over transport: HTTPNetwork,
        _ network: NetworkArguments,
        _ announcement: RunAnnouncement
    ) async throws {
        let selection = pipeline.selection
        let shard = selection.shard.map { "\($0)" }
        let database = try database.preferring(file.load.databaseVariable)
        let lane = try await database.lane(for: "run")
        let key = PipelineKey(name: file.name, shard: shard)
        try await PipelineLock(key: key, lane: lane).take(waiting: wait?.duration)
        let previous = try await lane.lastVerdict(on: key)
        let ledger = try await LedgerRun("run", over: lane, pipeline: file.name, shard: shard)
        Console.setRun(ledger.id, pipeline: file.name)
        var run = PipelineRun(
            file: file,
            selection: selection,
            network: transport,
            access: VenueArguments(network),
            database: database,
            lane: lane,
            ledger: ledger,
            recompute: recompute
        )
        await run.run()
        var outcome = run.outcome
        outcome.seconds = announcement.seconds
        let failure = outcome.failure
        let document = PipelineDocument(file.name, selection, runID: ledger.id, outcome)
        try await ledger.end(
            failure,
            document,
            totals: outcome.totals,
            stages: run.untold
        )
        if output.json {
            try Console.printJSON(document)
        } else if Console.logFormat == .json {
            // What reads JSON lines is not shown a table among them.
            tell(outcome)
        } else {
            PipelineSummary(name: file.name, shard: shard, runID: ledger.id, outcome: outcome)
                .lines.forEach(Console.print)
        }
        await announcement.tell(of: outcome, ledger.id, previous: previous)
        guard let failure else { return }
        Console.error(failure.message)
        throw CommandFailure(exit: failure.exit, message: failure.message, isShown: true)
    }
}

extension RunCommand {
    /// Tells of a run's end in a line of the log.
    private func tell(_ outcome: PipelineOutcome) {
        let status = RunOutcome(outcome.failure).status.rawValue
        Console.note(
            "the run \(status == "interrupted" ? "was interrupted" : status)",
            fields: [
                "status": .text(status), "rows": .int(outcome.totals.rows),
                "bytes": .int(Int(outcome.totals.bytes)),
                "requests": .int(outcome.totals.requests),
                "retries": .int(outcome.totals.retries), "seconds": .number(outcome.seconds),
            ]
        )
    }
}

/// The options that say how a pipeline speaks to the outside.
struct PipelineNetworkArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Trust the authorities in this PEM file (or SSL_CERT_FILE).",
            valueName: "file"
        )
    )
    var cacert: String?

    @Option(
        help: ArgumentHelp(
            "Save every request and answer into this folder, keys removed.",
            valueName: "folder"
        )
    )
    var record: String?

    @Option(
        help: ArgumentHelp(
            "Answer from such a folder instead of the network; give --at.",
            valueName: "folder"
        )
    )
    var replay: String?

    func validate() throws {
        if record != nil, replay != nil {
            throw ValidationError("--record and --replay do not go together")
        }
    }

    /// The options with what the file says of patience.
    func arguments(patience seconds: Int) -> NetworkArguments {
        NetworkArguments(
            patience: SpanOfTime(seconds: seconds),
            cacert: cacert,
            record: record,
            replay: replay
        )
    }
}
