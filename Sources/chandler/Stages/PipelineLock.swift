import ChandlerCore
import ChandlerStore

/// What keeps two runs of a pipeline, or of the same part of one, from each other.
struct PipelineLock {
    let key: PipelineKey
    let lane: StoreLane

    /// A session whose program was killed gives its lock back within a second.
    private static let patience = Duration.milliseconds(1_500)

    /// Takes the lock, which the session's end gives back.
    ///
    /// - Parameter wait: How long another run is waited for; `nil` for not at all.
    /// - Throws: `StoreError` with code `locked` naming the run that has it, or `CancellationError`.
    func take(waiting wait: Duration?) async throws {
        let clock = ContinuousClock()
        let begun = clock.now
        var isTold = false
        while true {
            try Task.checkCancellation()
            if try await lane.tryLock(key) { return }
            let waited = begun.duration(to: clock.now)
            guard waited < max(wait ?? .zero, Self.patience) else { break }
            if wait != nil, waited >= Self.patience, !isTold {
                Console.note("\(key) is being run\(await lane.holder(of: key)); waiting")
                isTold = true
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        let waited = wait.map { _ in "; it was waited for in vain" } ?? ""
        throw StoreError(
            .locked,
            "\(key) is being run\(await lane.holder(of: key))\(waited); nothing was done; "
                + "try again when it has ended, or wait for it with --wait 10m"
        )
    }
}
