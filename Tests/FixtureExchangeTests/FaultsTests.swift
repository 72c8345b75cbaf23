import Testing

@testable import FixtureExchange

/// Each fault, over a real socket.
@Suite struct FaultsTests {
    private static let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1m"

    private func answer(
        fault: String,
        headers: [String: String] = [:],
        query: String = ""
    ) async throws -> (RawAnswer, next: RawAnswer) {
        nonisolated(unsafe) var answers: [RawAnswer] = []
        try await withServer([TestFiles.small], faults: [fault + "@first=1"]) { server, client in
            answers.append(try await client.send("GET", Self.path + query, headers: headers))
            // The connection may be gone: the next request takes another one.
            let again = try await secondClient(server, client)
            answers.append(try await again.send("GET", Self.path + query, headers: headers))
        }
        return (answers[0], answers[1])
    }

    /// The same connection while it lives.
    private func secondClient(
        _ server: FixtureExchangeServer,
        _ client: RawConnection
    ) async throws -> RawConnection {
        do {
            _ = try await client.send("GET", "/api/v3/ping")
            return client
        } catch {
            return try RawConnection(try #require(server.baseURL))
        }
    }

    @Test(
        "A refusal has the venue's status, code and pause, and comes once",
        arguments: [
            ("429", 429, "\"code\":-1003,", "1"), ("429:17", 429, "\"code\":-1003,", "17"),
            ("418", 418, "\"code\":-1003,", "120"), ("418:3600", 418, "banned until", "3600"),
            ("403", 403, "<html>", nil), ("451", 451, "\"code\":0,", nil),
            ("500", 500, "\"code\":-1001,", nil), ("503-html", 503, "<html>", nil),
        ] as [(String, Int, String, String?)]
    )
    func refusal(fault: String, status: Int, part: String, pause: String?) async throws {
        let (answer, next) = try await answer(fault: fault)
        #expect(answer.status == status)
        #expect(answer.text.contains(part))
        #expect(answer.headers["retry-after"] == pause)
        #expect(answer.headers["x-mbx-used-weight-1m"] != nil)
        let isHTML = part == "<html>"
        #expect(
            answer.headers["content-type"]
                == (isHTML ? "text/html" : "application/json;charset=UTF-8")
        )
        #expect(next.status == 200)
        #expect(next.rows.count == 9)
    }

    @Test func aCutBodyIsShorterThanPromised() async throws {
        let (answer, next) = try await answer(fault: "cut")
        #expect(answer.status == 200)
        #expect(!answer.isWhole)
        #expect(!answer.body.isEmpty)
        #expect(answer.body.count < next.body.count)
        #expect(next.isWhole)
        #expect(next.body.starts(with: answer.body))
    }

    @Test func aSlowBodyArrivesWhole() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let (answer, next) = try await answer(fault: "slow:150")
        #expect(start.duration(to: clock.now) >= .milliseconds(150))
        #expect(answer.isWhole)
        #expect(answer.body == next.body)
    }

    @Test func stoppingTheServerEndsAStall() async throws {
        try await withServer([TestFiles.small], faults: ["slow:3600000"]) { server, client in
            async let answer = client.send("GET", Self.path)
            while server.requestCount() == 0 { await Task.yield() }
            await server.stop()
            // Depending on the moment, a part came or nothing.
            let got = try? await answer
            #expect(got?.isWhole != true)
        }
    }

    @Test func garbageIsNoJSON() async throws {
        let (answer, _) = try await answer(fault: "garbage")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json;charset=UTF-8")
        #expect(answer.isWhole)
        #expect(!answer.text.hasSuffix("]"))
    }

    @Test func contentTypesCanBeWrong() async throws {
        let (html, _) = try await answer(fault: "html")
        #expect(html.status == 200)
        #expect(html.headers["content-type"] == "text/html")
        #expect(html.text.hasPrefix("<html>"))
        let (typed, next) = try await answer(fault: "content-type:text/plain")
        #expect(typed.headers["content-type"] == "text/plain")
        #expect(typed.body == next.body)
    }

    @Test func truncatedGzipHasAFittingLengthAndNoEnd() async throws {
        let (answer, next) = try await answer(
            fault: "truncated-gzip",
            headers: ["Accept-Encoding": "gzip"]
        )
        #expect(answer.headers["content-encoding"] == "gzip")
        #expect(answer.isWhole)
        #expect(answer.inflated == nil)
        #expect(next.inflated != nil)
    }

    @Test(
        "Rows are repeated and out of order as asked",
        arguments: [
            ("duplicate", "", [0, 1, 2, 3, 4, 4, 8, 9, 10, 11]),
            ("duplicate", "&startTime=0&limit=4", [0, 1, 2, 2]),
            ("duplicate:altered", "", [0, 1, 2, 3, 4, 4, 8, 9, 10, 11]),
            ("duplicate:edge", "&startTime=\(minute(2))&limit=4", [1, 2, 3, 4]),
            ("duplicate:edge", "", [0, 1, 2, 3, 4, 8, 9, 10, 11]),
            ("unordered", "", [0, 1, 2, 4, 3, 8, 9, 10, 11]),
            ("unordered:reversed", "&limit=3", [11, 10, 9]),
            ("unordered", "&limit=1", [11]),
            ("late:\(minute(3))", "&startTime=\(minute(2))&limit=2", [2, 4]),
            ("late:2024-01-01T00:11:00Z", "&limit=1", [10]),
            ("hide:\(minute(1))..\(minute(8))", "", [0, 9, 10, 11]),
            ("hide:2024-01-01..2024-01-01T00:10:00Z", "", [11]),
        ] as [(String, String, [Int])]
    )
    func rows(fault: String, query: String, minutes: [Int]) async throws {
        let (answer, next) = try await answer(fault: fault, query: query)
        #expect(answer.openTimes == minutes.map(minute))
        #expect(next.openTimes == next.openTimes.sorted())
        #expect(Set(next.openTimes).count == next.openTimes.count)
    }

    @Test func aRepeatedRowIsEqualOrDiffersAsAsked() async throws {
        let (same, _) = try await answer(fault: "duplicate")
        #expect(same.rows[4] == same.rows[5])
        let (altered, _) = try await answer(fault: "duplicate:altered")
        #expect(altered.rows[4][0] == altered.rows[5][0])
        #expect(altered.rows[4][4] == "\"98.50000000\"")
        #expect(altered.rows[5][4] == "\"98.12345678\"")
        #expect(altered.rows[5][5] == "\"11.00000000\"")
    }

    @Test func aRevisedFieldComesAndGoes() async throws {
        let (answer, next) = try await answer(fault: "revise:\(minute(2)):close:101.99")
        #expect(answer.rows[2][4] == "\"101.99\"")
        #expect(answer.rows[1] == next.rows[1])
        #expect(next.rows[2][4] == "\"100.25000000\"")
    }
}
