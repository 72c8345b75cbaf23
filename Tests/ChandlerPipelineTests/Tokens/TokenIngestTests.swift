import ChandlerCore
import ChandlerPipeline
import ChandlerPostgres
import ChandlerStore
import Testing

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct TokenIngestTests {
    private static let all = Set(TokenField.allCases)

    private let database: ConnectionConfiguration
    private let lane: StoreLane

    init() async throws {
        database = try await TestCluster.database()
        lane = try StoreLane(database, applicationName: "chandler tests")
    }

    private func full(_ source: String, _ mint: String) -> TokenSnapshot {
        TokenSnapshot(source, mint) {
            $0.symbol = "TOK"
            $0.price = 1
            $0.liquidity = 2
            $0.volume = 3
            $0.holderCount = 4
            $0.createdAt = Timestamp(seconds: 5)
        }
    }

    private func run(
        _ question: TokenQuestion,
        _ sources: [(ScriptedTokenSource, Set<TokenField>)]
    ) async throws -> TokenReport {
        try await TokenIngest(
            sources: sources.map { TokenSourceRole(source: $0.0, fields: $0.1) },
            lane: lane,
            runID: 1,
            progress: QuietProgress()
        ).run(question)
    }

    private func text(_ sql: String) throws -> String {
        try PostgresConnection(database).query(sql).firstRow().text(0)
    }

    @Test func onlyWhatIsLackingIsAskedOfTheOthers() async throws {
        let first = ScriptedTokenSource(
            "jupiter",
            [full("jupiter", "A"), TokenSnapshot("jupiter", "B") { $0.price = 1 }]
        )
        let second = ScriptedTokenSource(
            "dexscreener",
            [
                TokenSnapshot("dexscreener", "B") {
                    $0.price = 1.1
                    $0.liquidity = 9
                    $0.symbol = "BBB"
                },
                TokenSnapshot("dexscreener", "C") { $0.price = 7 },
                TokenSnapshot("dexscreener", "NotAsked"),
            ]
        )
        let holders = ScriptedTokenSource(
            "coingecko",
            [TokenSnapshot("coingecko", "B") { $0.holderCount = 8 }]
        )
        let useless = ScriptedTokenSource("useless")
        let report = try await run(
            .mints(["A", "B", "C", "D", "A"]),
            [
                (first, Self.all), (second, [.liquidity, .symbol, .volume]),
                (useless, []), (holders, [.holderCount]),
            ]
        )
        #expect(first.questions == [.mints(["A", "B", "C", "D"])])
        #expect(second.questions == [.mints(["B", "C", "D"])])
        #expect(holders.questions == [.mints(["B", "C", "D"])])
        #expect(useless.questions.isEmpty)
        #expect((report.asked, report.found, report.notFound) == (4, 3, ["D"]))
        #expect((report.inserted, report.unchanged, report.rejected) == (3, 0, 0))
        #expect(report.enriched == ["dexscreener": 1, "coingecko": 1])
        #expect(report.failures.isEmpty)
        #expect(report.counters.requests == 9)
        #expect(
            try text(
                """
                SELECT string_agg(mint || ' ' || source || ' ' || origins::text, E'\\n'
                    ORDER BY mint) FROM cubi.token_data WHERE mint <> 'A'
                """
            ) == """
                B jupiter {"price": "jupiter", "symbol": "dexscreener", \
                "liquidity": "dexscreener", "holder_count": "coingecko"}
                C dexscreener {"price": "dexscreener"}
                """
        )
        #expect(
            try text("SELECT raw_data::text FROM cubi.token_data WHERE mint = 'B'") == """
                {"jupiter": {"from": "jupiter"}, "coingecko": {"from": "coingecko"}, \
                "dexscreener": {"from": "dexscreener"}}
                """
        )
    }

    @Test func theSameSnapshotIsStoredOnce() async throws {
        let source = ScriptedTokenSource("jupiter", [full("jupiter", "A"), full("jupiter", "B")])
        #expect(try await run(.recent, [(source, Self.all)]).inserted == 2)
        let report = try await run(.search("TOK"), [(source, Self.all)])
        #expect((report.asked, report.inserted, report.unchanged) == (2, 0, 2))
        #expect(source.questions == [.recent, .search("TOK")])
    }

    @Test func aHelperThatFailsIsNamedAndTheRunGoesOn() async throws {
        let first = ScriptedTokenSource("jupiter", [TokenSnapshot("jupiter", "A")])
        let failing = ScriptedTokenSource("dexscreener")
        failing.fail(VenueError(.rateLimited, "too many requests"))
        let last = ScriptedTokenSource(
            "coingecko",
            [TokenSnapshot("coingecko", "A") { $0.price = 2 }]
        )
        let report = try await run(
            .mints(["A"]),
            [(first, Self.all), (failing, Self.all), (last, Self.all)]
        )
        #expect(report.failures == ["dexscreener": "too many requests"])
        #expect((report.inserted, report.enriched) == (1, ["coingecko": 1]))
    }

    @Test func theFirstSourcesFailureEndsTheRun() async throws {
        let first = ScriptedTokenSource("jupiter")
        first.fail(VenueError(.unreachable, "gone"))
        let second = ScriptedTokenSource("dexscreener", [full("dexscreener", "A")])
        let error = await #expect(throws: VenueError.self) {
            try await run(.mints(["A"]), [(first, Self.all), (second, Self.all)])
        }
        #expect(error?.code == .unreachable)
        #expect(second.questions.isEmpty)
        #expect(try text("SELECT count(*)::text FROM cubi.token_data") == "0")
    }

    @Test func aStoppedRunStoresNothing() async throws {
        let first = ScriptedTokenSource("jupiter", [TokenSnapshot("jupiter", "A")])
        let second = ScriptedTokenSource("dexscreener")
        second.fail(VenueError(.cancelled, "stopped"))
        await #expect(throws: VenueError.self) {
            try await run(.mints(["A"]), [(first, Self.all), (second, Self.all)])
        }
        #expect(try text("SELECT count(*)::text FROM cubi.token_data") == "0")
    }

    @Test func whatCannotBeReadOrStoredIsRejectedWithAReason() async throws {
        let long = String(repeating: "x", count: 66)
        let source = ScriptedTokenSource(
            "jupiter",
            [full("jupiter", "A"), full("jupiter", long)],
            rejected: [
                RejectedRow(openTime: nil, rule: "not_a_token", reason: "no id", payload: "{}")
            ]
        )
        let report = try await run(.recent, [(source, Self.all)])
        #expect((report.inserted, report.rejected) == (1, 2))
        #expect(report.firstReject?.rule == "not_a_token")
        #expect(
            try text(
                """
                SELECT string_agg(length(symbol) || ' ' || "interval" || ' ' || venue || ' '
                    || rule, ',' ORDER BY rule) FROM ingest_rejects
                """
            ) == "66 snapshot jupiter address_length,0 snapshot jupiter not_a_token"
        )
    }

    @Test func doubtsAreStoredInWords() async throws {
        let first = ScriptedTokenSource(
            "jupiter",
            [TokenSnapshot("jupiter", "A") { $0.price = 0.204 }]
        )
        let second = ScriptedTokenSource(
            "dexscreener",
            [
                TokenSnapshot("dexscreener", "A") {
                    $0.price = 0.056
                    $0.volume = 1
                }
            ]
        )
        let report = try await run(.mints(["A"]), [(first, Self.all), (second, Self.all)])
        #expect((report.doubtful, report.enriched) == (1, [:]))
        #expect(
            try text("SELECT doubts[1] || coalesce(volume::text, '') FROM cubi.token_data")
                == "price: dexscreener says 0.056 USD, jupiter 0.204"
        )
    }

    @Test func hexadecimalAddressesAreTheSameInEitherCase() async throws {
        let first = ScriptedTokenSource("coingecko", [TokenSnapshot("coingecko", "0xABcd")])
        let second = ScriptedTokenSource(
            "dexscreener",
            [TokenSnapshot("dexscreener", "0xabCD") { $0.price = 1 }]
        )
        let report = try await run(.mints(["0xabcd"]), [(first, Self.all), (second, [.price])])
        #expect((report.found, report.notFound, report.inserted) == (1, [], 1))
        #expect(report.enriched == ["dexscreener": 1])
    }
}
