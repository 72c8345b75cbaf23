import Foundation
import Synchronization

/// Work on a thread of its own: maintenance blocks the threads that tasks share.
final class Elsewhere: Sendable {
    private let result = Mutex<Result<Void, any Error>?>(nil)

    init(_ body: @escaping @Sendable () throws -> Void) {
        Thread.detachNewThread { [self] in
            let end = Result { try body() }
            result.withLock { $0 = end }
        }
    }

    /// Waits for the end.
    func end() async throws {
        while true {
            if let end = result.withLock({ $0 }) { return try end.get() }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
