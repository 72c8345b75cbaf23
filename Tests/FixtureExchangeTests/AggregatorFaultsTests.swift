import Testing

@testable import FixtureExchange

/// Faults and the log, for all four aggregators.
@Suite struct AggregatorFaultsTests {
    private static let paths = [
        "/tokens/v2/search?query=fixture",
        "/coins/markets?vs_currency=usd",
        "/tokens/v1/solana/\(FixtureTokens.memecoin)",
        "/networks/solana/pools/\(FixtureTokens.granitePool)/ohlcv/minute",
        "/price/v3?ids=\(FixtureTokens.memecoin),\(FixtureTokens.tiny)",
        "/coins/\(FixtureTokens.graniteCoin)/ohlc?vs_currency=usd&days=1",
        "/networks/solana/tokens/\(FixtureTokens.memecoin)/pools",
    ]
    private static let now = "2024-01-01T00:15:00Z"

    private func ask(_ path: String, fault: String) async throws -> (RawAnswer, next: RawAnswer) {
        nonisolated(unsafe) var answers: [RawAnswer] = []
        let faults = [fault + "@first=1"]
        try await withServer([TestFiles.small], now: Self.now, faults: faults) { server, client in
            answers.append(try await client.send("GET", path))
            let again = try RawConnection(try #require(server.baseURL))
            answers.append(try await again.send("GET", path))
        }
        return (answers[0], answers[1])
    }

    @Test(
        "Refusals come once and in the venue's words",
        arguments: paths,
        [("429", 429), ("500", 500), ("403", 403), ("503-html", 503)]
    )
    func refusals(path: String, fault: (String, Int)) async throws {
        let (answer, next) = try await ask(path, fault: fault.0)
        #expect(answer.status == fault.1)
        #expect(fault.0 != "503-html" || answer.text.hasPrefix("<html>"))
        #expect(next.status == 200)
        #expect(next.json != nil)
    }

    @Test("Transport faults reach every path", arguments: paths)
    func transport(path: String) async throws {
        let (cut, next) = try await ask(path, fault: "cut")
        #expect(!cut.isWhole && next.body.starts(with: cut.body))
        #expect(try await ask(path, fault: "garbage").0.json == nil)
        let (html, _) = try await ask(path, fault: "html")
        #expect(html.status == 200 && html.headers["content-type"] == "text/html")
        let (typed, _) = try await ask(path, fault: "content-type:text/plain")
        #expect(typed.headers["content-type"] == "text/plain" && typed.body == next.body)
    }

    @Test func listsAreRepeatedAndReordered() async throws {
        func ids(_ fault: String) async throws -> ([String], next: [String]) {
            let (answer, next) = try await ask(Self.paths[1], fault: fault)
            let ids = { (answer: RawAnswer) in answer.objects.compactMap { $0["id"] as? String } }
            return (ids(answer), ids(next))
        }
        let (twice, next) = try await ids("duplicate")
        #expect(twice.count == next.count + 1 && Set(twice) == Set(next))
        let (edge, _) = try await ids("duplicate:edge")
        #expect(edge.last == next.first && edge.count == next.count + 1)
        let (swapped, _) = try await ids("unordered")
        #expect(swapped != next && swapped.sorted() == next.sorted())
        #expect(try await ids("unordered:reversed").0 == next.reversed())
        let altered = try await ask(Self.paths[1], fault: "duplicate:altered").0.objects
        let middle = next.count / 2
        #expect(altered[middle]["id"] as? String == altered[middle + 1]["id"] as? String)
        #expect(
            altered[middle]["last_updated"] as? String
                != altered[middle + 1]["last_updated"] as? String
        )
    }

