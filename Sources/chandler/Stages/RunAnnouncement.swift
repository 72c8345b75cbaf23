import ChandlerCore
import ChandlerPipelineFiles
import Synchronization

/// Tells metrics and whoever is to be notified how a run of a pipeline ended.
final class RunAnnouncement: Sendable {
    private let file: PipelineFile
    private let shard: String?
    private let certificateFile: String?
    private let startedAt = Timestamp.now
    private let begun = ContinuousClock.now
    private let isTold = Mutex(false)

    /// Begins with the run.
    init(file: PipelineFile, selection: PipelineSelection, certificateFile: String?) {
        self.file = file
        self.certificateFile = certificateFile
        shard = selection.shard.map { "\($0)" }
    }

    /// Since the run began.
    var seconds: Double { begun.duration(to: .now) / .seconds(1) }

    /// Tells of a run that the ledger knows.
    func tell(of outcome: PipelineOutcome, _ runID: Int64, previous: RunStatus?) async {
        let failure = outcome.failure
        var run = finished(failure)
        run.runID = runID
        run.seconds = outcome.seconds
        run.totals = outcome.totals
        run.stages = outcome.stages
        run.series = outcome.series
        await tell(run, previous: previous)
    }

    /// Tells of a run that ended before it was entered into the ledger.
    ///
    /// That another run is at it is no end of a run.
    func tell(ofFailure error: any Error) async {
        let failure = Failure.run(error)
        if isTold.withLock({ $0 }) || failure.exit == .tryLater { return }
        await tell(finished(failure), previous: nil)
    }

    private func finished(_ failure: RunFailure?) -> FinishedRun {
        let status: RunStatus =
            switch failure?.exit {
            case nil: .succeeded
            case Interruption.shared.stop?.exit: .interrupted
            default: .failed
            }
        return FinishedRun(
            command: "run",
            pipeline: file.name,
            shard: shard,
            version: Chandler.version,
            status: status,
            exitCode: failure?.exit.rawValue ?? 0,
            error: failure?.message,
            startedAt: startedAt,
            seconds: seconds
        )
    }

    private func tell(_ run: FinishedRun, previous: RunStatus?) async {
        isTold.withLock { $0 = true }
        // A task of its own: the run's may be cancelled, and that is what is to be told.
        let warnings = await Task.detached { [file, certificateFile] in
            await RunTelemetry.publish(
                run,
                metrics: file.metrics,
                certificateFile: certificateFile
            )
                + RunNotifications.send(run, previous: previous, to: file.notifications)
        }.value
        for warning in warnings { Console.warning(warning) }
    }
}
