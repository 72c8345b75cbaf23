import TestSupport
import Testing

extension EndToEnd {
    /// Several runs at once.
    @Suite struct ConcurrencyTests {
        @Test func aSecondRunOfTheSeriesSaysWhoHoldsIt() async throws {
            let bench = try await Workbench(
                now: "2024-01-15T00:00:30Z",
                // Longer than the second run waits for a session that may be dying.
                options: ["--latency-ms", "1000"]
            )
            let store = try bench.store()
            let first = try store.startIngest()
            for _ in 0..<2_000 where first.exitCode == nil {
                let locks = try store.database.value(
                    """
                    SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity USING (pid)
                    WHERE l.locktype = 'advisory' AND l.granted
                        AND application_name LIKE 'chandler ingest run%'
                    """
                )
                if locks == "1" { break }
                try await Task.sleep(for: .milliseconds(5))
            }
            try #require(first.exitCode == nil)
            let second = try await store.ingest()
            #expect(second.exitCode == 75, "\(second)")
            #expect(second.errors.contains("BTCUSDT"), "\(second)")
            #expect(second.errors.contains("chandler ingest run 1"), "\(second)")
            #expect(first.exitCode == nil)
            let other = try await store.ingest("ETHUSDT", from: "2024-01-14")
            #expect(other.exitCode == 0, "\(other)")
            let ended = try await first.end()
            #expect(ended.exitCode == 0, "\(ended)")
            _ = try await store.ingest().succeeded()
        }

        /// All begin on an empty database: schema, months and rows are made side by side.
        @Test func differentSeriesLoadSideBySide() async throws {
            let bench = try await Workbench(candles: [
                TestPlaces.candles, TestPlaces.candles + "/small",
            ])
            let serial = try bench.store()
            let series = [
                ("BTCUSDT", []), ("ETHUSDT", []), ("SMALLUSDT", []),
                ("SMALLUSDT", ["--interval", "1d"]),
            ]
            for (symbol, more) in series {
                _ = try await serial.chandler.run(
                    serial.ingestWords(symbol, from: "2024-01-01", more)
                ).succeeded()
            }
            for _ in 0..<2 {
                let store = try bench.store()
                let programs = try series.map { symbol, more in
                    try store.chandler.start(
                        store.ingestWords(symbol, from: "2024-01-01", more)
                    )
                }
                for program in programs {
                    let run = try await program.end()
                    #expect(run.exitCode == 0, "\(run)")
                }
                #expect(try store.database.checksum() == serial.database.checksum())
                #expect(try store.database.ledger() == serial.database.ledger())
                #expect(try store.database.looseTables() == [])
            }
        }
    }
}
