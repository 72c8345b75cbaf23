import ChandlerCore

/// How a stage ended that is not of one series or pool.
struct StageResult: Sendable {
    let name: String
    /// What it was done to; empty where the name says all.
    var subject = ""
    var status = RunStatus.succeeded
    var seconds = 0.0
    var totals = RunTotals()
    var failure: RunFailure?
    /// Whether it was not begun, because the run ended before.
    private(set) var isLeft = false
    /// The dataset that it wrote.
    var dataset: RunDocument.Dataset?
    /// What came of it, in a line.
    var words = ""
    /// What else a person should know.
    var notes: [String] = []

    init(name: String, subject: String = "") {
        self.name = name
        self.subject = subject
    }

    /// Such as `dataset binance BTCUSDT 1m`.
    var title: String { subject.isEmpty ? name : "\(name) \(subject)" }

    /// The stage as the ledger and metrics take it.
    var finished: FinishedStage {
        FinishedStage(
            name: name,
            subject: subject,
            status: status,
            seconds: seconds,
            totals: totals,
            error: failure?.message
        )
    }

    /// Takes over what stopped it.
    mutating func fail(_ error: any Error) {
        status = RunStatus(error)
        failure = Failure.run(error)
    }
}

extension StageResult {
    /// Does a stage; what stops it is part of the result.
    static func of(
        _ name: String,
        _ subject: String = "",
        _ body: (inout StageResult) async throws -> Void
    ) async -> StageResult {
        var result = StageResult(name: name, subject: subject)
        let clock = ContinuousClock()
        let begun = clock.now
        do {
            try Task.checkCancellation()
            try await body(&result)
            if result.failure != nil { result.status = .failed }
        } catch {
            result.fail(Interruption.seen(error))
        }
        result.seconds = begun.duration(to: clock.now) / .seconds(1)
        return result
    }

    /// A stage that there was nothing to do of.
    static func skipped(_ name: String, because words: String) -> StageResult {
        var result = StageResult(name: name)
        result.status = .skipped
        result.words = words
        return result
    }

    /// A stage that was not begun, because the run ended before.
    static func skipped(_ name: String) -> StageResult {
        var result = StageResult(name: name)
        result.status = .skipped
        result.isLeft = true
        result.words = "not begun"
        return result
    }
}