    @Test func candlesAreRepeatedAndReordered() async throws {
        func times(_ fault: String) async throws -> ([Int], next: [Int]) {
            let (answer, next) = try await ask(Self.paths[3], fault: fault)
            let times = { (answer: RawAnswer) in
                (member(answer.object, "data", "attributes", "ohlcv_list") as? [[Double]] ?? [])
                    .map { Int($0[0]) }
            }
            return (times(answer), times(next))
        }
        let (twice, next) = try await times("duplicate")
        #expect(twice.count == next.count + 1 && Set(twice) == Set(next))
        #expect(try await times("unordered:reversed").0 == next.reversed())
        let swapped = try await times("unordered").0
        #expect(swapped != next && swapped.sorted() == next.sorted())
        #expect(try await times("silent:100").0.isEmpty)
        let (hidden, _) = try await times("hide:\(minute(2))..\(minute(9))")
        #expect(hidden == [11, 10, 0].map { minute($0) / 1_000 })
    }

    @Test func revisedFieldsReachThePool() async throws {
        let (answer, next) = try await ask(Self.paths[3], fault: "revise:\(minute(2)):high:abc")
        #expect(answer.text.contains("[\(minute(2) / 1_000),101.0,\"abc\",100.0,"))
        #expect(next.text.contains("[\(minute(2) / 1_000),101.0,102.0,100.0,"))
    }

    @Test func faultsOfOneMintOrPoolLeaveTheOthers() async throws {
        let fault = "500@symbol=\(FixtureTokens.granitePool),interval=5m"
        try await withServer([TestFiles.small], now: Self.now, faults: [fault]) { _, client in
            let shorter = try await client.send("GET", Self.paths[3])
            #expect(shorter.status == 200)
            #expect(try await client.send("GET", Self.paths[3] + "?aggregate=5").status == 500)
            let other = "/networks/solana/pools/\(FixtureTokens.memecoinPool)/ohlcv/minute"
            #expect(try await client.send("GET", other + "?aggregate=5").status == 200)
        }
    }

    @Test func keysAreLoggedAsPresentAndNeverInClear() async throws {
        try await withServer([TestFiles.small], now: Self.now) { server, client in
            let (price, markets) = (Self.paths[4], Self.paths[1])
            _ = try await client.send("GET", price, headers: ["X-API-Key": "topsecret1"])
            _ = try await client.send("GET", price)
            let query = markets + "&x_cg_demo_api_key=topsecret2"
            _ = try await client.send("GET", query, headers: ["x-cg-demo-api-key": "topsecret3"])
            let log = try await client.send("GET", "/control/requests").text
            #expect(!log.contains("topsecret"))
            #expect(log.contains(",\"status\":200,\"keys\":{\"x-api-key\":\"present\"}}"))
            #expect(log.contains("vs_currency=usd&x_cg_demo_api_key=present\""))
            #expect(server.keyHeaders(path: "/price/v3") == [["x-api-key"], []])
            #expect(server.keyHeaders(path: "/coins/markets") == [["x-cg-demo-api-key"]])
            #expect(
                server.queries(path: "/coins/markets") == [
                    "vs_currency=usd&x_cg_demo_api_key=present"
                ]
            )
        }
    }

    @Test func aggregatorsTellTheSameStory() async throws {
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            for mint in [FixtureTokens.memecoin, FixtureTokens.tiny, FixtureTokens.costly] {
                let jupiter = try await client.send("GET", "/price/v3?ids=" + mint).object
                let price = try #require(member(jupiter, mint, "usdPrice") as? Double)
                let pairs = try await client.send("GET", "/tokens/v1/solana/" + mint).objects
                let dex = (pairs[0]["priceUsd"] as? String).flatMap(Double.init)
                #expect(abs((dex ?? 0) / price - 1) < 1e-3)
                let pools = try await client.send("GET", "/networks/solana/tokens/\(mint)/pools")
                let data = (pools.object["data"] as? [[String: Any]])?.first ?? [:]
                let gecko = member(data, "attributes", "base_token_price_usd") as? String
                #expect(gecko.flatMap(Double.init) == price)
            }
        }
    }
}
