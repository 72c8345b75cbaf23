import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct JupiterTests {
    private static let sol = "So11111111111111111111111111111111111111112"
    private static let usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"

    // Tokens.

    @Test func tokenKeepsItsFieldsAndItsText() throws {
        let token =
            "{\"id\":\"\(Self.sol)\", \"symbol\":\"SOL\",\"usdPrice\":8.1178e-05,"
            + "\"liquidity\":5000,\"holderCount\":150,\"createdAt\":\"2020-01-01T00:00:00Z\","
            + "\"firstPool\":{\"id\":\"x\",\"createdAt\":\"2024-01-29T17:33:29Z\"},"
            + "\"stats24h\":{\"buyVolume\":1.5,\"sellVolume\":2.25},"
            + "\"updatedAt\":\"2026-02-23T04:55:12.461987654Z\",\"metaLaunchpad\":{\"a\":[1e-9]}}"
        let snapshot = try #require(try tokens("[\(token)]").snapshots.first)
        #expect(snapshot.mint == Self.sol && snapshot.symbol == "SOL")
        #expect(snapshot.price == 8.1178e-05 && snapshot.liquidity == 5_000)
        #expect(snapshot.volume == 3.75 && snapshot.holderCount == 150)
        #expect(snapshot.createdAt?.description == "2024-01-29T17:33:29Z")
        #expect(snapshot.observedAt.description == "2026-02-23T04:55:12.461987Z")
        #expect(snapshot.raw == token)
        #expect(snapshot.source == "test" && snapshot.network == "solana")
    }

    @Test(
        arguments: [
            ("{}", nil), ("{\"buyVolume\":null}", nil), ("{\"buyVolume\":2}", 2),
            ("{\"sellVolume\":3,\"buyVolume\":\"NaN\"}", 3),
            ("{\"sellVolume\":0,\"buyVolume\":0}", 0),
            ("null", nil), ("{\"buyVolume\":1e308,\"sellVolume\":1e308}", nil),
        ] as [(String, Double?)]
    )
    func volumeIsWhatIsKnownOfBothSides(stats: String, expected: Double?) throws {
        let answer = try tokens("[{\"id\":\"a\",\"stats24h\":\(stats)}]")
        #expect(answer.snapshots.map(\.volume) == [expected])
    }

    @Test func missingAndNullFieldsAreAbsent() throws {
        let answer = try tokens(
            "[{\"id\":\"a\",\"usdPrice\":null,\"holderCount\":null,\"updatedAt\":\"soon\"},"
                + "{\"id\":\"b\"}]"
        )
        for snapshot in answer.snapshots {
            #expect(snapshot.price == nil && snapshot.holderCount == nil && snapshot.symbol == nil)
            #expect(snapshot.createdAt == nil && snapshot.observedAt == receipt)
        }
        #expect(answer.snapshots.count == 2 && answer.rejected == [])
    }

    @Test func objectsThatWereNotAskedForAreIgnored() throws {
        let body = "[{\"id\":\"b\"},{\"id\":\"a\",\"holderCount\":1},{\"id\":\"a\"}]"
        let answer = try JupiterTokens.read(try json(body), try tokenScope(["a", "c"]))
        #expect(answer.snapshots.map(\.mint) == ["a"])
        #expect(answer.snapshots.first?.holderCount == 1 && answer.rejected == [])
    }

    @Test func unreadableObjectIsRejectedAlone() throws {
        let answer = try tokens("[{\"id\":\"\"},7,{\"symbol\":\"X\"},{\"id\":\"a\"}]")
        #expect(answer.snapshots.map(\.mint) == ["a"])
        #expect(answer.rejected.map(\.rule) == ["bad_mint", "wrong_shape", "bad_mint"])
        #expect(answer.rejected.map(\.payload) == ["{\"id\":\"\"}", "7", "{\"symbol\":\"X\"}"])
        #expect(answer.rejected.last?.reason.contains("id is missing") == true)
    }

    @Test func mintsAreAskedForByTheHundred() async throws {
        let mints = (0..<250).map { "mint\($0)" }
        let stub = StubVenue { url, _ in
            let asked = StubVenue.parameter("query", url)?.split(separator: ",") ?? []
            return .text("[\(asked.map { "{\"id\":\"\($0)\"}" }.joined(separator: ","))]")
        }
        let clock = LeapingClock()
        let source = AggregatorSources.tokens("jupiter", stub, clock: clock)
        let answer = try await source.tokens(.mints(mints + ["mint0"]))
        #expect(answer.snapshots.map(\.mint) == mints)
        #expect(stub.paths.count == 3)
        #expect(stub.paths.allSatisfy { $0.hasPrefix("/tokens/v2/search?query=mint") })
        #expect(stub.requests.first?.url.hasPrefix("https://api.jup.ag/") == true)
        // Without a key one request goes in 2.5 s.
        #expect(clock.sleeps.reduce(.zero, +) >= .seconds(5))
        #expect(source.counters.requests == 3)
    }

    @Test func searchAndRecentHavePathsOfTheirOwn() async throws {
        let stub = StubVenue(always: "[]")
        let source = AggregatorSources.tokens("jupiter", stub)
        #expect(try await source.tokens(.search("wif & co")).snapshots == [])
        _ = try await source.tokens(.recent)
        #expect(stub.paths == ["/tokens/v2/search?query=wif & co", "/tokens/v2/recent"])
        #expect(await venueError { _ = try await source.tokens(.search("")) }?.code == .refused)
        _ = try await source.tokens(.mints([]))
        #expect(stub.paths.count == 2)
    }

    // Prices.

    @Test func pricesAreKeyedByTheirTokens() throws {
        let body =
            "{\"\(Self.sol)\":{\"usdPrice\":147.48,\"liquidity\":6.2e8,"
            + "\"createdAt\":\"2024-06-05T08:55:25.527Z\",\"blockId\":null},\"x\":{\"usdPrice\":1},"
            + "\"\(Self.usdc)\":null}"
        let scope = try tokenScope([Self.sol, Self.usdc])
        let answer = try JupiterPrices.read(try json(body), scope)
        let snapshot = try #require(answer.snapshots.first)
        #expect(answer.snapshots.count == 1 && answer.rejected == [])
        #expect(snapshot.mint == Self.sol && snapshot.price == 147.48)
        #expect(snapshot.liquidity == 6.2e8 && snapshot.observedAt == receipt)
        #expect(snapshot.createdAt?.description == "2024-06-05T08:55:25.527Z")
        #expect(snapshot.raw.hasPrefix("{\"usdPrice\":147.48") && snapshot.raw.hasSuffix("null}"))
    }

    @Test func pricesAreAskedForByTheFifty() async throws {
        let stub = StubVenue(always: "{}")
        let source = AggregatorSources.tokens("jupiter-price", stub)
        let answer = try await source.tokens(.mints((0..<101).map { "m\($0)" }))
        #expect(answer.snapshots == [] && stub.paths.count == 3)
        #expect(stub.paths.last == "/price/v3?ids=m100")
        for question in [TokenQuestion.search("x"), .recent] {
            let error = await venueError { _ = try await source.tokens(question) }
            #expect(error?.code == .refused && error?.message.contains("jupiter") == true)
        }
    }

    // Errors.

    @Test(
        arguments: [
            (429, 429, VenueRefusal.Kind.rateLimited(nil)), (400, 429, .rateLimited(nil)),
            (401, 401, .keyRefused), (400, 400, .wrong), (403, 403, .blocked),
            (500, 500, .transient),
            (200, 500, .transient),
        ] as [(Int, Int, VenueRefusal.Kind)]
    )
    func codesInTheBodyDecide(status: Int, code: Int, kind: VenueRefusal.Kind) {
        let body = "{\"code\":\(code),\"message\":\"words\"}"
        let refusal = JupiterAnswer(.text(HTTPStatus(rawValue: status), body))?.refusal
        #expect(refusal?.kind == kind)
        #expect(refusal?.words.hasPrefix("code \(code) \"words\"") == true)
        #expect(refusal?.words.contains(JupiterProfile.keyVariable) == (code == 401))
    }

    @Test func pauseEndsWhenTheHeaderSaysByTheServersClock() {
        let body = "{\"code\":429,\"message\":\"x\"}"
        let headers: HTTPHeaders = [
            "Date": "Fri, 01 Mar 2024 00:00:00 GMT", "x-ratelimit-reset": "1709251245",
            "x-ratelimit-remaining": "-1",
        ]
        let refusal = JupiterAnswer(.text(429, headers: headers, body))?.refusal
        #expect(refusal?.kind == .rateLimited(.seconds(45)))
        let undated: HTTPHeaders = ["x-ratelimit-reset": "1709251245"]
        #expect(
            JupiterAnswer(.text(429, headers: undated, body))?.refusal?.kind == .rateLimited(nil)
        )
    }

    @Test func answersWithoutAnErrorAreNoRefusal() {
        for body in ["[]", "{}", "", "{\"code\":1,\"message\":\"x\"}", "<html>"] {
            #expect(JupiterAnswer(.text(200, body)) == nil)
        }
    }

    private func tokens(_ text: String) throws -> TokenAnswer {
        try JupiterTokens.read(try json(text), try tokenScope())
    }
}
