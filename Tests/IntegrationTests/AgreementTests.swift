import TestSupport
import Testing

extension EndToEnd {
    /// Labels and splits agree with a second computation, in Python, over the stored candles.
    @Suite(
        .enabled(
            if: TestPlaces.python != nil || TestPlaces.isCI,
            "no Python with pandas and pyarrow: set CHANDLER_PYTHON or make .venv"
        )
    )
    struct AgreementTests {
        private static let checker =
            TestPlaces.packageRoot + "/Tests/ChandlerDatasetsTests/Readers/check_dataset.py"

        @Test(
            arguments: [
                [], ["--format", "csv.gz", "--split", "50/25/25", "--embargo", "0"],
                [
                    "--format", "parquet-gzip", "--horizon", "2", "--horizon", "90",
                    "--drop-unlabelled", "--direction-threshold", "0.0003", "--barrier-atr", "0.8",
                ],
            ]
        )
        func pythonFindsTheSameLabelsAndSplits(options: [String]) async throws {
            let python = try #require(TestPlaces.python, "set CHANDLER_PYTHON")
            let bench = try await Workbench()
            let store = try bench.store()
            let folder = bench.scratch.path + "/set"
            // Over outages, one of them over a month's end.
            let words = ["--to", "2024-02-17", "--training", folder] + options
            let run = try await store.chandler.run(
                store.ingestWords("BTCUSDT", from: "2024-01-16", words + ["--json"])
            ).succeeded().document()
            let rows = ["train", "validation", "test"].map { run["dataset"]["rows"][$0].int ?? 0 }
            #expect(rows.allSatisfy { $0 > 1_000 }, "\(rows)")
            let candles = try bench.scratch.write(try csv(store.database), to: "candles.csv")
            let check = try await RunningProgram([python, Self.checker, folder, candles]).end()
            #expect(check.exitCode == 0, "\(check)")
            #expect(check.output.contains("\(rows.reduce(0, +)) rows"), "\(check)")
        }

        /// A checker that accepts everything would prove nothing.
        @Test func theCheckerNoticesAChangedCandle() async throws {
            let python = try #require(TestPlaces.python, "set CHANDLER_PYTHON")
            let bench = try await Workbench()
            let store = try bench.store()
            let folder = bench.scratch.path + "/set"
            _ = try await store.ingest(
                from: "2024-01-16",
                "--to",
                "2024-01-24",
                "--training",
                folder
            ).succeeded()
            try store.database.execute(
                """
                UPDATE market_data SET high = high + 500
                WHERE "timestamp" = '2024-01-18 12:00:00+00'
                """
            )
            let candles = try bench.scratch.write(try csv(store.database), to: "candles.csv")
            let check = try await RunningProgram([python, Self.checker, folder, candles]).end()
            #expect(check.exitCode == 1, "\(check)")
            #expect(check.output.contains("DIFFERENT"), "\(check)")
        }

        /// The stored candles and features in the form the checker reads.
        private func csv(_ database: TestDatabase) throws -> String {
            let names = try database.column(
                """
                SELECT DISTINCT jsonb_object_keys(indicators) FROM market_data
                WHERE "timestamp" >= (SELECT max("timestamp") FROM market_data) - interval '2 hours'
                ORDER BY 1
                """
            ).filter { $0 != "atr_14" }
            let features = (["atr_14"] + names).map { "coalesce(indicators->>'\($0)', '')" }
            let head = ["symbol", "open_time_us", "open", "high", "low", "close", "volume"]
            let rows = try database.column(
                """
                SELECT concat_ws(',', symbol, (extract(epoch FROM "timestamp") * 1000000)::bigint,
                    open, high, low, close, volume, \(features.joined(separator: ", ")))
                FROM market_data ORDER BY "timestamp"
                """
            )
            let header = (head + ["atr_14"] + names).joined(separator: ",")
            return ([header] + rows).joined(separator: "\n") + "\n"
        }
    }
}
