import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// An older system's files through the program.
    @Suite struct ImportTests {
        private static let orders = """
            orderId,symbol,side,orderType,quantity,price,status,exchange,source,createdAt
            o1,BTCUSDT,BUY,LIMIT,0.1,64000.5,OPEN,x,bot,2024-03-01T00:00:00Z
            o2,BTCUSDT,SELL,MARKET,0.2,,FILLED,x,bot,1709251200

            """

        private func prepared() async throws -> (Chandler, TestDatabase, ScratchFolder) {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            _ = try await chandler.run("db", "migrate").succeeded()
            return (chandler, database, try ScratchFolder("import"))
        }

        @Test func aDryRunThenTheImportThenNothing() async throws {
            let (chandler, database, scratch) = try await prepared()
            let file = try scratch.write(Self.orders, to: "orders.csv")
            let dry = try await chandler.run("import", "--table", "orders", file, "--dry-run")
                .succeeded()
            #expect(dry.output.contains("dry run: nothing was changed"), "\(dry)")
            #expect(dry.output.contains("2 inserted"), "\(dry)")
            #expect(try database.count("orders") == 0)
            #expect(try database.count("ingest_runs") == 0)
            let run = try await chandler.run("import", "--table", "orders", file, "--json")
                .succeeded().document()
            #expect(run["status"].text == "succeeded")
            #expect(run["inserted"].int == 2)
            #expect(try database.count("orders") == 2)
            let again = try await chandler.run("import", "--table", "orders", file).succeeded()
            #expect(again.output.contains("0 inserted · 0 updated · 2 unchanged"), "\(again)")
            #expect(
                try database.column(
                    "SELECT command || ' ' || status FROM ingest_runs ORDER BY run_id"
                )
                    == ["import succeeded", "import succeeded"]
            )
        }

        @Test func rejectedRowsEndWithCode65AndTheOthersAreKept() async throws {
            let (chandler, database, scratch) = try await prepared()
            let text = Self.orders + "o3,BTCUSDT,buy,LIMIT,0.1,1,OPEN,x,bot,2024-03-01\n"
            let file = try scratch.write(text, to: "orders.csv")
            let refused = try await chandler.run(
                "import",
                "--table",
                "orders",
                file,
                "--all-or-nothing"
            )
            #expect(refused.exitCode == 65, "\(refused)")
            #expect(refused.errors.contains("nothing was kept"), "\(refused)")
            #expect(try database.count("orders") == 0)
            let run = try await chandler.run("import", "--table", "orders", file, "--json")
            #expect(run.exitCode == 65, "\(run)")
            let document = try run.document()
            #expect(document["exit_code"].int == 65)
            #expect(document["rejects"][0]["rule"].text == "type:side")
            #expect(document["rejects"][0]["lines"][0].int == 4)
            #expect(try database.count("orders") == 2)
            #expect(
                try database.value("SELECT rule || ' ' || run_id FROM ingest_rejects")
                    == "type:side \(document["run_id"].int ?? -1)"
            )
        }

        @Test func anOlderFileChangesNothingAndSaysSo() async throws {
            let (chandler, database, scratch) = try await prepared()
            func file(_ status: String, _ day: Int) throws -> String {
                let text = Self.orders.replacing(",createdAt", with: ",updated_at")
                    .replacing("2024-03-01T00:00:00Z", with: "2024-03-0\(day)")
                    .replacing("OPEN", with: status).replacing(",", with: ";")
                return try scratch.write(text, to: "orders-\(day).csv")
            }
            _ = try await chandler.run("import", "--table", "orders", try file("FILLED", 2))
                .succeeded()
            let old = try file("OPEN", 1)
            let shown = try await chandler.run("import", "--table", "orders", old, "--dry-run")
                .succeeded()
            #expect(shown.output.contains("1 row older"), "\(shown)")
            #expect(shown.output.contains("line 2"), "\(shown)")
            #expect(shown.output.contains("stand between \";\""), "\(shown)")
            let run = try await chandler.run("import", "--table", "orders", old, "--json")
                .succeeded().document()
            #expect(run["older"].int == 1)
            #expect(run["older_lines"][0].int == 2)
            #expect(run["found_delimiter"].text == ";")
            #expect(
                try database.value("SELECT status FROM orders WHERE order_id = 'o1'") == "FILLED"
            )
        }

        @Test func faultyWordsSayWhatIsMeant() async throws {
            let (chandler, database, scratch) = try await prepared()
            let file = try scratch.write(Self.orders, to: "orders.csv")
            let cases: [(words: [String], code: Int32, says: String)] = [
                (["--table", "market_data", file], 64, "chandler ingest"),
                (["--table", "order", file], 64, "orders"),
                (["--table", "orders", file + ".none"], 64, "--format csv"),
                (["--table", "orders", scratch.path + "/none.csv"], 64, "No such file"),
                (["--table", "orders", scratch.path, "--format", "csv"], 64, "directory"),
                (["--table", "trades", file], 64, "orderType"),
                (["--table", "orders", file, "--map", "x"], 64, "name=value"),
                (["--table", "orders", file, "--delimiter", ";;"], 64, "one character"),
                (["--table", "orders", file, "--timezone", "Mars"], 64, "Europe/Berlin"),
            ]
            for fault in cases {
                let run = try await chandler.run(["import"] + fault.words)
                #expect(run.exitCode == fault.code, "\(run)")
                #expect(run.errors.contains(fault.says), "\(run)")
            }
            #expect(try database.count("orders") == 0)
        }

        @Test func anImportThatIsKilledLeavesNothing() async throws {
            let (chandler, database, scratch) = try await prepared()
            let lines = (0..<200_000).map { "k\($0),v" }.joined(separator: "\n")
            let file = try scratch.write("parameter_name,parameter_value\n" + lines, to: "s.csv")
            let program = try chandler.start(["import", "--table", "bot_settings", file])
            while try database.count("pg_stat_activity", where: "query LIKE 'COPY import_rows%'")
                == 0
            {
                try await Task.sleep(for: .milliseconds(2))
            }
            program.signal(SIGKILL)
            _ = try program.blockUntilEnd()
            let again = try await chandler.run("import", "--table", "bot_settings", file, "--json")
                .succeeded().document()
            #expect(again["inserted"].int == 200_000)
            #expect(try database.count("bot_settings") == 200_000)
        }
    }
}
