import TestSupport
import Testing

extension EndToEnd {
    /// One series served in every venue's dialect.
    @Suite struct EveryVenueTests {
        private static let venues = [
            "bybit", "bybit-linear", "bybit-inverse", "okx", "okx-swap", "kraken", "coinbase",
            "coinbase-exchange", "kucoin", "bitstamp", "gate",
        ]

        /// What venues send of a candle, and what is computed from it.
        private static let columns =
            "\"timestamp\", open, high, low, close, volume, indicators"

        /// The span is one that the venue with the shortest reach still serves.
        @Test func everyVenueLeavesTheSameRows() async throws {
            let bench = try await Workbench(now: "2024-02-20T12:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest("ETHUSDT", from: "2024-02-20").succeeded()
            let expected = try store.database.column(
                "SELECT ROW(\(Self.columns))::text FROM market_data ORDER BY \"timestamp\""
            )
            #expect(expected.count == 720)
            for venue in Self.venues {
                let run = try await store.ingest("ETHUSDT", from: "2024-02-20", "--venue", venue)
                #expect(run.exitCode == 0, "\(venue): \(run)")
                let rows = try store.database.column(
                    """
                    SELECT ROW(\(Self.columns))::text FROM market_data WHERE venue = '\(venue)'
                    ORDER BY "timestamp"
                    """
                )
                // The reach of one venue ends a candle or two later.
                let known = venue == "kraken" ? Array(expected.suffix(rows.count)) : expected
                #expect(rows.count >= 717, "\(venue)")
                let prices = { (row: String) in row.split(separator: ",").prefix(6) }
                #expect(rows.map(prices) == known.map(prices), "\(venue)")
                if venue != "kraken" { #expect(rows == known, "\(venue)") }
                let again = try await store.ingest("ETHUSDT", from: "2024-02-20", "--venue", venue)
                    .succeeded()
                let report = try JSONDocument(parsing: again.output)["series"][0]
                #expect(report["inserted"].int == 0 && report["updated"].int == 0, "\(venue)")
            }
        }

        /// Weeks of pages, where windows, limits and directions of paging differ.
        @Test(arguments: ["bybit", "okx", "coinbase", "kucoin", "bitstamp"])
        func historyIsWholeAtVenuesThatServeIt(venue: String) async throws {
            let bench = try await Workbench(now: "2024-02-20T12:00:30Z")
            let store = try bench.store()
            let words = ["--to", "2024-01-10", "--indicators", "none"]
            _ = try await store.chandler.run(
                store.ingestWords("ETHUSDT", from: "2023-12-01", words)
            ).succeeded()
            _ = try await store.chandler.run(
                store.ingestWords("ETHUSDT", from: "2023-12-01", words + ["--venue", venue])
            ).succeeded()
            let differing = try store.database.value(
                """
                SELECT count(*) FROM
                    (SELECT * FROM market_data WHERE venue = 'binance') AS a
                FULL JOIN (SELECT * FROM market_data WHERE venue = '\(venue)') AS b
                USING (symbol, "interval", "timestamp")
                WHERE (a.open, a.high, a.low, a.close, a.volume)
                    IS DISTINCT FROM (b.open, b.high, b.low, b.close, b.volume)
                """
            )
            #expect(differing == "0")
            #expect(try store.database.count("market_data") == 2 * 12_960)
            let gaps = try store.database.column("SELECT DISTINCT reason FROM ingest_gaps")
            #expect(gaps == [], "what lies before the first candle is no gap")
        }

        /// Three months of real minutes: what a venue still serves of them is what was recorded.
        @Test(
            .enabled(
                if: TestPlaces.isCI || TestPlaces.recordings != nil,
                "no recorded candles: set CHANDLER_SHARED"
            )
        )
        func aRealSeriesIsTheSameFromEveryVenue() async throws {
            let folder = try #require(TestPlaces.recordings, "set CHANDLER_SHARED")
            let bench = try await Workbench(
                candles: ["\(folder)/ETHUSDT-1m.csv.gz"],
                now: "2025-08-18T18:28:30Z"
            )
            let store = try bench.store()
            let words = ["--indicators", "none", "--limit", "100000/1s", "--venue"]
            for venue in ["binance"] + Self.venues {
                _ = try await store.chandler.run(
                    store.ingestWords("ETHUSDT", from: "2025-05-20", words + [venue])
                ).succeeded()
            }
            // What the venues with the shortest reaches serve; all others serve everything.
            // Without statistics the comparison may be planned as a loop in a loop.
            try store.database.execute("ANALYZE market_data")
            let reaches = ["kraken": 720, "gate": 9_900]
            for venue in Self.venues {
                let rows = try store.database.count("market_data", where: "venue = '\(venue)'")
                let wanted = reaches[venue] ?? 130_708
                #expect((wanted - 2...wanted).contains(rows), "\(venue): \(rows)")
                let differing = try store.database.value(
                    """
                    SELECT count(*) FROM
                        (SELECT * FROM market_data WHERE venue = '\(venue)') AS a
                    LEFT JOIN (SELECT * FROM market_data WHERE venue = 'binance') AS b
                    USING (symbol, "interval", "timestamp")
                    WHERE (a.open, a.high, a.low, a.close, a.volume)
                        IS DISTINCT FROM (b.open, b.high, b.low, b.close, b.volume)
                    """
                )
                #expect(differing == "0", "\(venue)")
            }
        }

        @Test func intervalsAVenueLacksAreRefusedOrJoined() async throws {
            let bench = try await Workbench(now: "2024-02-20T12:00:30Z")
            let store = try bench.store()
            let words = ["--venue", "coinbase", "--interval", "12h", "--to", "2024-02-20"]
            let refused = try await store.chandler.run(
                store.ingestWords("ETHUSDT", from: "2024-02-01", words)
            )
            #expect(refused.exitCode == 64, "\(refused)")
            #expect(refused.errors.contains("--resample"), "\(refused)")
            #expect(refused.errors.contains("1m 5m 15m 30m 1h 2h 4h 6h 1d"), "\(refused)")
            _ = try await store.chandler.run(
                store.ingestWords("ETHUSDT", from: "2024-02-01", words + ["--resample"])
            ).succeeded()
            _ = try await store.chandler.run(
                store.ingestWords("ETHUSDT", from: "2024-02-01", ["--to", "2024-02-20"])
            ).succeeded()
            let differing = try store.database.value(
                """
                SELECT count(*) FROM (
                    SELECT date_bin('12 hours', "timestamp", '2024-01-01') AS slot,
                        (array_agg(open ORDER BY "timestamp"))[1] AS open, max(high) AS high,
                        min(low) AS low, (array_agg(close ORDER BY "timestamp" DESC))[1] AS close,
                        sum(volume) AS volume
                    FROM market_data WHERE venue = 'binance' GROUP BY slot
                ) AS minutes
                FULL JOIN (SELECT * FROM market_data WHERE venue = 'coinbase') AS joined
                    ON joined."timestamp" = minutes.slot
                WHERE (minutes.open, minutes.high, minutes.low, minutes.close, minutes.volume)
                    IS DISTINCT FROM
                    (joined.open, joined.high, joined.low, joined.close, joined.volume)
                """
            )
            #expect(differing == "0")
            let path = try store.database.value(
                "SELECT DISTINCT path FROM ingest_segments WHERE venue = 'coinbase'"
            )
            #expect(path.hasSuffix("(joined from 6h)"), "\(path)")
        }

        /// Twelve hours of minutes are all that the venue keeps.
        @Test func whatAVenueNoLongerServesIsSaid() async throws {
            let bench = try await Workbench(now: "2024-02-20T12:00:30Z")
            let store = try bench.store()
            let words = store.ingestWords("ETHUSDT", from: "2024-02-18", ["--venue", "kraken"])
            let first = try await store.chandler.run(words).succeeded()
            #expect(
                first.output.contains("kraken serves 1m candles from 2024-02-20 00:02 on only"),
                "\(first)"
            )
            try bench.exchange.setNow("2024-02-22T12:00:30Z")
            _ = try await store.chandler.run(words).succeeded()
            let gaps = try store.database.column(
                "SELECT status || ' ' || coalesce(reason, '') FROM ingest_gaps"
            )
            #expect(gaps.contains("confirmed unserved"))
            #expect(!gaps.contains("confirmed outage"), "\(gaps)")
        }

        @Test func symbolsListsWhatTheVenueListsAndMatches() async throws {
            let bench = try await Workbench()
            for venue in ["binance"] + Self.venues {
                let run = try await Chandler(environment: [:]).run(
                    "symbols",
                    "--venue",
                    venue,
                    "--match",
                    "eth",
                    "--base-url",
                    bench.exchange.baseURL,
                    "--json"
                ).succeeded()
                let list = try JSONDocument(parsing: run.output).elements
                #expect(list.map { $0["symbol"].text } == ["ETHUSDT"], "\(venue)")
                #expect(list.first?["quote_asset"].text == "USDT", "\(venue)")
                #expect(list.first?["tick_size"].text?.isEmpty == false, "\(venue)")
            }
            let all = try await Chandler(environment: [:]).run(
                "symbols",
                "--base-url",
                bench.exchange.baseURL
            ).succeeded()
            #expect(all.output.hasPrefix("symbol"), "\(all)")
            #expect(all.errors.contains("2 instruments of binance"), "\(all)")
        }
    }
}
