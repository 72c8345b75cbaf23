import TestSupport
import Testing

extension EndToEnd {
    /// Whatever a venue does for a while, the load ends like one without disturbance.
    @Suite struct VenueFaultTests {
        @Test(
            arguments: [
                ["429:1@first=2"], ["500@every=7,first=14"], ["503-html@first=2"],
                ["cut@every=5,first=10"], ["garbage@every=6,first=12"], ["html@first=1"],
                ["truncated-gzip@every=8,first=8"], ["duplicate@every=2"],
                ["duplicate:edge@every=3"], ["unordered@every=4,first=8"],
                ["unordered:reversed@every=5,first=10"], ["slow:400@every=9,first=9"],
                [
                    "500@p=0.2,seed=5", "cut@p=0.1,seed=6", "429:1@first=1",
                    "duplicate@p=0.3,seed=7",
                ],
            ]
        )
        func theLoadEndsLikeACleanOne(faults: [String]) async throws {
            let bench = try await Workbench(now: "2024-01-12T00:00:30Z")
            let clean = try bench.store()
            _ = try await clean.ingest().succeeded()
            for fault in faults { try bench.exchange.add(faults: fault) }
            let store = try bench.store()
            // Rows that came twice or out of order are rejected and said so.
            let run = try await store.ingest(from: "2024-01-01", "--max-rejects", "1000000")
            #expect(run.exitCode == 0, "\(run)")
            #expect(try store.database.checksum() == clean.database.checksum())
            #expect(try store.database.ledger() == clean.database.ledger())
            for fault in try bench.exchange.firedFaults() {
                #expect((fault["fired"].int ?? 0) > 0, "\(fault)")
            }
        }

        @Test func aVenueThatAsksToWaitIsNotAskedEarlier() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            try bench.exchange.add(faults: "429:3@first=1")
            let run = try await bench.store().ingest().succeeded()
            #expect(run.seconds >= 3, "\(run)")
            #expect((try run.document()["requests"]["retried"].int ?? 0) >= 1)
        }

        /// A ban is longer than anybody's patience: the run ends and says until when.
        @Test func aBanEndsTheRunWithTryAgainLater() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            try bench.exchange.add(faults: "418:600")
            let store = try bench.store()
            let run = try await store.ingest(from: "2024-01-01", "--patience", "5")
            #expect(run.exitCode == 75, "\(run)")
            #expect(run.seconds < 30, "\(run)")
            #expect(try store.database.count("market_data") == 0)
            try bench.exchange.removeFaults()
            _ = try await store.ingest().succeeded()
        }

        @Test func aVenueThatFailsForGoodEndsTheRun() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            try bench.exchange.add(faults: "500@after=1")
            let store = try bench.store()
            let run = try await store.ingest(from: "2024-01-01", "--patience", "3")
            #expect(run.exitCode == 69, "\(run)")
            #expect(run.errors.contains("500"), "\(run)")
            #expect(run.errors.contains("BTCUSDT"), "\(run)")
            #expect(try store.database.looseTables() == [])
            try bench.exchange.removeFaults()
            let clean = try bench.store()
            _ = try await clean.ingest().succeeded()
            _ = try await store.ingest().succeeded()
            #expect(try store.database.checksum() == clean.database.checksum())
        }

        /// Neither version is believed: the next run asks again, and stores what the venue then says.
        @Test func aCandleWithTwoVersionsIsReportedAndAskedForAgain() async throws {
            let bench = try await Workbench(now: "2024-01-02T00:00:30Z")
            try bench.exchange.add(faults: "duplicate:altered@after=1,first=1")
            let store = try bench.store()
            let run = try await store.ingest()
            #expect(run.exitCode == 65, "\(run)")
            #expect(try store.database.count("ingest_rejects") == 2)
            #expect(try run.document()["series"][0]["rejected"].int == 2)
            let stored = try store.database.count("market_data")
            let again = try await store.ingest()
            #expect(again.exitCode == 0, "\(again)")
            #expect(try again.document()["series"][0]["inserted"].int == 1)
            #expect(try store.database.count("market_data") == stored + 1)
        }
    }
}
