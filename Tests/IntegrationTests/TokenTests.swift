import FixtureExchange
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Snapshots of tokens, from the command line to the table.
    @Suite struct TokenTests {
        /// The program over a new database, and the words that lead it to the fixture.
        private func tokens(_ bench: Workbench, _ more: [String]) -> [String] {
            ["tokens", "--base-url", bench.exchange.baseURL, "--limit", "1000/1s", "--json"] + more
        }

        private func mints(_ mints: [String]) -> [String] { mints.flatMap { ["--mint", $0] } }

        @Test func whatOneSourceLacksComesFromAnotherAndSaysSo() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let asked = [
                FixtureTokens.usdc, FixtureTokens.unpriced, FixtureTokens.unknownToJupiter,
                FixtureTokens.unknown, FixtureTokens.tiny, FixtureTokens.oddlyNamed,
            ]
            let run = try await store.chandler.run(tokens(bench, mints(asked))).succeeded()
            let document = try run.document()
            #expect(document["found"].int == 5)
            #expect(document["inserted"].int == 5)
            #expect(document["not_found"].elements.map(\.text) == [FixtureTokens.unknown])
            let origins = try store.database.column(
                """
                SELECT (origins->>'price') || ' ' || (origins->>'liquidity') || ' '
                    || coalesce(origins->>'holder_count', '-')
                FROM cubi.token_data WHERE mint IN
                    ('\(FixtureTokens.usdc)', '\(FixtureTokens.unpriced)',
                     '\(FixtureTokens.unknownToJupiter)')
                ORDER BY origins->>'price', origins->>'liquidity'
                """
            )
            #expect(
                Set(origins) == [
                    "jupiter jupiter jupiter", "dexscreener dexscreener jupiter",
                    "dexscreener dexscreener -",
                ]
            )
            let tiny = try store.database.value(
                "SELECT price < 1e-11 AND price > 0 FROM cubi.token_data WHERE mint = '"
                    + FixtureTokens.tiny + "'"
            )
            #expect(tiny == "t" || tiny == "true", "\(tiny)")
            let whole = try store.database.value(
                """
                SELECT count(*) FROM cubi.token_data
                WHERE raw_data->'jupiter'->>'id' = mint OR raw_data ? 'dexscreener'
                """
            )
            #expect(whole == "5")
        }

        @Test func theSameSnapshotIsStoredOnce() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let words = tokens(bench, ["--recent", "--enrich", "none"])
            let first = try await store.chandler.run(words).succeeded().document()
            #expect(first["inserted"].int == 30)
            let again = try await store.chandler.run(words).succeeded().document()
            #expect(again["inserted"].int == 0 && again["unchanged"].int == 30)
            try bench.exchange.setNow("2024-04-02T13:20:30Z")
            let later = try await store.chandler.run(words).succeeded().document()
            #expect((later["inserted"].int ?? 0) > 0)
            let runs = try store.database.column(
                "SELECT command || ' ' || status FROM ingest_runs ORDER BY run_id"
            )
            #expect(runs == Array(repeating: "tokens succeeded", count: 3))
        }

        @Test func aPriceThatContradictsFillsNothing() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            _ = try await store.chandler.run(
                tokens(
                    bench,
                    mints([FixtureTokens.corruptAtDexScreener])
                        + ["--source", "jupiter-price", "--enrich", "dexscreener,geckoterminal"]
                )
            ).succeeded()
            let row = try store.database.value(
                "SELECT origins->>'volume' || ' ' || array_to_string(doubts, ';') "
                    + "FROM cubi.token_data"
            )
            #expect(row.hasPrefix("geckoterminal price: dexscreener says"), "\(row)")
        }

        /// Tickers are not unique; one source lists neither of the twins.
        @Test(arguments: [
            ("jupiter", "twin", [FixtureTokens.twin, FixtureTokens.otherTwin]),
            ("dexscreener", "twin", [FixtureTokens.twin, FixtureTokens.otherTwin]),
            ("geckoterminal", "twin", [FixtureTokens.twin, FixtureTokens.otherTwin]),
            ("coingecko", "fxm", [FixtureTokens.memecoin]),
        ])
        func everySourceFindsTokensByName(
            source: String,
            query: String,
            expected: [String]
        ) async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let run = try await store.chandler.run(
                tokens(bench, ["--source", source, "--query", query, "--enrich", "none"])
            ).succeeded()
            let found = Set(try run.document()["tokens"].elements.compactMap { $0["mint"].text })
            #expect(found == Set(expected), "\(run)")
        }

        /// Keys go into headers; no output, ledger or recording repeats them.
        @Test func keysAreSentAndNeverShown() async throws {
            let key = "k3y-nobody-may-see"
            let bench = try await Workbench(options: ["--jupiter-key", key])
            var store = try bench.store()
            let words = tokens(bench, ["--recent", "--enrich", "none"])
            let refused = try await store.chandler.run(words)
            #expect(refused.exitCode == 77, "\(refused)")
            #expect(refused.errors.contains("401"), "\(refused)")
            store.chandler.environment["JUPITER_API_KEY"] = key
            let recording = "\(bench.scratch.path)/recording"
            let run = try await store.chandler.run(words + ["--record", recording]).succeeded()
            let ledger = try store.database.value(
                "SELECT string_agg(ingest_runs::text, ' ') FROM ingest_runs"
            )
            let recorded = try FileManager.default.subpathsOfDirectory(atPath: recording).map {
                try? String(contentsOfFile: "\(recording)/\($0)", encoding: .utf8)
            }
            for text in [run.output, run.errors, ledger] + recorded.compactMap({ $0 }) {
                #expect(!text.contains(key))
            }
        }

        @Test func wordsThatAreNoneAreUsageErrors() async throws {
            let cases: [([String], String)] = [
                ([], "--mint, --query and --recent"),
                (["--recent", "--query", "x"], "--mint, --query and --recent"),
                (["--mint", "a/../b"], "no address of a token"),
                (["--mint", "abc"], "no address on solana"),
                (["--recent", "--source", "nope"], "nope"),
                (["--recent", "--enrich", "jupiter,nope"], "nope"),
                (["--recent", "--network", "ethereum"], "solana only"),
                (
                    ["--recent", "--source", "dexscreener", "--base-url", "http://127.0.0.1:1"],
                    "newest"
                ),
            ]
            let bench = try await Workbench()
            let store = try bench.store()
            for (words, says) in cases {
                let run = try await store.chandler.run(["tokens"] + words)
                #expect(run.exitCode == 64, "\(run)")
                #expect(run.errors.contains(says), "\(run)")
            }
        }

        @Test func aSourceThatFailsIsNamedAndTheOthersAnswer() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            try bench.exchange.add(faults: "500@path=/\(FixtureTokens.unknownToJupiter)")
            let run = try await store.chandler.run(
                tokens(bench, mints([FixtureTokens.unknownToJupiter]) + ["--patience", "2s"])
            ).succeeded()
            let document = try run.document()
            #expect(document["failures"]["dexscreener"].text != nil, "\(run)")
            #expect(document["inserted"].int == 1)
            #expect(document["tokens"][0]["origins"]["price"].text == "geckoterminal", "\(run)")
        }
    }
}
