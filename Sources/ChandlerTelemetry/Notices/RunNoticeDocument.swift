import ChandlerCore

/// The JSON document of a ``RunNotice``, keys still in Swift's way.
struct RunNoticeDocument: Encodable {
    private struct Totals: Encodable {
        let rows: Int
        let bytes: Int64
        let requests: Int
        let retries: Int
    }

    private struct Stage: Encodable {
        let name: String
        let subject: String?
        let status: String
        let seconds: Double
        let error: String?
    }

    /// More failed stages than this are counted only.
    private static let mostStages = 20

    private let text: String
    private let occasion: String
    private let pipeline: String?
    private let shard: String?
    private let command: String
    private let runId: Int64?
    private let status: String
    private let exitCode: Int32
    private let error: String?
    private let startedAt: String
    private let finishedAt: String
    private let seconds: Double
    private let totals: Totals
    private let failedStages: [Stage]
    private let failedStageCount: Int
    private let host: String
    private let version: String

    init(_ notice: RunNotice, host: String) {
        let run = notice.run
        text = notice.text
        occasion = notice.occasion.rawValue
        pipeline = run.pipeline
        shard = run.shard
        command = run.command
        runId = run.runID
        status = run.status.rawValue
        exitCode = run.exitCode
        error = run.error
        startedAt = run.startedAt.description
        let length = run.seconds.isFinite ? run.seconds : 0
        finishedAt = (run.startedAt + Int64(length * 1e6)).description
        seconds = length
        totals = Totals(
            rows: run.totals.rows,
            bytes: run.totals.bytes,
            requests: run.totals.requests,
            retries: run.totals.retries
        )
        let failed = run.stages.filter { $0.status == .failed }
        failedStageCount = failed.count
        failedStages = failed.prefix(Self.mostStages).map { stage in
            Stage(
                name: stage.name,
                subject: stage.subject.isEmpty ? nil : stage.subject,
                status: stage.status.rawValue,
                seconds: stage.seconds.isFinite ? stage.seconds : 0,
                error: stage.error
            )
        }
        self.host = host
        version = run.version
    }
}
