import TestSupport
import Testing

extension EndToEnd {
    /// What the venue adds or changes afterwards ends like a load that saw it from the start.
    @Suite struct LateCandleTests {
        private static let from = "2024-01-20"
        private static let start = milliseconds("2024-01-20")
        private static let now = "2024-02-20T00:00:30Z"

        private func expect(_ store: TestStore, like bench: Workbench) async throws {
            let clean = try bench.store()
            _ = try await clean.ingest(from: Self.from).succeeded()
            #expect(try store.database.checksum() == clean.database.checksum())
            #expect(try store.database.ledger() == clean.database.ledger())
            let verified = try await store.chandler.run("verify")
            #expect(verified.exitCode == 0, "\(verified)")
        }

        /// The newest candles may come a moment after their close, in any order.
        @Test(arguments: [("23:58:00Z", "23:58:00Z"), ("23:40:00Z", "23:59:00Z")])
        func aCandleThatIsLateIsFetchedByThePlainRerun(span: (String, String)) async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            try bench.exchange.hide(
                from: "2024-02-19T\(span.0)",
                through: "2024-02-19T\(span.1)"
            )
            let first = try await store.ingest(from: Self.from).succeeded().document()
            try bench.exchange.removeFaults()
            let second = try await store.ingest(from: Self.from).succeeded().document()
            let missing = span.0 == span.1 ? 1 : 20
            #expect(second["series"][0]["inserted"].int == missing)
            #expect(second["series"][0]["updated"].int == 0)
            #expect(
                second["series"][0]["unchanged"].int == first["series"][0]["inserted"].int
            )
            try await expect(store, like: bench)
        }

        @Test func olderLateCandlesAreFoundByALongerOverlap() async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            try bench.exchange.hide(from: "2024-02-19T21:00:00Z", through: "2024-02-19T21:09:00Z")
            _ = try await store.ingest(from: Self.from).succeeded()
            try bench.exchange.removeFaults()
            let second = try await store.ingest(from: Self.from, "--overlap", "200")
                .succeeded().document()
            #expect(second["series"][0]["inserted"].int == 10)
            #expect((second["series"][0]["recomputed"].int ?? 0) > 100)
            try await expect(store, like: bench)
        }

        @Test func candlesThatComeWeeksLaterAreFoundByRefetch() async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            try bench.exchange.hide(from: "2024-01-25T07:00:00Z", through: "2024-01-25T07:30:00Z")
            // Over the end of a month.
            try bench.exchange.hide(from: "2024-01-31T23:00:00Z", through: "2024-02-01T02:59:00Z")
            let first = try await store.ingest(from: Self.from).succeeded().document()
            let confirmed = try #require(first["series"][0]["gaps_confirmed"].int)
            try bench.exchange.removeFaults()
            let plain = try await store.ingest(from: Self.from).succeeded().document()
            #expect(plain["series"][0]["inserted"].int == 0)
            #expect(plain["series"][0]["gaps_confirmed"].int == confirmed)
            let refetched = try await store.ingest(from: Self.from, "--refetch")
                .succeeded().document()
            // The fixture itself lacks 80 candles from 23:20 on.
            #expect(refetched["series"][0]["inserted"].int == 31 + 240 - 80)
            #expect(refetched["series"][0]["updated"].int == 0)
            #expect(try store.database.count("candle_revisions") == 0)
            try await expect(store, like: bench)
        }

        /// Binance revises its newest candles for a while after their close.
        @Test func aRevisedCandleInTheOverlapIsStoredByThePlainRerun() async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            _ = try await store.ingest(from: Self.from).succeeded()
            let time = "2024-02-19T23:58:00Z"
            let old = try row(store, time)
            try bench.exchange.revise(time, "volume", to: "123456.70000000")
            let second = try await store.ingest(from: Self.from).succeeded().document()
            #expect(second["series"][0]["updated"].int == 1)
            #expect(second["series"][0]["inserted"].int == 0)
            try expectRevision(store, time, old: old, run: second["run_id"].int)
            #expect(try row(store, time).hasSuffix(",123456.70000000"))
            try await expect(store, like: bench)
        }

        /// In one month only, so that the other month's rows change by their indicators alone.
        @Test(
            arguments: [
                ["2024-01-27T00:00:00Z"],
                ["2024-01-20T00:00:00Z", "2024-01-31T23:19:00Z", "2024-02-01T00:40:00Z"],
            ]
        )
        func oldRevisedCandlesAreStoredByRefetch(times: [String]) async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            _ = try await store.ingest(from: Self.from).succeeded()
            let old = try times.map { try row(store, $0) }
            for time in times {
                try bench.exchange.revise(time, "volume", to: "99999.90000000")
                try bench.exchange.revise(time, "trade_count", to: "77")
            }
            let plain = try await store.ingest(from: Self.from).succeeded().document()
            #expect(plain["series"][0]["updated"].int == 0)
            let run = try await store.ingest(from: Self.from, "--refetch").succeeded().document()
            #expect(run["series"][0]["updated"].int == times.count)
            #expect(run["series"][0]["inserted"].int == 0)
            #expect(try store.database.count("candle_revisions") == times.count)
            for (time, old) in zip(times, old) {
                try expectRevision(store, time, old: old, run: run["run_id"].int)
            }
            try await expect(store, like: bench)
            let third = try await store.ingest(from: Self.from, "--refetch").succeeded().document()
            #expect(third["series"][0]["updated"].int == 0)
            #expect(try store.database.count("candle_revisions") == times.count)
        }

        /// Late, revised and new candles at once, and an overlap of another length.
        @Test func everythingMayHappenInOneRun() async throws {
            let bench = try await Workbench(now: "2024-02-18T00:00:30Z")
            let store = try bench.store()
            try bench.exchange.hide(from: "2024-02-17T23:57:00Z", through: "2024-02-17T23:57:00Z")
            _ = try await store.ingest(from: Self.from, "--overlap", "50").succeeded()
            try bench.exchange.removeFaults()
            try bench.exchange.setNow(Self.now)
            try bench.exchange.revise("2024-02-17T23:40:00Z", "volume", to: "5.5")
            let run = try await store.ingest(from: Self.from, "--overlap", "50")
                .succeeded().document()
            #expect(run["series"][0]["inserted"].int == 2 * 1_440 + 1)
            #expect(run["series"][0]["updated"].int == 1)
            try await expect(store, like: bench)
        }

        private func row(_ store: TestStore, _ time: String) throws -> String {
            try store.database.value(
                """
                SELECT concat_ws(',', open, high, low, close, volume) FROM market_data
                WHERE "timestamp" = '\(time)'
                """
            )
        }

        private func expectRevision(
            _ store: TestStore,
            _ time: String,
            old: String,
            run: Int?
        ) throws {
            let new = try row(store, time)
            #expect(new != old)
            #expect(
                try store.database.column(
                    """
                    SELECT concat_ws(',', old_open, old_high, old_low, old_close, old_volume)
                        || ' -> ' || concat_ws(',', new_open, new_high, new_low, new_close,
                            new_volume) || ' in ' || run_id
                    FROM candle_revisions WHERE "timestamp" = '\(time)'
                        AND seen_at BETWEEN now() - interval '1 hour' AND now()
                    """
                ) == ["\(old) -> \(new) in \(run ?? -1)"]
            )
        }
    }
}
