import TestSupport
import Testing

extension EndToEnd {
    /// A changed indicator set is noticed, and rewritten on request only.
    @Suite struct IndicatorSelectionTests {
        @Test func aChangedSetNeedsRecompute() async throws {
            let bench = try await Workbench(now: "2024-02-10T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            let before = (try store.database.checksum(), try store.database.ledger())
            let refused = try await store.ingest(
                from: "2024-01-01",
                "--indicators",
                "rsi_9,sma_37,atr_14"
            )
            #expect(refused.exitCode == 78, "\(refused)")
            for word in ["--recompute", "rsi_9", "sma_37", "macd_12_26_9"] {
                #expect(refused.errors.contains(word), "\(refused)")
            }
            #expect(try store.database.checksum() == before.0)
            #expect(try store.database.ledger() == before.1)
            try bench.exchange.forgetRequests()
            let run = try await store.ingest(
                from: "2024-01-01",
                "--indicators",
                "rsi_9,sma_37,atr_14",
                "--recompute"
            ).succeeded().document()
            let rows = try store.database.count("market_data")
            #expect(run["series"][0]["recomputed"].int == rows)
            #expect(run["series"][0]["inserted"].int == 0)
            let pages = try bench.exchange.requests()["paths"]["/api/v3/klines"].int ?? 99
            #expect(pages <= 2)
            let clean = try bench.store()
            _ = try await clean.ingest(
                from: "2024-01-01",
                "--indicators",
                "rsi_9,sma_37,atr_14"
            ).succeeded()
            #expect(try store.database.checksum() == clean.database.checksum())
            #expect(try store.database.ledger() == clean.database.ledger())
            // From now on the stored set is the default.
            let plain = try await store.ingest().succeeded().document()
            #expect(plain["series"][0]["recomputed"].int == 0)
            _ = try await store.chandler.run("verify").succeeded()
        }

        /// A recomputation that is killed is continued by the next run.
        @Test func aKilledRecomputationIsContinued() async throws {
            let bench = try await Workbench(now: "2024-02-20T00:00:30Z")
            let clean = try bench.store()
            _ = try await clean.ingest(from: "2024-01-01", "--indicators", "full").succeeded()
            let store = try bench.store()
            _ = try await store.ingest(from: "2024-01-01", "--indicators", "none").succeeded()
            var random = SeededGenerator.announced("killed recomputation")
            for _ in 0..<3 {
                let program = try store.startIngest(
                    from: "2024-01-01",
                    "--indicators",
                    "full",
                    "--recompute"
                )
                let pause = Double.random(in: 0.05...1.5, using: &random)
                try await Task.sleep(for: .seconds(pause))
                program.signal(9)
                _ = try await program.end()
            }
            let run = try await store.ingest(
                from: "2024-01-01",
                "--indicators",
                "full",
                "--recompute"
            )
            #expect(run.exitCode == 0, "\(run)")
            #expect(try store.database.checksum() == clean.database.checksum())
            #expect(try store.database.ledger() == clean.database.ledger())
        }

        @Test(
            arguments: [
                ("none", 0), ("core", 25), ("full", 72), ("rsi_9,sma_37", 2),
            ]
        )
        func aSelectionIsStoredUnderItsNames(selection: String, count: Int) async throws {
            let bench = try await Workbench(now: "2024-01-08T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest(from: "2024-01-01", "--indicators", selection).succeeded()
            let newest = """
                SELECT count(*) FROM market_data, jsonb_object_keys(indicators)
                WHERE "timestamp" = (SELECT max("timestamp") FROM market_data)
                """
            #expect(try store.database.value(newest) == String(count))
            _ = try await store.chandler.run("verify").succeeded()
        }

        @Test func aSelectionMayStandInAFile() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let store = try bench.store()
            let file = try bench.scratch.write("rsi_9\nsma_37\n", to: "features.txt")
            _ = try await store.ingest(from: "2024-01-01", "--indicators", file).succeeded()
            let names = try store.database.value("SELECT indicators FROM ingest_watermarks")
            #expect(names.split(separator: ",").sorted() == ["rsi_9", "sma_37"])
        }

        /// A dataset may have other features than the table.
        @Test func anExportMayComputeOtherFeatures() async throws {
            let bench = try await Workbench(now: "2024-02-10T00:00:30Z")
            let store = try bench.store()
            let path = bench.scratch.path
            _ = try await store.ingest().succeeded()
            _ = try await store.chandler.run(
                "export",
                "--training",
                "--symbol",
                "BTCUSDT",
                "--from",
                "2024-01-10",
                "--out",
                path + "/exported",
                "--indicators",
                "rsi_9,sma_37",
                "--format",
                "csv.gz"
            ).succeeded()
            let other = try bench.store()
            _ = try await other.ingest(from: "2024-01-01", "--indicators", "rsi_9,sma_37")
                .succeeded()
            _ = try await other.chandler.run(
                "export",
                "--training",
                "--symbol",
                "BTCUSDT",
                "--from",
                "2024-01-10",
                "--out",
                path + "/stored",
                "--format",
                "csv.gz"
            ).succeeded()
            #expect(try filesBelow(path + "/exported") == filesBelow(path + "/stored"))
        }
    }
}
