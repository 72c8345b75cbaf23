import UnixSignals

/// Runs work that Ctrl-C or a scheduler's stop signal cancels.
///
/// The work ends at the next batch boundary: what was committed stays.
func interruptible<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            for await _ in signals {
                if Console.isTerminal { Console.note("") }
                throw CancellationError()
            }
            return nil
        }
        defer { group.cancelAll() }
        while let finished = try await group.next() {
            if let finished { return finished }
        }
        throw CancellationError()
    }
}
