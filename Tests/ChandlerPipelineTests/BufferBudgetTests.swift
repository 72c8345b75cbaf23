import Synchronization
import Testing

@testable import ChandlerPipeline

/// How much is taken now, and was at most.
private final class Taken: Sendable {
    private let amounts = Mutex((now: 0, most: 0))

    var most: Int { amounts.withLock { $0.most } }

    func add(_ amount: Int) {
        amounts.withLock { amounts in
            amounts.now += amount
            amounts.most = max(amounts.most, amounts.now)
        }
    }
}

@Suite struct BufferBudgetTests {
    @Test func roomDependsOnColumnsAndOnTheDataset() {
        let cost = BufferBudget.cost
        #expect(cost(10_000, 72, true) == 0)
        #expect(cost(1_000_000, 25, false) == 1)
        #expect(cost(1_000_000, 0, false) == 1)
        #expect(cost(1_000_000, 25, true) == 3)
        #expect(cost(1_000_000, 72, false) == 2)
        #expect(cost(1_000_000, 72, true) == BufferBudget.units)
        #expect(cost(1_000_000, 900, true) == BufferBudget.units)
    }

    @Test func neverMoreIsTakenThanThereIs() async throws {
        let budget = BufferBudget()
        let taken = Taken()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                let cost = 1 + index % BufferBudget.units
                group.addTask {
                    try await budget.take(cost)
                    taken.add(cost)
                    await Task.yield()
                    taken.add(-cost)
                    await budget.give(cost)
                }
            }
            try await group.waitForAll()
        }
        #expect(taken.most <= BufferBudget.units)
        #expect(taken.most > 1)
    }

    @Test func whoeverIsCancelledWhileWaitingTookNothing() async throws {
        let budget = BufferBudget()
        try await budget.take(BufferBudget.units)
        let waiting = Task { try await budget.take(3) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        await budget.give(BufferBudget.units)
        try await budget.take(BufferBudget.units)
    }
}
