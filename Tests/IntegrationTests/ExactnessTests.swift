import TestSupport
import Testing

extension EndToEnd {
    /// Every decimal in the table is the venue's text, or the row is in `ingest_rejects`.
    @Suite struct ExactnessTests {
        private static let stored = """
            SELECT (extract(epoch FROM "timestamp") * 1000)::bigint || ',' || concat_ws(',',
                trim_scale(open), trim_scale(high), trim_scale(low), trim_scale(close),
                trim_scale(volume)) FROM market_data ORDER BY "timestamp"
            """

        private func expectEqual(_ database: TestDatabase, _ rows: [Substring]) throws {
            let found = try database.column(Self.stored)
            let expected = rows.map(CandleLines.canonical)
            #expect(found.count == expected.count)
            let difference = zip(found, expected).first { $0 != $1 }
            #expect(difference == nil, "stored, served: \(String(describing: difference))")
        }

        @Test func committedCandlesAreStoredDigitByDigit() async throws {
            let candles = try await CandleLines.committed("BTCUSDT")
            let store = try await Workbench().store()
            _ = try await store.ingest().succeeded()
            try expectEqual(store.database, candles.rows)
        }

        /// One rule is broken in most rows of this file; the run goes on around them.
        @Test func brokenRowsAreRejectedWithTheirReason() async throws {
            let folder = TestPlaces.candles + "/small"
            let candles = try await CandleLines(reading: folder + "/BROKENUSDT-1m.csv")
            let store = try await Workbench(candles: [folder]).store()
            let run = try await store.ingest("BROKENUSDT")
            #expect(run.exitCode == 65, "\(run)")
            #expect(run.errors.contains("ingest_rejects"), "\(run)")
            let database = store.database
            let rejects = try database.count("ingest_rejects")
            #expect(try database.count("market_data") + rejects == candles.rows.count)
            #expect(try run.document()["series"][0]["rejected"].int == rejects)
            #expect(
                try database.value(
                    "SELECT count(*) FROM ingest_rejects WHERE length(reason) < 10 OR payload = ''"
                ) == "0"
            )
            for cause in ["abc", "1e2", "NaN", "100.123456789", "-1.5", "1704067560001"] {
                #expect(
                    try database.value(
                        "SELECT count(*) FROM ingest_rejects WHERE payload LIKE '%\(cause)%'"
                    ) == "1",
                    "no reject for \(cause)"
                )
            }
            let allowed = try await store.ingest(
                "BROKENUSDT",
                from: "2024-01-01",
                "--refetch",
                "--max-rejects",
                "\(rejects)"
            )
            #expect(allowed.exitCode == 0, "\(allowed)")
            #expect(try database.count("ingest_rejects") == rejects)
        }
    }

    /// The same with candles recorded at real venues.
    @Suite(
        .enabled(
            if: TestPlaces.recordings != nil || TestPlaces.isCI,
            "no recorded candles: set CHANDLER_SHARED"
        )
    )
    struct RecordedCandlesTests {
        private func recording(
            _ name: String,
            now: String
        ) async throws -> (CandleLines, Workbench) {
            let folder = try #require(TestPlaces.recordings, "set CHANDLER_SHARED")
            let file = "\(folder)/\(name).csv.gz"
            return (
                try await CandleLines(reading: file), try await Workbench(candles: [file], now: now)
            )
        }

        private func expectStored(_ store: TestStore, _ rows: [Substring]) throws {
            let found = try store.database.column(
                """
                SELECT (extract(epoch FROM "timestamp") * 1000)::bigint || ',' || concat_ws(',',
                    trim_scale(open), trim_scale(high), trim_scale(low), trim_scale(close),
                    trim_scale(volume)) FROM market_data ORDER BY "timestamp"
                """
            )
            let expected = rows.map(CandleLines.canonical)
            #expect(found.count == expected.count)
            let difference = zip(found, expected).first { $0 != $1 }
            #expect(difference == nil, "stored, served: \(String(describing: difference))")
        }

        @Test func halfAYearOfMinutesIsStoredExactly() async throws {
            let (candles, bench) = try await recording(
                "BTCUSDT-1m",
                now: "2021-06-01T00:00:30Z"
            )
            #expect(candles.rows.count == 261_165)
            let store = try bench.store()
            let run = try await store.ingest(from: "2020-12-01").succeeded().document()
            #expect(run["series"][0]["inserted"].int == 261_165)
            #expect(run["series"][0]["gaps_confirmed"].int == 6)
            #expect(run["series"][0]["gaps_open"].int == 0)
            #expect(run["series"][0]["missing"].int == 915)
            try expectStored(store, candles.rows)
            let gaps = try store.database.column(
                """
                SELECT to_char(gap_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' -> '
                    || to_char(gap_end AT TIME ZONE 'UTC', 'HH24:MI') || ' ' || missing || ' '
                    || status FROM ingest_gaps ORDER BY gap_start
                """
            )
            #expect(
                gaps == [
                    "2020-12-21 13:48 -> 18:00 252 confirmed",
                    "2020-12-25 02:00 -> 03:00 60 confirmed",
                    "2021-02-11 03:41 -> 05:00 79 confirmed",
                    "2021-03-06 02:00 -> 03:30 90 confirmed",
                    "2021-04-20 02:00 -> 04:30 150 confirmed",
                    "2021-04-25 04:01 -> 08:45 284 confirmed",
                ]
            )
            let listed = try await store.chandler.run("gaps").succeeded()
            #expect(listed.output.contains("6 gaps, 915 candles missing"), "\(listed)")
            let verified = try await store.chandler.run("verify", "--json").succeeded().document()
            #expect(verified["series"][0]["rows"].int == 261_165)
            #expect(verified["series"][0]["differences"].int == 0)
        }

        @Test func hugeVolumesAreStoredWhole() async throws {
            let (candles, bench) = try await recording(
                "SHIBUSDT-1h",
                now: "2023-12-30T20:00:30Z"
            )
            let store = try bench.store()
            let run = try await store.ingest(
                "SHIBUSDT",
                from: "2021-05-01",
                "--interval",
                "1h"
            ).succeeded().document()
            #expect(run["series"][0]["inserted"].int == candles.rows.count)
            #expect(run["series"][0]["rejected"].int == 0)
            try expectStored(store, candles.rows)
            #expect(
                try store.database.value("SELECT trim_scale(max(volume)) FROM market_data")
                    == "32067355081399"
            )
            _ = try await store.chandler.run("verify").succeeded()
        }

        @Test func pricesThatNoColumnHoldsAreRejectedNeverRounded() async throws {
            let (candles, bench) = try await recording(
                "ADABTC-5m",
                now: "2018-01-30T04:55:30Z"
            )
            let store = try bench.store()
            let words = ["--interval", "5m"]
            let run = try await store.chandler.run(
                store.ingestWords("ADABTC", from: "2018-01-01", words + ["--json"])
            )
            #expect(run.exitCode == 65, "\(run)")
            let broken = candles.rows.filter(CandleLines.isTooPrecise)
            let good = candles.rows.filter { !CandleLines.isTooPrecise($0) }
            try #require(!broken.isEmpty && !good.isEmpty)
            try expectStored(store, good)
            let database = store.database
            #expect(try database.count("ingest_rejects") == broken.count)
            #expect(try run.document()["series"][0]["rejected"].int == broken.count)
            #expect(
                try database.column(
                    """
                    SELECT (extract(epoch FROM open_time) * 1000)::bigint FROM ingest_rejects
                    ORDER BY open_time
                    """
                ) == broken.map { String(CandleLines.openTime($0)) }
            )
            #expect(
                try database.value(
                    """
                    SELECT count(*) FROM ingest_rejects
                    WHERE payload !~ '[0-9]\\.[0-9]{9}' OR length(reason) < 20
                    """
                ) == "0"
            )
            // A rerun meets none of them again; a limit they keep to is no failure.
            let few = try await store.ingest(
                "ADABTC",
                from: "2018-01-01",
                "--interval",
                "5m",
                "--refetch",
                "--max-rejects",
                "\(broken.count - 1)"
            )
            #expect(few.exitCode == 65, "\(few)")
            let enough = try await store.ingest(
                "ADABTC",
                from: "2018-01-01",
                "--interval",
                "5m",
                "--refetch",
                "--max-rejects",
                "\(broken.count)"
            )
            #expect(enough.exitCode == 0, "\(enough)")
            #expect(try database.count("ingest_rejects") == broken.count)
            _ = try await store.chandler.run("verify").succeeded()
        }
    }
}
