import Dispatch
import Testing

@testable import ChandlerBench

@Suite struct WaitingTests {
    /// Waits on a thread of its own, as the main thread does: tests run on the shared ones.
    private func onOwnThread<Success: Sendable>(
        _ work: @escaping @Sendable () async throws -> Success
    ) async throws -> Success {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try waiting(for: work) })
            }
        }
    }

    @Test func resultOfTheWorkComesBack() async throws {
        let result = try await onOwnThread {
            await Task.yield()
            return 42
        }
        #expect(result == 42)
    }

    @Test func errorOfTheWorkComesBack() async {
        await #expect(throws: BenchError.self) {
            try await onOwnThread { throw BenchError(.interrupted, "interrupted") }
        }
    }
}
