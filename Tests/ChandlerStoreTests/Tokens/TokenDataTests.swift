import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct TokenDataTests {
    private let store: TestStore

    init() async throws { store = try await TestStore() }

    private func row(
        _ mint: String = "Mint",
        _ change: (inout TokenRow) -> Void = { _ in }
    ) -> TokenRow {
        var row = TokenRow(
            mint: mint,
            network: "solana",
            source: "jupiter",
            observedAt: Timestamp(seconds: 1_772_323_200)
        )
        row.raw = [.init(source: "jupiter", text: #"{"id":"Mint","usdPrice":1e-9}"#)]
        change(&row)
        return row
    }

    private func value(_ expression: String) throws -> String? {
        try store.connection().query("SELECT (\(expression))::text FROM cubi.token_data")
            .firstRow().textIfPresent(0)
    }

    @Test func everyValueIsStoredAsItIs() async throws {
        let saved = try await store.lane.save(
            [
                row {
                    $0.symbol = "T'O\"K😀"
                    $0.price = 8.12759999999999e-12
                    $0.liquidity = 0
                    $0.volume = 1.7976931348623157e308
                    $0.holderCount = 2_147_483_647
                    $0.createdAt = Timestamp(microseconds: 1_700_000_000_123_456)
                    $0.origins = ["price": "jupiter", "symbol": "dexscreener"]
                    $0.doubts = ["one \"quoted\"", "two, with \\ and {braces}"]
                    $0.raw.append(.init(source: "dexscreener", text: #"{"a":[1]}"#))
                }
            ],
            runID: 42
        )
        #expect(saved == TokenSaveResult(inserted: 1))
        let line = try store.contents("cubi.token_data", without: ["id", "volume"])
        #expect(
            line == """
                {"mint": "Mint", "price": 0.00000000000812759999999999, "doubts": \
                ["one \\"quoted\\"", "two, with \\\\ and {braces}"], "run_id": 42, \
                "source": "jupiter", "symbol": "T'O\\"K😀", \
                "network": "solana", "origins": {"price": "jupiter", "symbol": "dexscreener"}, \
                "raw_data": {"jupiter": {"id": "Mint", "usdPrice": 0.000000001}, \
                "dexscreener": {"a": [1]}}, "liquidity": 0, \
                "created_at": "2023-11-14T22:13:20.123456+00:00", \
                "observed_at": "2026-03-01T00:00:00+00:00", "holder_count": 2147483647}
                """
        )
        #expect(try value("volume = '1.7976931348623157e308'::float8") == "true")
    }

    @Test func whatIsNotToldIsNull() async throws {
        _ = try await store.lane.save([row()], runID: 1)
        for column in ["symbol", "price", "liquidity", "volume", "holder_count", "created_at"] {
            #expect(try value(column) == nil, "\(column)")
        }
        #expect(try value("origins") == "{}")
        #expect(try value("doubts") == nil)
    }

    @Test func aSnapshotIsStoredOnce() async throws {
        let later = TokenRow(
            mint: "Mint",
            network: "solana",
            source: "jupiter",
            observedAt: Timestamp(seconds: 1_772_323_201)
        )
        let first = try await store.lane.save([row(), row("Other"), row()], runID: 1)
        #expect((first.inserted, first.unchanged) == (2, 1))
        let before = try store.contents("cubi.token_data")
        let second = try await store.lane.save([row("Other"), row { $0.price = 7 }], runID: 2)
        #expect((second.inserted, second.unchanged) == (0, 2))
        #expect(try store.contents("cubi.token_data") == before)
        #expect(try await store.lane.save([later], runID: 2).inserted == 1)
        #expect(try await store.lane.save([], runID: 2) == TokenSaveResult())
    }

    @Test func aMintThatIsTooLongIsRejectedAndTheOthersAreStored() async throws {
        let long = String(repeating: "a", count: 5_000)
        let saved = try await store.lane.save(
            [row(long), row(""), row("nu\0l"), row(String(repeating: "b", count: 44))],
            rejects: [
                TokenReject(
                    source: "jupiter",
                    row: RejectedRow(openTime: nil, rule: "r", reason: "nul \0", payload: "p\0")
                )
            ],
            runID: 1
        )
        #expect(saved.inserted == 1)
        #expect(saved.rejected.count == 3)
        #expect(saved.rejected.allSatisfy { $0.rule == "address_length" && $0.reason.count > 20 })
        let lines = try store.contents("ingest_rejects")
        #expect(lines.split(separator: "\n").count == 4)
        #expect(lines.contains("\"interval\": \"snapshot\""))
    }

    @Test func aTickerIsCutToThirtyTwoCharacters() async throws {
        let ticker = String(repeating: "ä", count: 31) + "😀rest"
        _ = try await store.lane.save([row { $0.symbol = ticker }], runID: 1)
        #expect(try value("symbol") == String(repeating: "ä", count: 31) + "😀")
        #expect(try value("doubts") == nil, "it is whole in raw_data")
    }

    @Test func aValueThatItsColumnDoesNotHoldIsNullWithADoubt() async throws {
        let saved = try await store.lane.save(
            [
                row {
                    $0.symbol = "A\0B"
                    $0.price = .nan
                    $0.liquidity = -1
                    $0.volume = .infinity
                    $0.holderCount = 2_147_483_648
                    $0.createdAt = Timestamp(microseconds: .max)
                    $0.origins = ["price": "dexscreener", "liquidity": "jupiter"]
                }
            ],
            runID: 1
        )
        #expect(saved.inserted == 1)
        for column in ["price", "liquidity", "volume", "holder_count", "created_at"] {
            #expect(try value(column) == nil, "\(column)")
        }
        #expect(try value("origins") == "{}")
        let doubts = try #require(try value("doubts"))
        #expect(doubts.contains("price: dexscreener says nan"))
        #expect(doubts.contains("holder_count: jupiter says 2147483648"))
        #expect(try value("cardinality(doubts)") == "6")
        #expect(try value("symbol") == "A\u{FFFD}B")
    }

    @Test(arguments: [
        #"{"name":"a\u0000b"}"#, #"{"name":"\ud800"}"#, #"{"n":1e200000}"#, "{broken \" \\ \n",
        "", #"{"deep":"# + String(repeating: "[", count: 9_999),
    ])
    func anAnswerThatJSONBCannotHoldIsKeptAsText(raw: String) async throws {
        let saved = try await store.lane.save(
            [row("First"), row { $0.raw.append(.init(source: "odd", text: raw)) }, row("Last")],
            runID: 1
        )
        #expect(saved.inserted == 3)
        let stored = try store.connection().query(
            """
            SELECT raw_data #>> '{odd,as_text}', raw_data #>> '{jupiter,id}', doubts[1]
            FROM cubi.token_data WHERE mint = 'Mint'
            """
        ).firstRow()
        #expect(try stored.text(0) == raw)
        #expect(try stored.text(1) == "Mint")
        #expect(try stored.text(2).hasPrefix("raw_data: odd's answer is kept as text: "))
    }

    @Test func rawDataIsSearchedByItsIndex() async throws {
        _ = try await store.lane.save([row(), row("Other") { $0.raw = [] }], runID: 1)
        let connection = try store.connection()
        try connection.execute("SET enable_seqscan = off")
        let plan = try connection.query(
            """
            EXPLAIN SELECT mint FROM cubi.token_data
            WHERE raw_data @> '{"jupiter": {"id": "Mint"}}'
            """
        ).map { try $0.text(0) }.joined()
        #expect(plan.contains("token_data_raw_data_idx"))
    }

    @Test func aLoadThatFailsKeepsNothing() async throws {
        try store.connection().execute(
            "ALTER TABLE cubi.token_data ADD CHECK (mint <> 'Refused')"
        )
        await #expect(throws: StoreError.self) {
            try await store.lane.save([row(), row(""), row("Refused")], runID: 1)
        }
        #expect(try store.contents("cubi.token_data").isEmpty)
        #expect(try store.contents("ingest_rejects").isEmpty)
        #expect(try await store.lane.save([row()], runID: 1).inserted == 1)
    }
}
