import Testing

@testable import FixtureExchange

@Suite struct WeightMeterTests {
    private let start = ContinuousClock.now

    @Test func weightIsUsedUpUntilTheWindowEnds() {
        var meter = WeightMeter(limit: 10)
        #expect(meter.charge(8, at: start) == .admitted)
        #expect(meter.charge(2, at: start + .seconds(10)) == .admitted)
        #expect(meter.charge(1, at: start + .seconds(20)) == .exhausted(seconds: 40))
        #expect(meter.charge(1, at: start + .milliseconds(20_500)) == .exhausted(seconds: 40))
        #expect(meter.used == 12)
        #expect(meter.charge(3, at: start + .seconds(60)) == .admitted)
        #expect(meter.used == 3)
    }

    @Test func ignoringRefusalsLeadsToABan() {
        var meter = WeightMeter(limit: 1)
        for _ in 0..<WeightMeter.patience {
            #expect(meter.charge(2, at: start) == .exhausted(seconds: 60))
        }
        #expect(meter.charge(2, at: start) == .banned(seconds: 120))
        #expect(meter.charge(1, at: start + .seconds(90)) == .banned(seconds: 30))
        #expect(meter.charge(1, at: start + .seconds(120)) == .admitted)
        #expect(meter.used == 1)
    }

    @Test func everyAnswerTellsTheWeightAndTheLimitIsKept() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1m&limit=1000"
            var used: [String?] = []
            for target in ["/api/v3/ping", "/api/v3/time", path, "/api/v3/exchangeInfo", path] {
                let headers = try await client.send("GET", target).headers
                #expect(headers["x-mbx-used-weight"] == headers["x-mbx-used-weight-1m"])
                used.append(headers["x-mbx-used-weight-1m"])
            }
            #expect(used == ["1", "2", "4", "24", "26"])
            _ = try await client.send("POST", "/control/weight?used=5998")
            #expect(try await client.send("GET", path).status == 200)
            let refused = try await client.send("GET", path)
            #expect(refused.status == 429)
            #expect(refused.headers["x-mbx-used-weight-1m"] == "6002")
            let pause = try #require(refused.headers["retry-after"].flatMap { Int($0) })
            #expect((1...60).contains(pause))
            #expect(
                refused.text.contains("current limit is 6000 request weight per 1 MINUTE")
            )
        }
    }

    @Test func aBanIsTold() async throws {
        try await withServer([TestFiles.small], now: "2024-06-15T12:34:30Z") { server, client in
            server.setUsedWeight(6_000)
            var answer = try await client.send("GET", "/api/v3/ping")
            for _ in 0..<WeightMeter.patience {
                answer = try await client.send("GET", "/api/v3/ping")
            }
            #expect(answer.status == 418)
            #expect(answer.headers["retry-after"] == "120")
            #expect(answer.text.contains("IP banned until 1718454990000."))
            #expect(
                answer.text.contains(
                    "\"data\":{\"serverTime\":1718454870000,\"retryAfter\":1718454990000}"
                )
            )
        }
    }
}
