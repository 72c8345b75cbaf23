import Testing

@testable import FixtureExchange

/// Steering a server over HTTP while it runs.
@Suite struct ControlTests {
    private static let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1m"

    @Test func requestsAreCountedAndListed() async throws {
        try await withServer([TestFiles.small]) { server, client in
            _ = try await client.send("GET", "/api/v3/ping")
            _ = try await client.send("GET", Self.path + "&limit=1")
            _ = try await client.send("GET", "/api/v3/klines?symbol=NOPE%22&interval=1m")
            let log = try await client.send("GET", "/control/requests").text
            #expect(
                log == """
                    {"total":3,"connections":1,"paths":{"/api/v3/klines":2,"/api/v3/ping":1},\
                    "statuses":{"200":2,"400":1},"queries":[\
                    {"path":"/api/v3/ping","query":"","status":200},\
                    {"path":"/api/v3/klines","query":"symbol=SMALLUSDT&interval=1m&limit=1",\
                    "status":200},\
                    {"path":"/api/v3/klines","query":"symbol=NOPE%22&interval=1m","status":400}]}
                    """
            )
            #expect(server.requestCount() == 3)
            #expect(server.requestCount(path: "/api/v3/klines") == 2)
            #expect(
                server.queries(path: "/api/v3/klines")[0] == "symbol=SMALLUSDT&interval=1m&limit=1"
            )
            _ = try await client.send("DELETE", "/control/requests")
            #expect(server.requestCount() == 0)
        }
    }

    @Test func aRevisionIsSeenByTheNextRequest() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let first = try await client.send("GET", Self.path).rows
            for target in [
                "revise?openTime=\(minute(1))&field=volume&value=7.5&symbol=SMALLUSDT",
                "revise?openTime=2024-01-01T00:01:00Z&field=high&value=102&interval=1m",
                "revise?openTime=\(minute(1))&field=low&value=1&interval=5m",
            ] {
                #expect(try await client.send("POST", "/control/" + target).status == 200)
            }
            let second = try await client.send("GET", Self.path).rows
            #expect(first[1][5] == "\"0.00000000\"")
            #expect(second[1][5] == "\"7.5\"")
            #expect(second[1][2] == "\"102\"")
            #expect(second[1][3] == first[1][3])
            _ = try await client.send("DELETE", "/control/faults")
            #expect(try await client.send("GET", Self.path).rows == first)
        }
    }

    @Test func hiddenRowsComeBackLate() async throws {
        try await withServer([TestFiles.small]) { _, client in
            _ = try await client.send(
                "POST",
                "/control/hide?from=\(minute(2))&through=\(minute(9))&symbol=SMALLUSDT"
            )
            let hidden = try await client.send("GET", Self.path).openTimes
            #expect(hidden == [0, 1, 10, 11].map(minute))
            _ = try await client.send("POST", "/control/reset")
            #expect(try await client.send("GET", Self.path).openTimes.count == 9)
        }
    }

    @Test func faultsAreAddedListedAndCounted() async throws {
        try await withServer([TestFiles.small], faults: ["500@first=1"]) { server, client in
            let added = try await client.send(
                "POST",
                "/control/faults",
                body: "cut@symbol=OTHER\n429:3@after=1,first=1\n"
            )
            #expect(added.status == 200)
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await client.send("GET", Self.path).status) }
            #expect(statuses == [500, 429, 200])
            #expect(
                try await client.send("GET", "/control/faults").text == """
                    [{"fault":"500@first=1","matched":3,"fired":1},\
                    {"fault":"cut@symbol=OTHER","matched":0,"fired":0},\
                    {"fault":"429:3@after=1,first=1","matched":3,"fired":1}]
                    """
            )
            server.removeFaults()
            server.add(try Fault(parsing: "451"))
            #expect(try await client.send("GET", Self.path).status == 451)
        }
    }

    @Test(arguments: [
        ("POST", "/control/faults", "nonsense", "no kind of fault"),
        ("POST", "/control/now?value=teatime", "", "is not a time"),
        ("POST", "/control/revise?openTime=1&field=colour&value=2", "", "is no field"),
        ("POST", "/control/hide", "", "is not a time"),
        ("POST", "/control/weight?used=much", "", "is not a whole number"),
    ])
    func mistakesAreExplained(
        method: String,
        target: String,
        body: String,
        reason: String
    ) async throws {
        try await withServer([TestFiles.small]) { _, client in
            let answer = try await client.send(method, target, body: body)
            #expect(answer.status == 400)
            #expect(answer.text.contains(reason))
        }
    }

    @Test func unknownEndpointsAreNotFound() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let unknown = try await client.send("GET", "/control/nothing")
            #expect(unknown.status == 404)
            let wrongMethod = try await client.send("POST", "/control/requests")
            #expect(wrongMethod.status == 404)
        }
    }
}
