import Testing

@testable import ChandlerHTTP

@Suite(.timeLimit(.minutes(20))) struct HTTPNetworkTests {
    private static let path = PathRequest(path: "/klines")
    private static let wide = WeightLimit(weight: 1_000, per: .seconds(60))

    private func runner(
        _ network: HTTPNetwork,
        _ hosts: [String] = ["https://api.test"],
        limit: WeightLimit = wide,
        policy: RetryPolicy = RetryPolicy()
    ) -> RequestRunner {
        RequestRunner(
            transport: network.transport,
            options: .init(baseURLs: hosts, retries: policy),
            limiter: network.limiter(for: hosts, limit),
            clock: network.clock,
            seed: 1
        )
    }

    @Test(arguments: [
        ("https://api.test", "https://API.test:443/v5", true),
        ("http://api.test", "http://api.test:80", true),
        ("https://u:p@api.test/a", "https://api.test/b?c", true),
        ("http://[::1]:8080", "http://[::1]:8080/x", true),
        ("http://[::1]", "http://[::1]:80/x", true),
        ("https://api.test", "http://api.test", false),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8081", false),
        ("https://api.test", "https://api2.test", false),
    ])
    func hostAndPortOfTheFirstURLNameALimiter(one: String, two: String, isSame: Bool) {
        let network = HTTPNetwork(transport: StubTransport { _, _ in response(200) })
        let first = network.limiter(for: [one, "https://second.test"], Self.wide)
        let second = network.limiter(for: [two], Self.wide)
        #expect((first === second) == isSame)
    }

    @Test func strictestOfSeveralLimitsHoldsAndAChosenOneWins() {
        let network = HTTPNetwork(transport: StubTransport { _, _ in response(200) })
        let hosts = ["https://api.test"]
        let limiter = network.limiter(for: hosts, Self.wide)
        _ = network.limiter(for: hosts, WeightLimit(weight: 10, per: .seconds(60)))
        _ = network.limiter(for: hosts, Self.wide)
        #expect(limiter.limit.weight == 10)
        _ = network.limiter(
            for: hosts,
            Self.wide,
            chosen: WeightLimit(weight: 33, per: .seconds(60))
        )
        limiter.setLimit(Self.wide)
        #expect(limiter.limit.weight == 33)
    }

    @Test func twoRunnersOfOneHostShareOneBudget() async throws {
        let clock = ManualClock()
        let sentAt = Locked<[Duration]>([])
        let stub = StubTransport { _, _ in
            sentAt.withLock { $0.append(clock.elapsed) }
            return response(200)
        }
        let network = HTTPNetwork(transport: stub, clock: clock)
        let limit = WeightLimit(weight: 10, per: .seconds(60), slowDownFraction: 1)
        let runners = (0..<2).map { _ in runner(network, limit: limit) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                group.addTask { _ = try await runners[number % 2].fetch(Self.path) }
            }
            try await group.waitForAll()
        }
        let times = sentAt.value.sorted()
        #expect(times.count == 30)
        for index in 0..<20 { #expect(times[index + 10] - times[index] >= .seconds(59)) }
    }

    @Test func banOfOneRunnerStopsAnotherUnsent() async throws {
        let clock = ManualClock()
        let stub = StubTransport { _, _ in response(418, headers: ["Retry-After": "3600"]) }
        let network = HTTPNetwork(transport: stub, clock: clock)
        let (first, second) = (runner(network), runner(network))
        let elsewhere = runner(network, ["https://other.test"])
        for runner in [first, second] {
            let error = try #require(await thrown { try await runner.fetch(Self.path) })
            #expect(error.code == .rateLimited)
            #expect(error.message.contains("api.test stopped all requests, until 2023-11-14T23:"))
            #expect(error.context.retryAfter == .seconds(3_600))
        }
        #expect(stub.urls.count == 1)
        // Another host is not concerned.
        _ = await thrown { try await elsewhere.fetch(Self.path) }
        #expect(stub.urls.count == 2)
        // When the ban is over, both go on.
        clock.advance(by: .seconds(3_600))
        _ = await thrown { try await second.fetch(Self.path) }
        #expect(stub.urls.count == 3)
    }

    @Test func forbiddenAfterASuccessIsABanForAllRunners() async throws {
        let clock = ManualClock()
        let stub = StubTransport { _, number in
            (2...3).contains(number) ? response(403, "<html>waf</html>") : response(200)
        }
        let network = HTTPNetwork(transport: stub, clock: clock)
        let (first, second) = (runner(network), runner(network))
        _ = try await first.fetch(Self.path)
        // It was another runner that had been served.
        let patient = RetryPolicy(patience: .seconds(1_000))
        let waiting = runner(network, policy: patient)
        #expect(try await waiting.fetch(Self.path).attempts == 3)
        #expect(clock.sleeps.reduce(.zero, +) >= .seconds(360))
        #expect(waiting.counters.rateLimitAnswers == 2)
        #expect(try await second.fetch(Self.path).attempts == 1)
    }

    @Test func forbiddenForLongerThanThePatienceIsRateLimited() async throws {
        let stub = StubTransport { _, number in number == 1 ? response(200) : response(403, "no") }
        let network = HTTPNetwork(transport: stub, clock: ManualClock())
        let impatient = runner(network, policy: RetryPolicy(patience: .seconds(60)))
        _ = try await impatient.fetch(Self.path)
        let error = try #require(await thrown { try await impatient.fetch(Self.path) })
        #expect(error.code == .rateLimited)
        #expect(error.context.status == 403)
        #expect(error.message.contains("served this client before"))
        #expect(error.message.contains("until 2023-11-14T22:15:20Z, which is in 120 s"))
        #expect(stub.urls.count == 2)
    }

    @Test func requestThatAloneIsForbiddenFailsAlone() async throws {
        let between = Locked<(@Sendable () async -> Void)?>(nil)
        let clock = HookedClock(between)
        let stub = StubTransport { request, _ in
            response(request.url.hasSuffix("/klines") ? 403 : 200)
        }
        let network = HTTPNetwork(transport: stub, clock: clock)
        let (runner, other) = (runner(network), runner(network))
        let time = PathRequest(path: "/time")
        _ = try await runner.fetch(time)
        // While the first attempt's pause lasts, another series waits and is served after it.
        between.withLock { action in
            action = {
                between.withLock { $0 = nil }
                _ = try? await other.fetch(time)
            }
        }
        let error = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(error.code == .rejected)
        #expect(error.context.attempts == 2)
        #expect(error.message.contains("the host serves other requests of this client"))
        #expect(try await runner.fetch(time).attempts == 1)
        #expect(stub.urls.map { $0.hasSuffix("/klines") } == [false, true, false, true, false])
    }

    @Test(arguments: [403, 451])
    func refusalAtFirstContactIsNoBan(_ status: Int) async throws {
        let stub = StubTransport { _, _ in response(status) }
        let network = HTTPNetwork(transport: stub, clock: ManualClock())
        #expect(await thrown { try await runner(network).fetch(Self.path) }?.code == .refused)
        #expect(network.limiter(for: ["https://api.test"], Self.wide).stoppedFor == nil)
    }

    @Test func blockedCountryStaysRefusedAfterASuccess() async throws {
        let stub = StubTransport { _, number in response(number == 1 ? 200 : 451) }
        let network = HTTPNetwork(transport: stub, clock: ManualClock())
        let runner = runner(network)
        _ = try await runner.fetch(Self.path)
        #expect(await thrown { try await runner.fetch(Self.path) }?.code == .refused)
    }

    @Test func stormOfPassedLimitsDoublesThePauseUntilPatienceEnds() async throws {
        let clock = ManualClock()
        let sentAt = Locked<[Duration]>([])
        let stub = StubTransport { _, _ in
            sentAt.withLock { $0.append(clock.elapsed) }
            return response(429)
        }
        let network = HTTPNetwork(transport: stub, clock: clock)
        let policy = RetryPolicy(longestPause: .zero, patience: .seconds(100))
        let runner = runner(network, policy: policy)
        let error = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(error.code == .rateLimited)
        #expect(sentAt.value == [0, 10, 30, 70].map { .seconds($0) })
        // The wall clock of the test stands at 22:13:20.
        #expect(error.message.contains("for the 4th time, until 2023-11-14T22:14:40Z"))
        #expect(error.context.attempts == 4)
    }

    @Test func retriedRequestWaitsNoLongerThanWhatIsLeftOfItsPatience() async throws {
        let clock = ManualClock()
        let during = Locked<(@Sendable () -> Void)?>(nil)
        let stub = StubTransport { _, _ in
            during.value?()
            return response(500)
        }
        let network = HTTPNetwork(transport: stub, clock: clock)
        let limiter = network.limiter(for: ["https://api.test"], Self.wide)
        let other = try await limiter.acquire(weight: 1, patience: .zero)
        // While the first attempt runs, another request is stopped.
        during.withLock { action in
            action = {
                clock.advance(by: .seconds(90))
                let named = Arrival.limited(named: .seconds(50), guess: .seconds(1))
                limiter.settle(other, reported: nil, named)
            }
        }
        let policy = RetryPolicy(
            firstPause: .zero,
            longestPause: .zero,
            patience: .seconds(100)
        )
        let runner = runner(network, policy: policy)
        let error = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(error.code == .rateLimited)
        #expect(error.message.contains("longer than the patience of 10 s"))
        #expect(error.context.attempts == 1)
        #expect(clock.sleeps.allSatisfy { $0 == .zero })
    }

    @Test func hundredRequestsThatFareWellWaitForNoTime() async throws {
        let clock = ManualClock()
        let network = HTTPNetwork(transport: StubTransport { _, _ in response(200) }, clock: clock)
        let runner = runner(network)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { _ = try await runner.fetch(Self.path) } }
            try await group.waitForAll()
        }
        #expect(clock.sleeps.isEmpty)
        let limiter = network.limiter(for: ["https://api.test"], Self.wide)
        #expect(limiter.places.inFlight == 0)
    }
}

/// A clock that lets something else happen before it sleeps.
private struct HookedClock: HTTPClock {
    private let clock = ManualClock()
    private let action: Locked<(@Sendable () async -> Void)?>

    init(_ action: Locked<(@Sendable () async -> Void)?>) {
        self.action = action
    }

    var now: ContinuousClock.Instant { clock.now }

    var unixSeconds: Int64 { clock.unixSeconds }

    func sleep(until instant: ContinuousClock.Instant) async throws(CancellationError) {
        await action.value?()
        try await clock.sleep(until: instant)
    }
}
