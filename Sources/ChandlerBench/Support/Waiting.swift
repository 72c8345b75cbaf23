import Dispatch
import Synchronization

/// Runs asynchronous work while the calling thread waits: commands are not asynchronous.
///
/// Not for Swift's shared threads, which the work itself needs.
@available(*, noasync)
func waiting<Success: Sendable>(
    for work: @escaping @Sendable () async throws -> Success
) throws -> Success {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<Success>()
    Task.detached {
        do {
            outcome.set(.success(try await work()))
        } catch {
            outcome.set(.failure(error))
        }
        done.signal()
    }
    done.wait()
    return try outcome.get()
}

private final class Outcome<Success: Sendable>: Sendable {
    private let result = Mutex<Result<Success, any Error>?>(nil)

    func set(_ value: Result<Success, any Error>) { result.withLock { $0 = value } }

    func get() throws -> Success {
        guard let result = result.withLock({ $0 }) else {
            preconditionFailure("Invariant: work has ended before its outcome is asked for")
        }
        return try result.get()
    }
}
