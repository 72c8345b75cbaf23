import ChandlerHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct RateLimiterTests {
    @Test func tasksShareOneBudget() async throws {
        let clock = ManualClock()
        let limit = WeightLimit(weight: 10, per: .seconds(60))
        let limiter = RateLimiter(limit, clock: clock)
        let times = Locked<[Duration]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<45 {
                group.addTask {
                    try await limiter.acquire(weight: 1, patience: .seconds(1))
                    times.withLock { $0.append(clock.elapsed) }
                    await limiter.settle(weight: 1, reported: nil)
                }
            }
            try await group.waitForAll()
        }
        let sorted = times.withLock { $0.sorted() }
        #expect(sorted.count == 45)
        for (index, time) in sorted.enumerated() where index + 10 < sorted.count {
            #expect(sorted[index + 10] - time >= .seconds(59))
        }
    }

    @Test func longStopIsReportedWithItsLength() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(WeightLimit(weight: 10, per: .seconds(1)), clock: clock)
        await limiter.stop(for: .seconds(7_200))
        let error = try #require(
            await thrown { try await limiter.acquire(weight: 1, patience: .seconds(300)) }
        )
        #expect(error.code == .rateLimited)
        #expect(error.context.retryAfter == .seconds(7_200))
        #expect(error.message.contains("7200 s"))
        #expect(await limiter.stoppedFor == .seconds(7_200))
        #expect(clock.sleeps.isEmpty)
    }

    @Test func shortStopIsWaitedFor() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(WeightLimit(weight: 10, per: .seconds(1)), clock: clock)
        await limiter.stop(for: .seconds(90))
        let waited = try await limiter.acquire(weight: 1, patience: .seconds(300))
        #expect(waited == .seconds(90))
        #expect(await limiter.stoppedFor == nil)
        #expect(await limiter.usedWeight == 1)
    }

    @Test func cancelledTaskLeavesTheLine() async throws {
        let limiter = RateLimiter(WeightLimit(weight: 1, per: .seconds(1_000)))
        try await limiter.acquire(weight: 1, patience: .seconds(1))
        let tasks = (0..<10).map { _ in
            Task { () async -> HTTPError? in
                await thrown { try await limiter.acquire(weight: 1, patience: .seconds(1)) }
            }
        }
        for task in tasks.reversed() { task.cancel() }
        for task in tasks { #expect(await task.value?.code == .cancelled) }
        #expect(await limiter.usedWeight == 1)
    }
}
