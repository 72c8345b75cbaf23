import TestSupport
import Testing

extension EndToEnd {
    /// `--json` on every command gives one document on standard output.
    @Suite struct JSONDocumentTests {
        private func number(_ value: JSONDocument) -> Bool {
            if case .number = value { true } else { false }
        }

        @Test func anIngestReportsItsRun() async throws {
            let bench = try await Workbench(now: "2024-02-01T00:00:30Z")
            let folder = bench.scratch.path + "/set"
            let run = try await bench.store().ingest(from: "2024-01-01", "--training", folder)
                .succeeded()
            let document = try run.document()
            #expect(document["run_id"].int == 1)
            #expect(document["status"].text == "succeeded")
            let series = document["series"][0]
            #expect(document["series"].elements.count == 1)
            #expect(series["venue"].text == "binance")
            #expect(series["symbol"].text == "BTCUSDT")
            #expect(series["interval"].text == "1m")
            #expect(series["from"].text == "2024-01-01T00:00:00Z")
            #expect(series["to"].text == "2024-02-01T00:00:00Z")
            #expect(series["watermark"].text == "2024-01-31T23:19:00Z")
            for key in [
                "fetched", "inserted", "updated", "unchanged", "rejected", "gaps_open",
                "gaps_confirmed",
            ] {
                #expect(series[key].int != nil, "\(key)")
            }
            #expect(document["dataset"]["path"].text == folder)
            #expect((document["dataset"]["files"].int ?? 0) > 3)
            for split in ["train", "validation", "test"] {
                #expect((document["dataset"]["rows"][split].int ?? 0) > 0, "\(split)")
            }
            for stage in ["fetch", "indicators", "load", "dataset"] {
                #expect(number(document["seconds"][stage]), "\(stage)")
            }
        }

        @Test func everyCommandPrintsOneDocument() async throws {
            let bench = try await Workbench(now: "2024-01-20T00:00:30Z")
            let store = try bench.store()
            let commands: [([String], Set<String>)] = [
                (["db", "migrate"], ["status", "schema_version", "applied"]),
                (["status"], ["series"]), (["gaps"], ["gaps"]),
                (
                    store.ingestWords("BTCUSDT", from: "2024-01-01", []),
                    ["run_id", "status", "series", "seconds"]
                ),
                (
                    [
                        "export", "--training", "--symbol", "BTCUSDT", "--from", "2024-01-01",
                        "--out", bench.scratch.path + "/set",
                    ],
                    ["status", "symbol", "interval", "from", "to", "dataset"]
                ),
                (["status"], ["series"]), (["gaps"], ["gaps"]), (["verify"], ["status", "series"]),
                (["db", "status"], ["status", "url", "schema_version"]),
                (["db", "url"], ["url"]),
                (["db", "rollback", "--yes"], ["status", "rolled_back"]),
            ]
            for (command, keys) in commands {
                let run = try await store.chandler.run(command + ["--json"]).succeeded()
                let document = try run.document()
                #expect(keys.isSubset(of: document.keys), "\(run)")
            }
        }

        /// A failure is told by a document too, or by standard error and nothing on the other.
        @Test func aFailedRunPrintsOneDocument() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let run = try await store.ingest("NOSUCHCOIN")
            let document = try run.document()
            #expect(document["status"].text == "failed")
            #expect(document["exit_code"].int == 64)
            #expect(document["error"].text?.contains("NOSUCHCOIN") == true)
            #expect(run.errors.contains("NOSUCHCOIN"))
        }

        @Test func gapsAndStatusAgreeWithTheTables() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            _ = try await store.ingest("ETHUSDT", from: "2024-02-01").succeeded()
            let gaps = try await store.chandler.run("gaps", "--symbol", "BTCUSDT", "--json")
                .succeeded().document()["gaps"].elements
            #expect(gaps.count == 6)
            #expect(gaps.reduce(0) { $0 + ($1["missing"].int ?? 0) } == 1_896)
            #expect(gaps.allSatisfy { $0["status"].text == "confirmed" })
            #expect(gaps[0]["from"].text == "2024-01-04T04:17:00Z")
            #expect(gaps[0]["to"].text == "2024-01-04T04:18:00Z")
            let series = try await store.chandler.run("status", "--json").succeeded()
                .document()["series"].elements
            #expect(series.map { $0["symbol"].text } == ["BTCUSDT", "ETHUSDT"])
            #expect(series[0]["candles"].int == 131_375)
            #expect(series[0]["expected"].int == 133_271)
            #expect(series[0]["watermark"].text == "2024-04-02T13:10:00Z")
        }

        @Test func progressAndNotesNeverReachStandardOutput() async throws {
            let bench = try await Workbench(
                now: "2024-01-30T00:00:30Z",
                options: ["--latency-ms", "150"]
            )
            let run = try await bench.store().ingest().succeeded()
            _ = try run.document()
            #expect(run.errors.contains("database schema brought to version"), "\(run)")
        }
    }
}
