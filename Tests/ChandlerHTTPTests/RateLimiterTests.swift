import Testing

@testable import ChandlerHTTP

@Suite(.timeLimit(.minutes(20))) struct RateLimiterTests {
    private static let wide = WeightLimit(weight: 1_000_000, per: .seconds(1))
    private static let guesses = Arrival.limited(named: nil, guess: .seconds(10))

    private func limiter(
        places: Int,
        limit: WeightLimit = wide,
        clock: any HTTPClock = ManualClock()
    ) -> RateLimiter {
        RateLimiter(
            limit,
            host: "api.test",
            window: ConcurrencyWindow(size: places, maximum: 32),
            clock: clock
        )
    }

    /// A request that waits for its leave, and then holds its place.
    private func waiting(
        _ limiter: RateLimiter,
        patience: Duration = .seconds(5)
    ) -> Task<Permit, any Error> {
        Task.immediate { try await limiter.acquire(weight: 1, patience: patience) }
    }

    @Test func tasksShareOneBudget() async throws {
        let clock = ManualClock()
        let limit = WeightLimit(weight: 10, per: .seconds(60))
        let limiter = RateLimiter(limit, clock: clock)
        let times = Locked<[Duration]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<45 {
                group.addTask {
                    let permit = try await limiter.acquire(weight: 1, patience: .seconds(1))
                    times.withLock { $0.append(clock.elapsed) }
                    limiter.settle(permit, reported: nil, .answered)
                }
            }
            try await group.waitForAll()
        }
        let sorted = times.withLock { $0.sorted() }
        #expect(sorted.count == 45)
        for (index, time) in sorted.enumerated() where index + 10 < sorted.count {
            #expect(sorted[index + 10] - time >= .seconds(59))
        }
        #expect(limiter.places.inFlight == 0)
    }

    /// A stop that is waited for is told once, however many wait; one that is over in a moment, not.
    @Test(arguments: [(60, 1), (2, 0)])
    func stopThatIsWaitedForIsToldOnce(seconds: Int, told: Int) async throws {
        let words = Locked<[String]>([])
        let limiter = RateLimiter(
            Self.wide,
            host: "api.test",
            window: ConcurrencyWindow(size: 4, maximum: 32),
            clock: ManualClock(),
            onStop: { text in words.withLock { $0.append(text) } }
        )
        let permit = try await waiting(limiter).value
        limiter.settle(permit, reported: nil, .limited(named: .seconds(seconds), guess: .zero))
        for task in (0..<3).map({ _ in waiting(limiter, patience: .seconds(90)) }) {
            limiter.settle(try await task.value, reported: nil, .answered)
        }
        let heard = words.withLock { $0 }
        #expect(heard.count == told)
        #expect(heard.allSatisfy { $0.hasPrefix("api.test stopped all requests, until ") })
    }

    // Places.

    @Test func requestsBeyondTheWindowWaitInOrder() async throws {
        let limiter = limiter(places: 2)
        var held = [try await waiting(limiter).value, try await waiting(limiter).value]
        let order = Locked<[Int]>([])
        let tasks = (0..<5).map { number in
            Task.immediate {
                let permit = try await limiter.acquire(weight: 1, patience: .seconds(5))
                order.withLock { $0.append(number) }
                return permit
            }
        }
        for number in 0..<5 {
            #expect(order.value == Array(0..<number))
            #expect(limiter.places.inFlight == 2)
            limiter.settle(held.removeFirst(), reported: nil, .unknown)
            held.append(try await tasks[number].value)
        }
        for permit in held { limiter.settle(permit, reported: nil, .unknown) }
        #expect(limiter.places.inFlight == 0)
    }

    @Test func cancelledWaiterTakesNoPlaceAndOthersMoveUp() async throws {
        let limiter = limiter(places: 1)
        let held = try await waiting(limiter).value
        let (first, second, third) = (waiting(limiter), waiting(limiter), waiting(limiter))
        first.cancel()
        second.cancel()
        for task in [first, second] {
            #expect(await thrown { try await task.value }?.code == .cancelled)
        }
        #expect(limiter.places.inFlight == 1)
        limiter.settle(held, reported: nil, .answered)
        limiter.settle(try await third.value, reported: nil, .answered)
        #expect(limiter.places.inFlight == 0)
        #expect(limiter.usedWeight == 2)
    }

    @Test func noPlaceLeaksUnderRandomCancellationStopsAndFailures() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed of noPlaceLeaksUnderRandomCancellationStopsAndFailures: \(seed)")
        let clock = ManualClock()
        let limiter = limiter(
            places: 3,
            limit: WeightLimit(weight: 40, per: .seconds(1)),
            clock: clock
        )
        let most = Locked(0)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<600 {
                group.addTask {
                    var dice = SeededGenerator(seed: seed &+ UInt64(number))
                    let patience = Duration.seconds(Int.random(in: 0...60, using: &dice))
                    let arrival = [
                        Arrival.answered, .answered, .answered, .overloaded, .unknown,
                        .limited(named: .seconds(1), guess: .seconds(2)), Self.guesses,
                        .banned(named: nil, guess: .seconds(20)),
                    ].randomElement(using: &dice)
                    let task = Task {
                        let permit = try await limiter.acquire(weight: 1, patience: patience)
                        most.withLock { $0 = max($0, limiter.places.inFlight) }
                        await Task.yield()
                        limiter.settle(permit, reported: nil, arrival ?? .unknown)
                    }
                    for _ in 0..<Int.random(in: 0...9, using: &dice) { await Task.yield() }
                    if Bool.random(using: &dice) { task.cancel() }
                    _ = await task.result
                }
            }
        }
        #expect(limiter.places.inFlight == 0, "seed \(seed)")
        #expect(most.value <= 32)
        // The limiter still lets through.
        let last = try await limiter.acquire(weight: 1, patience: .seconds(100_000))
        limiter.settle(last, reported: nil, .answered)
    }

    // Stops.

    @Test func longStopIsReportedWithItsLengthItsEndAndItsHost() async throws {
        let clock = ManualClock()
        let limiter = limiter(places: 8, clock: clock)
        let permit = try await limiter.acquire(weight: 1, patience: .seconds(300))
        let arrival = Arrival.banned(named: .seconds(7_200), guess: .seconds(1))
        #expect(limiter.settle(permit, reported: nil, arrival) == .seconds(7_200))
        let error = try #require(
            await thrown { try await limiter.acquire(weight: 1, patience: .seconds(300)) }
        )
        #expect(error.code == .rateLimited)
        #expect(error.context.retryAfter == .seconds(7_200))
        #expect(
            error.message
                == "api.test stopped all requests, until 2023-11-15T00:13:20Z, which is in "
                + "7200 s; that is longer than the patience of 300 s"
        )
        #expect(limiter.stoppedFor == .seconds(7_200))
        #expect(clock.sleeps.isEmpty)
    }

    @Test func shortStopIsWaitedForAndHowOftenIsTold() async throws {
        let clock = ManualClock()
        let limiter = limiter(places: 8, clock: clock)
        for count in 1...3 {
            let permit = try await limiter.acquire(weight: 1, patience: .seconds(300))
            #expect(permit.waited == (count == 1 ? .zero : .seconds(90)))
            limiter.settle(
                permit,
                reported: nil,
                .limited(named: .seconds(90), guess: .seconds(1))
            )
        }
        #expect(limiter.stopInWords?.contains("for the 3rd time, until 2023-") == true)
        clock.advance(by: .seconds(90))
        #expect(limiter.stoppedFor == nil)
        #expect(limiter.stopInWords == nil)
    }

    @Test func stopEndsThoseWhoWaitWithLessPatienceAtOnce() async throws {
        // The machine's clock: nobody who waits for weight is woken by time here.
        let limit = WeightLimit(weight: 2, per: .seconds(10_000), slowDownFraction: 1)
        let limiter = limiter(places: 2, limit: limit, clock: SystemHTTPClock())
        let held = [try await waiting(limiter).value, try await waiting(limiter).value]
        limiter.settle(held[0], reported: nil, .answered)
        let tasks = (0..<4).map { _ in waiting(limiter, patience: .seconds(60)) }
        limiter.settle(held[1], reported: nil, .banned(named: .seconds(900), guess: .seconds(1)))
        for task in tasks {
            #expect(await thrown { try await task.value }?.code == .rateLimited)
        }
        #expect(limiter.places.inFlight == 0)
    }

    @Test func oneRequestAtATimeFollowsABan() async throws {
        let clock = ManualClock()
        let limiter = limiter(places: 6, clock: clock)
        let held = try await waiting(limiter).value
        limiter.settle(held, reported: nil, .banned(named: .seconds(5), guess: .seconds(1)))
        let probe = try await limiter.acquire(weight: 1, patience: .seconds(60))
        #expect(limiter.places == (1, 1))
        let next = waiting(limiter)
        let third = waiting(limiter)
        #expect(limiter.places.inFlight == 1)
        limiter.settle(probe, reported: nil, .answered)
        // One success in a window of one makes it two.
        let permits = [try await next.value, try await third.value]
        #expect(limiter.places == (2, 2))
        for permit in permits { limiter.settle(permit, reported: nil, .answered) }
    }

    @Test func firstPassedLimitHalvesAndTheNextOneStartsOver() async throws {
        let limiter = limiter(places: 8)
        let first = try await limiter.acquire(weight: 1, patience: .seconds(60))
        #expect(limiter.settle(first, reported: nil, Self.guesses) == .seconds(10))
        #expect(limiter.places.size == 4)
        let second = try await limiter.acquire(weight: 1, patience: .seconds(60))
        #expect(limiter.settle(second, reported: nil, Self.guesses) == .seconds(20))
        #expect(limiter.places.size == 1)
    }

    @Test func cancelledTaskLeavesTheLine() async throws {
        let limiter = RateLimiter(WeightLimit(weight: 1, per: .seconds(1_000)))
        _ = try await limiter.acquire(weight: 1, patience: .seconds(1))
        let tasks = (0..<10).map { _ in
            Task { () async -> HTTPError? in
                await thrown { try await limiter.acquire(weight: 1, patience: .seconds(1)) }
            }
        }
        for task in tasks.reversed() { task.cancel() }
        for task in tasks { #expect(await task.value?.code == .cancelled) }
        #expect(limiter.usedWeight == 1)
        #expect(limiter.places.inFlight == 1)
    }

    @Test func venuesOwnLimitIsKeptButForAChosenOne() {
        let limiter = RateLimiter(WeightLimit(weight: 5, per: .seconds(1)))
        limiter.setLimit(WeightLimit(weight: 9, per: .seconds(1)))
        #expect(limiter.limit.weight == 9)
        limiter.choose(WeightLimit(weight: 7, per: .seconds(1)))
        limiter.setLimit(WeightLimit(weight: 2, per: .seconds(1)))
        #expect(limiter.limit.weight == 7)
    }
}
