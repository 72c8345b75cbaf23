import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The table is a function of the candles and the indicator set, not of the runs.
    @Suite struct PurityTests {
        private static let from = milliseconds("2024-01-01")
        private static let day = 86_400_000

        private func expectSame(_ stores: [TestStore], _ bench: Workbench) async throws {
            let first = try #require(stores.first)
            let (checksum, ledger) = (try first.database.checksum(), try first.database.ledger())
            for store in stores.dropFirst() {
                #expect(try store.database.checksum() == checksum)
                #expect(try store.database.ledger() == ledger)
                #expect(try store.database.looseTables() == [])
            }
            for store in stores {
                let verified = try await store.chandler.run("verify")
                #expect(verified.exitCode == 0, "\(verified)")
            }
        }

        @Test func aRunADayEndsLikeOneRun() async throws {
            let bench = try await Workbench()
            let days = 45
            let whole = try bench.store()
            let end = moment(Self.from + days * Self.day)
            _ = try await whole.ingest(from: "2024-01-01", "--to", end).succeeded()
            let daily = try bench.store()
            for day in 0..<days {
                let start = Self.from + day * Self.day
                let run = try await daily.ingest(
                    from: moment(start),
                    "--to",
                    moment(start + Self.day)
                ).succeeded().document()
                #expect(run["series"][0]["updated"].int == 0)
            }
            try await expectSame([whole, daily], bench)
        }

        @Test func theMiddleMonthMayComeLast() async throws {
            let bench = try await Workbench()
            let whole = try bench.store()
            _ = try await whole.ingest(
                from: "2024-01-01",
                "--to",
                "2024-04-02"
            ).succeeded()
            let middle = try bench.store()
            _ = try await middle.ingest(
                from: "2024-01-01",
                "--to",
                "2024-02-01"
            ).succeeded()
            let skipped = try await middle.ingest(
                from: "2024-03-01",
                "--to",
                "2024-04-02"
            ).succeeded().document()
            #expect(skipped["series"][0]["gaps_open"].int == 1)
            let open = try await middle.chandler.run("gaps", "--open").succeeded()
            #expect(open.output.contains("41,760"), "\(open)")
            let last = try await middle.ingest(
                from: "2024-02-01",
                "--to",
                "2024-03-01",
                "--connections",
                "4"
            ).succeeded().document()
            #expect(last["series"][0]["gaps_open"].int == 0)
            #expect((last["series"][0]["recomputed"].int ?? 0) > 0)
            try await expectSame([whole, middle], bench)
            try await expectSameDatasets([whole, middle], bench)
        }

        @Test func monthsMayComeInReverse() async throws {
            let bench = try await Workbench()
            let whole = try bench.store()
            _ = try await whole.ingest(from: "2024-01-01", "--connections", "1").succeeded()
            let reverse = try bench.store()
            for month in ["2024-04-01", "2024-03-01", "2024-02-01", "2024-01-01"] {
                _ = try await reverse.ingest(from: month).succeeded()
            }
            try await expectSame([whole, reverse], bench)
        }

        /// Spans in any order, overlapping, within and over the months' ends.
        @Test func spansMayComeInAnyOrder() async throws {
            let bench = try await Workbench()
            let whole = try bench.store()
            let end = "2024-03-15T00:00:00Z"
            _ = try await whole.ingest(from: "2024-01-01", "--to", end).succeeded()
            var random = SeededGenerator.announced("spans in any order")
            let mixed = try bench.store()
            let minutes = (milliseconds(end) - Self.from) / 60_000
            for _ in 0..<8 {
                let start = Int.random(in: 0..<minutes, using: &random)
                let stop = min(minutes, start + Int.random(in: 1...20_000, using: &random))
                _ = try await mixed.ingest(
                    from: moment(Self.from + start * 60_000),
                    "--to",
                    moment(Self.from + stop * 60_000)
                ).succeeded()
            }
            _ = try await mixed.ingest(from: "2024-01-01", "--to", end).succeeded()
            try await expectSame([whole, mixed], bench)
        }

        @Test(
            .enabled(
                if: TestPlaces.recordings != nil || TestPlaces.isCI,
                "no recorded candles: set CHANDLER_SHARED"
            )
        )
        func realHoursMayComeInAnyOrder() async throws {
            let folder = try #require(TestPlaces.recordings, "set CHANDLER_SHARED")
            let bench = try await Workbench(candles: ["\(folder)/LUNAUSDT-1h.csv.gz"])
            let words = ["--interval", "1h", "--indicators", "full"]
            func load(_ store: TestStore, _ from: String, _ to: String) async throws {
                _ = try await store.chandler.run(
                    store.ingestWords("LUNAUSDT", from: from, words + ["--to", to])
                ).succeeded()
            }
            let whole = try bench.store()
            try await load(whole, "2021-04-01", "2024-01-01")
            let mixed = try bench.store()
            try await load(mixed, "2022-03-10T05:00:00Z", "2022-09-01")
            try await load(mixed, "2023-01-01", "2024-01-01")
            try await load(mixed, "2021-04-01", "2022-05-20")
            try await load(mixed, "2021-04-01", "2024-01-01")
            try await expectSame([whole, mixed], bench)
        }

        private func expectSameDatasets(_ stores: [TestStore], _ bench: Workbench) async throws {
            var datasets: [[String: String]] = []
            for (number, store) in stores.enumerated() {
                let folder = "\(bench.scratch.path)/set-\(number)"
                _ = try await store.chandler.run(
                    "export",
                    "--training",
                    "--symbol",
                    "BTCUSDT",
                    "--from",
                    "2024-01-01",
                    "--to",
                    "2024-04-02",
                    "--out",
                    folder
                ).succeeded()
                datasets.append(try filesBelow(folder).mapValues { $0.base64EncodedString() })
            }
            #expect(datasets[0].count > 6)
            #expect(datasets.allSatisfy { $0 == datasets[0] })
        }
    }
}
