/// Lets work that was done side by side be committed in order.
///
/// Batches of a series are copied over several connections at once, but the committed state must
/// always be a prefix of the series: each batch waits for its turn before it commits.
public actor CommitOrder {
    private var next = 0
    private var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    private var isStopped = false

    /// Creates an order that begins with turn 0.
    public init() {}

    /// Returns when every earlier turn has ended.
    ///
    /// - Throws: `CancellationError` when an earlier turn failed or this task was cancelled.
    public func wait(for turn: Int) async throws {
        if isStopped || Task.isCancelled { throw CancellationError() }
        if turn == next { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiting[turn] = $0 }
        } onCancel: {
            Task { await self.stop() }
        }
    }

    /// Ends a turn that was committed.
    public func advance() {
        next += 1
        waiting.removeValue(forKey: next)?.resume()
    }

    /// Ends all turns: whoever waits is told that there is nothing to wait for.
    public func stop() {
        isStopped = true
        for continuation in waiting.values { continuation.resume(throwing: CancellationError()) }
        waiting = [:]
    }
}
