import UnixSignals

/// Runs work that Ctrl-C or a scheduler's stop signal cancels.
///
/// The work ends at the next batch boundary: what was committed stays. Work that was done before
/// the signal could stop it ends as if there had been none.
func interruptible<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let task = Task { try await work() }
    let watch = Task {
        for await _ in signals {
            if Console.isTerminal { Console.note("") }
            task.cancel()
        }
    }
    defer { watch.cancel() }
    return try await task.value
}
