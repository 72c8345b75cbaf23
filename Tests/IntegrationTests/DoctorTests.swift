import ChandlerPostgres
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The page, the document and the metrics of `chandler doctor`, and what it ends with.
    ///
    /// The shared server runs with `fsync` off and as a superuser: something is always found there.
    @Suite struct DoctorTests {
        private func migrated() async throws -> (Chandler, TestDatabase) {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            _ = try await chandler.run("db", "migrate").succeeded()
            _ = try await chandler.run("db", "partitions").succeeded()
            return (chandler, database)
        }

        @Test func thePageTellsTheWorstFirstAndFitsATerminal() async throws {
            let (chandler, database) = try await migrated()
            try database.execute("DROP INDEX orders_symbol_idx")
            let run = try await chandler.run("doctor")
            #expect(run.exitCode == 2, "\(run)")
            let lines = run.output.split(separator: "\n").map(String.init)
            #expect(lines.first?.hasPrefix("BROKEN   fsync: is off") == true, "\(run)")
            #expect(run.output.contains("ALTER SYSTEM SET fsync = on"))
            #expect(run.output.contains("\nWARNING  schema: 1 difference"), "\(run)")
            #expect(run.output.contains("\nWARNING  verified backup: no verified backup"))
            #expect(lines.suffix(3).joined().contains("2 broken, "), "\(run)")
            #expect(!run.output.contains("healthy  "), "what is fine is not shown")
            // Commands stay whole, to be copied.
            for line in lines where !line.hasPrefix("            ") {
                #expect(line.count <= 80, "\(line)")
            }
            let marks = lines.compactMap { line in
                ["BROKEN", "WARNING", "notice"].firstIndex { line.hasPrefix($0) }
            }
            #expect(marks == marks.sorted())
            let all = try await chandler.run("doctor", "--all")
            #expect(all.output.contains("\nhealthy  connection: a round trip takes"), "\(all)")
        }

        @Test func theDocumentHoldsEveryFinding() async throws {
            let (chandler, database) = try await migrated()
            defer { withExtendedLifetime(database) {} }
            let run = try await chandler.run("doctor", "--json")
            #expect(run.exitCode == 2)
            let document = try run.document()
            #expect(document["status"].text == "broken")
            #expect(document["exit_code"].int == 2)
            #expect(document["is_up"] == .bool(true))
            let findings = document["findings"].elements
            let ids = findings.compactMap(\.["id"].text)
            #expect(Set(ids).count == findings.count)
            let counts = document["counts"]
            let sum = counts.keys.reduce(0) { $0 + (counts[$1].int ?? 0) }
            #expect(sum == findings.count)
            let fsync = findings.first { $0["id"].text == "settings.fsync" }
            #expect(fsync?["severity"].text == "broken")
            #expect(fsync?["values"]["is_on"] == .bool(false))
            let sizes = findings.first { $0["id"].text == "sizes" }
            #expect((sizes?["values"]["database_bytes"].int ?? 0) > 1_000_000)
        }

        @Test func metricsAreWrittenAlsoWhenTheServerIsDown() async throws {
            let (chandler, database) = try await migrated()
            defer { withExtendedLifetime(database) {} }
            let scratch = try ScratchFolder()
            let file = scratch.path + "/chandler.prom"
            let run = try await chandler.run("doctor", "--metrics", file)
            #expect(run.exitCode == 2)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text.contains("\nchandler_up 1\n"))
            #expect(text.contains("# TYPE chandler_database_size_bytes gauge\n"))
            let url = "postgresql://nobody:s3cret@127.0.0.1:\(try TestCluster.freePort())/none"
            let down = try await Chandler(environment: [:]).run([
                "doctor", "--database-url", url, "--metrics", file, "--json",
            ])
            #expect(down.exitCode == 2, "\(down)")
            let document = try down.document()
            #expect(document["is_up"] == .bool(false))
            #expect(document["findings"][0]["id"].text == "connection")
            let after = try String(contentsOfFile: file, encoding: .utf8)
            #expect(after.contains("\nchandler_up 0\n"))
            #expect(!after.contains("chandler_database_size_bytes"))
            #expect(!(down.output + down.errors + after).contains("s3cret"))
            #expect(try filesBelow(scratch.path).keys.sorted() == ["chandler.prom"])
        }

        @Test func metricsThatCannotBeWrittenEndWithCode73() async throws {
            let (chandler, database) = try await migrated()
            defer { withExtendedLifetime(database) {} }
            let run = try await chandler.run("doctor", "--metrics", "/nonexistent/chandler.prom")
            #expect(run.exitCode == 73, "\(run)")
            #expect(run.errors.contains("/nonexistent/chandler.prom"))
            #expect(run.output.contains("fsync"), "the page is printed all the same")
            let json = try await chandler.run(
                "doctor",
                "--json",
                "--metrics",
                "/nonexistent/chandler.prom"
            )
            #expect(json.exitCode == 73, "\(json)")
            #expect(try json.document()["status"].text == "broken", "and the document")
        }

        @Test func theEmbeddedServerIsNotStarted() async throws {
            let scratch = try ScratchFolder()
            let chandler = Chandler(environment: ["CHANDLER_HOME": scratch.path])
            let run = try await chandler.run("doctor")
            #expect(run.exitCode == 2, "\(run)")
            #expect(run.output.hasPrefix("BROKEN   connection: "))
            #expect(run.output.contains("chandler db start"))
            #expect(try filesBelow(scratch.path).isEmpty)
        }

        @Test func helpNamesTheExitCodes() async throws {
            let run = try await Chandler(environment: [:]).run("doctor", "--help").succeeded()
            #expect(run.output.contains("0 healthy (notices allowed)"))
            let wrong = try await Chandler(environment: [:]).run("doctor", "--timeout", "0")
            #expect(wrong.exitCode == 64)
        }
    }
}
