import Testing

@testable import FixtureExchange

/// What is served around the present moment.
@Suite struct FormingCandleTests {
    private static let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1m"

    @Test func rowsThatOpenAfterNowDoNotExist() async throws {
        try await withServer([TestFiles.small], now: "2024-01-01T00:03:30Z") { _, client in
            #expect(try await client.send("GET", Self.path).openTimes == (0...3).map(minute))
            let later = try await client.send("GET", Self.path + "&startTime=\(minute(4))")
            #expect(later.text == "[]")
        }
    }

    @Test func theCandleThatContainsNowIsFlatAndHalf() async throws {
        try await withServer([TestFiles.small], now: "2024-01-01T00:03:30Z") { _, client in
            let row = try await client.send("GET", Self.path + "&limit=1").text
            #expect(
                row == """
                    [[1704067380000,"100.25000000","100.25000000","100.25000000","100.25000000",\
                    "125.00000000",1704067439999,"12400.00000000",450,"62.50000000",\
                    "6200.00000000","0"]]
                    """
            )
        }
    }

    @Test(
        "A candle is forming from its open until just before its close",
        arguments: [
            ("2024-01-01T00:03:00Z", true), ("2024-01-01T00:03:59.999Z", true),
            ("2024-01-01T00:04:00Z", false), ("2024-01-01T00:02:59.999Z", nil),
        ] as [(String, Bool?)]
    )
    func formingSpan(now: String, isForming: Bool?) async throws {
        try await withServer([TestFiles.small], now: now) { _, client in
            let query = "&startTime=\(minute(3))&endTime=\(minute(3))"
            let row = try await client.send("GET", Self.path + query).rows.first
            #expect(row.map { $0[5] != "\"250.00000000\"" } == isForming)
        }
    }

    @Test func theDayThatContainsNowIsForming() async throws {
        try await withServer([TestFiles.small], now: "2024-01-03T07:00:00Z") { _, client in
            let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1d"
            let rows = try await client.send("GET", path).rows
            #expect(rows.map { $0[5] } == ["\"10.5\"", "\"20.5\"", "\"15.2\""])
            #expect(rows.map { $0[4] } == ["\"101\"", "\"102\"", "\"102\""])
        }
    }

    @Test func movingTheClockCompletesTheCandle() async throws {
        try await withServer([TestFiles.small], now: "2024-01-01T00:03:30Z") { server, client in
            let before = try await client.send("GET", Self.path + "&startTime=\(minute(3))").rows
            let moved = try await client.send(
                "POST",
                "/control/now?value=2024-01-01T00:04:10Z"
            )
            #expect(moved.status == 200)
            let after = try await client.send("GET", Self.path + "&startTime=\(minute(3))").rows
            #expect(before.count == 1)
            #expect(after.count == 2)
            #expect(before[0][4] != after[0][4])
            server.setNow(nil)
            let all = try await client.send("GET", Self.path)
            #expect(all.rows.count == 9)
        }
    }

    @Test(
        "Half a decimal keeps its places",
        arguments: [
            ("3.01", "1.50"), ("136.10443500", "68.05221750"), ("1", "0"), ("1482", "741"),
            ("0.00000001", "0.00000000"), ("19", "9"), ("0", "0"), ("abc", "abc"), ("", ""),
        ]
    )
    func half(text: String, half: String) {
        #expect(String(decoding: DecimalText.half(Array(text.utf8)), as: UTF8.self) == half)
    }
}
