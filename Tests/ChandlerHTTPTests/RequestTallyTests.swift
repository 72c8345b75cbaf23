import Testing

@testable import ChandlerHTTP

@Suite(.timeLimit(.minutes(20))) struct RequestTallyTests {
    /// Fails the first request for each third page; answers of `A` are longer than those of `B`.
    private let transport: StubTransport
    private let clock = ManualClock()

    init() {
        let seen = Locked<Set<String>>([])
        transport = StubTransport { request, _ in
            let isFirst = seen.withLock { $0.insert(request.url).inserted }
            let isThird = ["page=0", "page=3", "page=6"].contains { request.url.hasSuffix($0) }
            return HTTPResponse(
                status: isFirst && isThird ? 503 : 200,
                bytesOnWire: request.url.contains("symbol=A") ? 1_000 : 10
            )
        }
    }

    private func runner(
        _ transport: StubTransport,
        policy: RetryPolicy = RetryPolicy()
    ) -> RequestRunner {
        RequestRunner(
            transport: transport,
            options: .init(baseURLs: ["https://a"], retries: policy),
            limiter: RateLimiter(WeightLimit(weight: 1_000, per: .seconds(60)), clock: clock),
            clock: clock,
            seed: 1
        )
    }

    private func request(_ name: String, _ page: Int) -> PathRequest {
        PathRequest(path: "/klines", query: [.init("symbol", name), .init("page", "\(page)")])
    }

    /// Pages fetched ahead, in child tasks, in a task of their own and in the task itself.
    private func work(_ name: String, pages: Int, over runner: RequestRunner) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let fetched = PrefetchedPages(0..<pages, depth: 3) { page in
                    try await runner.fetch(request(name, page)).attempts
                }
                for try await _ in fetched {}
            }
            group.addTask { _ = try await runner.fetch(request(name, 100)) }
            try await group.waitForAll()
        }
        try await Task { _ = try await runner.fetch(request(name, 101)) }.value
        _ = try await runner.fetch(request(name, 102))
    }

    @Test func eachTallyCountsItsOwnWorkOverOneRunner() async throws {
        let runner = runner(transport)
        let (first, second) = (RequestTally(), RequestTally())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await RequestTally.$current.withValue(first) {
                    try await work("A", pages: 8, over: runner)
                }
            }
            group.addTask {
                try await RequestTally.$current.withValue(second) {
                    try await work("B", pages: 2, over: runner)
                }
            }
            try await group.waitForAll()
        }
        #expect(first.counters.requests == 8 + 3 + 3)
        #expect(first.counters.retries == 3)
        #expect(first.counters.bytesOnWire == 14_000)
        #expect(second.counters.requests == 2 + 1 + 3)
        #expect(second.counters.retries == 1)
        #expect(second.counters.bytesOnWire == 60)
        #expect(first.counters + second.counters == runner.counters)
        #expect(transport.urls.count == runner.counters.requests)
    }

    @Test func oneTallyCountsOverSeveralRunners() async throws {
        let (rest, archive) = (runner(transport), runner(transport))
        let tally = RequestTally()
        try await RequestTally.$current.withValue(tally) {
            _ = try await rest.fetch(request("A", 0))
            _ = try await archive.fetch(request("B", 0))
        }
        #expect(tally.counters.requests == 4)
        #expect(tally.counters.retries == 2)
        #expect(tally.counters == rest.counters + archive.counters)
    }

    @Test func whatFailsIsCountedToo() async throws {
        let transport = StubTransport { _, _ in
            HTTPResponse(status: 500, bytesOnWire: 7)
        }
        let runner = runner(transport, policy: RetryPolicy(maximumAttempts: 3))
        let tally = RequestTally()
        let error = await RequestTally.$current.withValue(tally) {
            await thrown { try await runner.fetch(request("A", 1)) }
        }
        #expect(error != nil)
        #expect(tally.counters.requests == 3)
        #expect(tally.counters.retries == 2)
        #expect(tally.counters.failures == 1)
        #expect(tally.counters.bytesOnWire == 21)
        #expect(tally.counters == runner.counters)
    }

    @Test func workOutsideIsCountedByTheRunnerAlone() async throws {
        let runner = runner(transport)
        let (outer, inner) = (RequestTally(), RequestTally())
        _ = try await runner.fetch(request("A", 1))
        try await RequestTally.$current.withValue(outer) {
            _ = try await runner.fetch(request("A", 2))
            try await RequestTally.$current.withValue(inner) {
                _ = try await runner.fetch(request("A", 4))
            }
            try await Task.detached { [self] in
                _ = try await runner.fetch(request("A", 5))
            }.value
        }
        #expect(RequestTally.current == nil)
        #expect(outer.counters.requests == 1)
        #expect(inner.counters.requests == 1)
        #expect(runner.counters.requests == 4)
    }
}
