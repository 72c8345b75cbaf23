import Testing

@testable import ChandlerHTTP

@Suite(.timeLimit(.minutes(20))) struct FairTurnTests {
    struct Holders {
        var now = 0
        var most = 0
    }

    @Test func tasksAreLetThroughInTheOrderTheyCame() async throws {
        let turn = FairTurn()
        let order = Locked<[Int]>([])
        try await turn.take()
        // An immediate task runs up to its place in the line before the next one begins.
        let tasks = (0..<50).map { number in
            Task.immediate {
                try await turn.take()
                order.withLock { $0.append(number) }
                turn.pass()
            }
        }
        #expect(order.withLock { $0.isEmpty })
        turn.pass()
        for task in tasks { try await task.value }
        #expect(order.withLock { $0 } == Array(0..<50))
    }

    @Test func cancelledTaskLeavesTheLineAndOthersMoveUp() async throws {
        let turn = FairTurn()
        try await turn.take()
        let cancelled = Task.immediate { try await turn.take() }
        let next = Task.immediate { try await turn.take() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        turn.pass()
        try await next.value
        turn.pass()
        try await turn.take()
    }

    @Test func turnIsNeverHeldTwiceUnderRandomCancellation() async throws {
        let turn = FairTurn()
        let holders = Locked(Holders())
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<500 {
                group.addTask {
                    let task = Task {
                        try await turn.take()
                        holders.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        await Task.yield()
                        holders.withLock { $0.now -= 1 }
                        turn.pass()
                    }
                    for _ in 0..<(number % 7) { await Task.yield() }
                    if number % 3 == 0 { task.cancel() }
                    _ = await task.result
                }
            }
        }
        #expect(holders.withLock { $0.most } == 1)
        #expect(holders.withLock { $0.now } == 0)
        try await turn.take()
    }
}
