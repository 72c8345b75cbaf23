import Testing

@testable import ChandlerHTTP

@Suite(.timeLimit(.minutes(20))) struct RequestRunnerTests {
    struct Unreadable: Error {}

    static let path = PathRequest(path: "/klines", query: [.init("symbol", "BTCUSDT")], weight: 2)

    private func runner(
        _ transport: StubTransport,
        hosts: [String] = ["https://a"],
        clock: ManualClock = ManualClock(),
        limiter: RateLimiter? = nil,
        policy: RetryPolicy = RetryPolicy(),
        classify: RequestRunner.Classify? = nil
    ) -> RequestRunner {
        RequestRunner(
            transport: transport,
            options: .init(
                baseURLs: hosts,
                retries: policy,
                usedWeightHeader: "X-MBX-USED-WEIGHT-1M"
            ),
            limiter: limiter
                ?? RateLimiter(WeightLimit(weight: 1_000, per: .seconds(60)), clock: clock),
            clock: clock,
            seed: 1,
            classify: classify
        )
    }

    @Test func acceptedAnswerComesWithItsFacts() async throws {
        let transport = StubTransport { _, _ in response(200, "[[1]]") }
        let runner = runner(transport, hosts: ["https://u:p@a/"])
        let fetched = try await runner.fetch(Self.path) { $0.body.text }
        #expect(fetched.value == "[[1]]")
        #expect(fetched.host == "https://a")
        #expect(fetched.attempts == 1)
        #expect(transport.urls == ["https://u:p@a/klines?symbol=BTCUSDT"])
        #expect(runner.counters.requests == 1)
        #expect(runner.counters.retries == 0)
        #expect(runner.counters.bodyBytes == 5)
    }

    @Test(arguments: [408, 425, 500, 502, 503, 504, 520])
    func transientStatusIsRetried(_ status: Int) async throws {
        let transport = StubTransport { _, number in
            number < 3 ? response(status, "later") : response(200, "ok")
        }
        let runner = runner(transport)
        let fetched = try await runner.fetch(Self.path)
        #expect(fetched.attempts == 3)
        #expect(runner.counters.retries == 2)
        #expect(runner.counters.failures == 0)
    }

    @Test(arguments: [400, 401, 404, 410, 304, 501, 505])
    func permanentStatusIsReportedAtOnce(_ status: Int) async throws {
        let transport = StubTransport { _, _ in
            response(status, #"{"code":-1121,"msg":"Invalid symbol."}"#)
        }
        let runner = runner(transport)
        let error = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(error.code == .rejected)
        #expect(error.context.status == HTTPStatus(rawValue: status))
        #expect(error.context.attempts == 1)
        #expect(error.message.hasPrefix("GET https://a/klines?symbol=BTCUSDT: HTTP \(status)"))
        #expect(error.message.contains("Invalid symbol."))
        #expect(transport.urls.count == 1)
        #expect(runner.counters.failures == 1)
    }

    @Test(arguments: [429, 418])
    func retryAfterIsObeyedByAllTasks(_ status: Int) async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(WeightLimit(weight: 1_000, per: .seconds(60)), clock: clock)
        let sentAt = Locked<[Duration]>([])
        let transport = StubTransport { _, number in
            sentAt.withLock { $0.append(clock.elapsed) }
            return number == 1
                ? response(status, headers: ["Retry-After": "42"]) : response(200)
        }
        let runner = runner(transport, clock: clock, limiter: limiter)
        try await withThrowingTaskGroup(of: Void.self) { group in
            _ = try await runner.fetch(Self.path)
            for _ in 0..<5 {
                group.addTask { _ = try await runner.fetch(Self.path) }
            }
            try await group.waitForAll()
        }
        let times = sentAt.withLock { $0 }
        #expect(times.first == .zero)
        #expect(times.dropFirst().allSatisfy { $0 >= .seconds(42) })
        #expect(runner.counters.rateLimitAnswers == 1)
    }

    @Test func banLongerThanPatienceIsReportedAndStopsTheNextRequestUnsent() async throws {
        let transport = StubTransport { _, _ in
            response(418, "banned", headers: ["Retry-After": "7200"])
        }
        let clock = ManualClock()
        let runner = runner(transport, clock: clock)
        let first = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(first.code == .rateLimited)
        #expect(first.context.retryAfter == .seconds(7_200))
        #expect(first.context.status == 418)
        let second = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(second.code == .rateLimited)
        #expect(second.message.contains("/klines?symbol=BTCUSDT"))
        #expect(transport.urls.count == 1)
        #expect(clock.sleeps.isEmpty)
    }

    @Test func retryAfterOf503IsTheLeastPause() async throws {
        let clock = ManualClock()
        let transport = StubTransport { _, number in
            number == 1 ? response(503, headers: ["Retry-After": "33"]) : response(200)
        }
        _ = try await runner(transport, clock: clock).fetch(Self.path)
        #expect(clock.sleeps == [.seconds(33)])
    }

    @Test func allHostsDownIsToldInWords() async throws {
        let transport = StubTransport { request, _ throws(HTTPError) in
            throw HTTPError(
                .couldNotConnect,
                "refused by \(request.url.dropFirst(8).prefix(1))",
                context: .init(url: request.url, curlCode: 7)
            )
        }
        let policy = RetryPolicy(connectAttempts: 2)
        let runner = runner(
            transport,
            hosts: ["https://a", "https://b", "https://c"],
            policy: policy
        )
        let error = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(error.code == .unreachable)
        #expect(error.context.curlCode == 7)
        #expect(
            error.message.contains(
                "all 3 hosts failed: https://a: refused by a; https://b: refused by b; "
                    + "https://c: refused by c"
            )
        )
        #expect(error.isRetryable)
        #expect(
            transport.urls.prefix(3).map { $0.prefix(9) } == [
                "https://a", "https://b", "https://c",
            ]
        )
        #expect(transport.urls.count == 4)
    }

    @Test(arguments: [403, 451])
    func refusingHostIsLeftForGoodWithoutAPause(_ status: Int) async throws {
        let clock = ManualClock()
        let transport = StubTransport { request, _ in
            request.url.hasPrefix("https://a") ? response(status, "no") : response(200)
        }
        let runner = runner(transport, hosts: ["https://a", "https://b"], clock: clock)
        #expect(try await runner.fetch(Self.path).host == "https://b")
        #expect(try await runner.fetch(Self.path).host == "https://b")
        #expect(clock.sleeps.isEmpty)
        #expect(transport.urls.count == 3)
        #expect(runner.counters.hostChanges == 1)
    }

    @Test func refusalByAllHostsIsPermanent() async throws {
        let transport = StubTransport { _, _ in response(451, "blocked") }
        let clock = ManualClock()
        let limiter = RateLimiter(WeightLimit(weight: 1_000, per: .seconds(60)), clock: clock)
        let runner = runner(
            transport,
            hosts: ["https://a", "https://b"],
            clock: clock,
            limiter: limiter
        )
        for _ in 0..<2 {
            let error = try #require(await thrown { try await runner.fetch(Self.path) })
            #expect(error.code == .refused)
            #expect(!error.isRetryable)
            #expect(error.message.contains("https://a: HTTP 451"))
            #expect(error.message.contains("https://b: HTTP 451"))
        }
        #expect(transport.urls.count == 2)
    }

    @Test func refusalWaitsForAHostThatIsOnlyDown() async throws {
        let transport = StubTransport { request, number throws(HTTPError) in
            if request.url.hasPrefix("https://b") { return response(451, "blocked") }
            guard number > 1 else { throw HTTPError(.couldNotConnect, "down") }
            return response(200)
        }
        let runner = runner(transport, hosts: ["https://a", "https://b"])
        #expect(try await runner.fetch(Self.path).host == "https://a")
        #expect(transport.urls.count == 3)
    }

    @Test func repeatedServerErrorsMoveToTheNextHost() async throws {
        let transport = StubTransport { request, _ in
            request.url.hasPrefix("https://a") ? response(500, "no") : response(200)
        }
        let runner = runner(transport, hosts: ["https://a", "https://b"])
        let fetched = try await runner.fetch(Self.path)
        #expect(fetched.host == "https://b")
        #expect(fetched.attempts == 4)
    }

    @Test func certificateErrorIsReportedAtOnce() async throws {
        let transport = StubTransport { _, _ throws(HTTPError) in throw HTTPError(.tls, "bad") }
        let runner = runner(transport, hosts: ["https://a", "https://b"])
        #expect(await thrown { try await runner.fetch(Self.path) }?.code == .tls)
        #expect(transport.urls.count == 1)
    }

    @Test func unreadableBodyIsFetchedAgain() async throws {
        let transport = StubTransport { _, number in
            response(200, number == 1 ? "[[1,2" : "[[1,2]]")
        }
        let fetched = try await runner(transport).fetch(Self.path) { response in
            guard response.body.text.hasSuffix("]]") else { throw Unreadable() }
            return response.body.text
        }
        #expect(fetched.value == "[[1,2]]")
        #expect(fetched.attempts == 2)
    }

    @Test func bodyThatStaysUnreadableIsReportedWithItsCause() async throws {
        let transport = StubTransport { _, _ in response(200, "<html>captive portal</html>") }
        let error = try #require(
            await thrown {
                try await runner(transport).fetch(Self.path) { _ in throw Unreadable() }
            }
        )
        #expect(error.code == .decoding)
        #expect(error.cause is Unreadable)
        #expect(error.message.contains("\"<html>captive portal</html>\""))
        #expect(transport.urls.count == 3)
    }

    @Test func venueJudgesAnswersByItsOwnRules() async throws {
        let transport = StubTransport { _, number in response(200, "\(number)") }
        let runner = runner(transport) { response in
            switch response.body.text {
            case "1": .retry(reason: "busy", after: .seconds(3))
            case "2": .rateLimited(reason: "too fast", pause: .seconds(5))
            default: .fail(reason: "unknown symbol", cause: Unreadable())
            }
        }
        let error = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(error.code == .rejected)
        #expect(error.cause is Unreadable)
        #expect(error.message.hasSuffix("unknown symbol"))
        #expect(error.context.attempts == 3)
    }

    @Test func serverThatKeepsFailingIsGivenUp() async throws {
        let transport = StubTransport { _, _ in response(500, "oops") }
        let policy = RetryPolicy(maximumAttempts: 5)
        let runner = runner(transport, policy: policy)
        let error = try #require(await thrown { try await runner.fetch(Self.path) })
        #expect(error.code == .serverFailed)
        #expect(error.context.attempts == 5)
        #expect(error.message.contains("gave up after 5 attempts"))
        #expect(error.message.contains("HTTP 500 Internal Server Error \"oops\""))
    }

    @Test func reportedWeightReachesTheLimiter() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(WeightLimit(weight: 1_000, per: .seconds(60)), clock: clock)
        let transport = StubTransport { _, _ in
            response(200, headers: ["x-mbx-used-weight-1m": "777"])
        }
        _ = try await runner(transport, clock: clock, limiter: limiter).fetch(Self.path)
        #expect(limiter.usedWeight == 777)
    }

    @Test func cancellingBetweenAttemptsEndsTheFetch() async throws {
        let transport = StubTransport { _, _ in response(500) }
        let runner = RequestRunner(
            transport: transport,
            options: .init(
                baseURLs: ["https://a"],
                retries: RetryPolicy(firstPause: .seconds(100), longestPause: .seconds(100))
            ),
            limiter: RateLimiter(WeightLimit(weight: 10, per: .seconds(1))),
            seed: 1
        )
        let task = Task { () async -> HTTPError? in
            await thrown { try await runner.fetch(Self.path) }
        }
        while transport.urls.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    @Test func runnerRecoversOverRealSockets() async throws {
        let server = try ScriptedServer { exchange in
            switch exchange.request {
            case 1: exchange.respond(500, "oops")
            case 2: exchange.respond(429, headers: ["Retry-After: 17"])
            case 3:
                exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[[1,")
                exchange.cut()
            case 4: exchange.respond(200, "[[1,")
            default: exchange.respond(200, "[[1,2,3]]")
            }
        }
        try await HTTPClientTests.withClient(server) { client in
            let clock = ManualClock()
            let runner = RequestRunner(
                transport: client,
                options: .init(baseURLs: [server.url]),
                limiter: RateLimiter(WeightLimit(weight: 100, per: .seconds(1)), clock: clock),
                clock: clock,
                seed: 3
            )
            let fetched = try await runner.fetch(Self.path) { response in
                guard response.body.text.hasSuffix("]]") else { throw Unreadable() }
                return response.body.text
            }
            #expect(fetched.value == "[[1,2,3]]")
            #expect(fetched.attempts == 5)
            #expect(clock.sleeps.contains(.seconds(17)))
            #expect(runner.counters.requests == 5)
            #expect(runner.counters.bytesOnWire > 100)
        }
    }

    @Test func deadHostIsLeftForALivingOneOverRealSockets() async throws {
        let dead = try ScriptedServer { $0.cut() }
        let deadURL = dead.url
        dead.stop()
        let server = try ScriptedServer { $0.respond(200, "[]") }
        try await HTTPClientTests.withClient(server) { client in
            let clock = ManualClock()
            let runner = RequestRunner(
                transport: client,
                options: .init(baseURLs: [deadURL, server.url]),
                limiter: RateLimiter(WeightLimit(weight: 100, per: .seconds(1)), clock: clock),
                clock: clock,
                seed: 3
            )
            let fetched = try await runner.fetch(Self.path)
            #expect(fetched.host == server.url)
        }
    }
}
