/// Lets as many series be worked on at the same time as their buffers have room together.
///
/// A series that is loaded at length holds a batch a connection, the candles of the next one and,
/// with a dataset, the columns of a file. What that takes depends on the columns; short spans hold
/// next to nothing and need no room. Whoever asked first is served first.
public actor BufferBudget {
    /// The room there is; a series takes at most all of it.
    static let units = 8
    /// Spans of fewer candles than this need no room.
    private static let shortSpan = 20_000

    private var free = BufferBudget.units
    private var waiting: [(id: Int, cost: Int, continuation: CheckedContinuation<Void, any Error>)]
    private var lastID = 0

    /// Creates a budget of which nothing is taken.
    public init() {
        waiting = []
    }

    /// What a series takes: an eighth is worth about 15 MB.
    ///
    /// - Parameters:
    ///   - candles: How many candles may pass through.
    ///   - columns: How many indicators each has.
    ///   - hasDataset: Whether they go into a dataset too.
    /// - Returns: The units to take.
    static func cost(candles: Int, columns: Int, hasDataset: Bool) -> Int {
        if candles < shortSpan { return 0 }
        let cost = hasDataset ? (columns + 8) / 9 : (columns + 39) / 40
        return min(units, max(1, cost))
    }

    /// Waits until there is room.
    ///
    /// - Throws: `CancellationError` when the task is cancelled; nothing was taken then.
    func take(_ cost: Int) async throws {
        try Task.checkCancellation()
        if cost == 0 { return }
        if waiting.isEmpty, cost <= free {
            free -= cost
            return
        }
        lastID += 1
        let id = lastID
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiting.append((id, cost, $0)) }
        } onCancel: {
            Task { await self.leave(id) }
        }
    }

    /// Gives room back.
    func give(_ cost: Int) {
        free += cost
        admit()
    }

    private func leave(_ id: Int) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
        admit()
    }

    private func admit() {
        while let first = waiting.first, first.cost <= free {
            free -= first.cost
            waiting.removeFirst().continuation.resume()
        }
    }
}
