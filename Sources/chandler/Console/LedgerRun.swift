import ChandlerCore
import ChandlerStore

/// A run as the ledger keeps it: begun before anything is fetched, ended whatever becomes of it.
struct LedgerRun {
    /// Its number.
    let id: Int64
    private let lane: StoreLane
    private let secrets = LedgerSecrets()

    /// Enters a run of this program with its arguments, secrets left out.
    ///
    /// - Parameters:
    ///   - command: The command, such as `ingest` or `run`.
    ///   - lane: Where the ledger is; it takes the run's number into its name for other sessions.
    ///   - pipeline: The pipeline's name; `nil` for a command that a person gave.
    ///   - shard: Which part of the series, such as `3/16`; `nil` for all.
    /// - Throws: `StoreError` where the server refuses.
    init(
        _ command: String,
        over lane: StoreLane,
        pipeline: String? = nil,
        shard: String? = nil
    ) async throws {
        let arguments = LedgerArguments(CommandLine.arguments)
        id = try await lane.beginRun(
            command: command,
            arguments: secrets.hidden(in: try Console.json(arguments)),
            version: Chandler.version,
            pipeline: pipeline,
            shard: shard
        )
        self.lane = lane
        Console.setRun(id, pipeline: pipeline)
        Interruption.shared.onLastResort { [id, configuration = lane.configuration] stop in
            let outcome = RunOutcome((stop.exit, stop.words))
            try? LastWords(configuration, runID: id).write(outcome)
        }
    }

    /// Enters a run of a command that works without the ledger, too.
    ///
    /// - Parameters:
    ///   - command: The command, such as `backup`.
    ///   - lane: Where the ledger is.
    /// - Returns: The run; `nil` where the login may only read, or the schema is of another version.
    static func whereKept(_ command: String, over lane: StoreLane) async -> LedgerRun? {
        guard (try? await lane.schemaStatus().pending.isEmpty) == true else { return nil }
        return try? await LedgerRun(command, over: lane)
    }

    /// Enters stages that have ended while the run goes on, so that they are known if it is killed.
    ///
    /// The end must not tell of them again. A database that is gone stops nothing here: the run
    /// finds that out by itself.
    func log(_ stages: [FinishedStage]) async {
        try? await lane.log(stages.map(secrets.hidden), ofRun: id)
    }

    /// Enters how the run ended; a database that is gone does not hide the run's own failure.
    ///
    /// - Parameters:
    ///   - failure: What went wrong, if anything did.
    ///   - document: The report.
    ///   - totals: What the run moved.
    ///   - stages: Its stages in the order in which they began, but for those ``log(_:)`` was told of.
    /// - Throws: `StoreError` where nothing went wrong before.
    func end(
        _ failure: RunFailure?,
        _ document: some Encodable,
        totals: RunTotals = RunTotals(),
        stages: [FinishedStage] = []
    ) async throws {
        Interruption.shared.settle()
        defer { Interruption.shared.hasSettled(failure?.exit.rawValue ?? 0) }
        do {
            let shown = failure.map { (exit: $0.exit, message: secrets.hidden(in: $0.message)) }
            try await lane.finishRun(
                id,
                RunOutcome(shown),
                report: secrets.hidden(in: try Console.json(document)),
                totals: totals,
                stages: stages.map(secrets.hidden)
            )
        } catch {
            // The session is gone, but perhaps not the server.
            try? LastWords(lane.configuration, runID: id).write(RunOutcome(failure))
            if failure == nil { throw error }
        }
    }
}

/// Why a run failed: the code it ends with, and the words.
typealias RunFailure = (exit: Exit, message: String)

extension RunOutcome {
    /// A run's end as the ledger holds it.
    init(_ failure: RunFailure?) {
        guard let failure else {
            self.init(status: .succeeded, exitCode: 0)
            return
        }
        // A deadline ends a run as a signal does, with the code of what can be done later.
        let isStopped =
            failure.exit == .interrupted || failure.exit == Interruption.shared.stop?.exit
        self.init(
            status: isStopped ? .interrupted : .failed,
            exitCode: Int(failure.exit.rawValue),
            error: failure.message
        )
    }
}
