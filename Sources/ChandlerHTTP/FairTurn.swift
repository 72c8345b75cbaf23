import Synchronization

/// Lets one task at a time through, in the order in which they came.
final class FairTurn: Sendable {
    private typealias Waiter = CheckedContinuation<Bool, Never>

    private struct State {
        var isTaken = false
        var lastID: UInt64 = 0
        var line: [(id: UInt64, waiter: Waiter)] = []
    }

    private let state = Mutex(State())

    /// Waits for the turn, which must be given back with ``pass()``.
    ///
    /// - Throws: `CancellationError` where the task is cancelled before its turn.
    func take() async throws(CancellationError) {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let isMine = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in enter(id, waiter) }
        } onCancel: {
            leave(id)
        }
        guard isMine else { throw CancellationError() }
    }

    /// Gives the turn to the next task.
    func pass() {
        let next: Waiter? = state.withLock { state in
            precondition(state.isTaken, "Invariant: only who has the turn passes it")
            guard !state.line.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.line.removeFirst().waiter
        }
        next?.resume(returning: true)
    }

    /// A task is marked as cancelled before ``leave(_:)`` runs, so one of the two sees the other.
    private func enter(_ id: UInt64, _ waiter: Waiter) {
        let isMine: Bool? = state.withLock { state in
            if Task.isCancelled { return false }
            if !state.isTaken {
                state.isTaken = true
                return true
            }
            state.line.append((id, waiter))
            return nil
        }
        if let isMine { waiter.resume(returning: isMine) }
    }

    private func leave(_ id: UInt64) {
        let left: Waiter? = state.withLock { state in
            guard let place = state.line.firstIndex(where: { $0.id == id }) else { return nil }
            return state.line.remove(at: place).waiter
        }
        left?.resume(returning: false)
    }
}
