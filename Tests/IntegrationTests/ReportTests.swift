import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The page that people look at.
    @Suite struct ReportTests {
        private static let files = [TestPlaces.candles, TestPlaces.candles + "/small"]
        private static let password = "it_report_password"

        private func page(_ path: String) throws -> String {
            try String(contentsOfFile: path, encoding: .utf8)
        }

        /// Three series, one of them with rows that broke a rule, and failed runs.
        private func loaded() async throws -> (Workbench, TestStore) {
            let bench = try await Workbench(candles: Self.files)
            let store = try bench.store()
            _ = try await store.ingest("ETHUSDT").succeeded()
            let broken = try await store.ingest("BROKENUSDT")
            #expect(broken.exitCode != 0, "\(broken)")
            try bench.exchange.hide(
                from: "2024-02-10T00:00:00Z",
                through: "2024-02-10T05:59:00Z"
            )
            _ = try await store.ingest("BTCUSDT").succeeded()
            try bench.exchange.removeFaults()
            return (bench, store)
        }

        @Test func everyMonthOfThePageIsWhatTheTableHolds() async throws {
            let (bench, store) = try await loaded()
            let path = "\(bench.scratch.path)/report.html"
            let run = try await store.chandler.run("report", "--out", path, "--json").succeeded()
            let document = try run.document()
            let html = try page(path)
            #expect(document["bytes"].int == html.utf8.count)
            #expect(document["candles"].int == (try store.database.count("market_data")))
            #expect(document["series"].int == 3)
            #expect(document["gaps"].int == (try store.database.count("ingest_gaps")))
            // A row without a time that can be read stands for no place: its place stays open.
            let open = try store.database.count("ingest_gaps", where: "status = 'open'")
            #expect(document["gaps_open"].int == open)
            #expect(document["grade"].text == (open > 0 ? "gaps" : "complete"), "\(run)")
            let months = try store.database.column(
                """
                SELECT to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM') || ' '
                    || trim(to_char(count(*), '999,999,999'))
                FROM market_data
                GROUP BY symbol, "interval", venue, to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM')
                ORDER BY 1
                """
            )
            #expect(months.count >= 7)
            var shown: [String] = []
            for part in html.components(separatedBy: " title=\"").dropFirst() {
                let words = part.prefix { $0 != "\"" }.split(separator: " ")
                if words.count > 4, words[0].hasSuffix(":"), words[2] == "%," {
                    shown.append("\(words[0].dropLast()) \(words[3])")
                }
            }
            #expect(shown.sorted() == months.sorted())
            #expect(html.contains("broke a rule"))
            #expect(html.contains("<svg"))
        }

        @Test func aReaderMakesTheSamePageAndNothingIsWritten() async throws {
            let (bench, store) = try await loaded()
            let database = store.database
            _ = try? database.execute("CREATE ROLE it_report LOGIN PASSWORD '\(Self.password)'")
            _ = try await store.chandler
                .run("db", "roles", "apply", "--login", "it_report=reader").succeeded()
            let reader = Chandler(environment: [
                "POSTGRES_URL":
                    "postgresql://it_report:\(Self.password)@127.0.0.1:"
                    + "\(database.cluster.port)/\(database.name)"
            ])
            let before = try database.state()
            var pages: [String] = []
            for (name, chandler) in [("a", store.chandler), ("b", reader), ("c", reader)] {
                let path = "\(bench.scratch.path)/\(name).html"
                _ = try await chandler.run("report", "--out", path, "--at", "2024-04-03")
                    .succeeded()
                pages.append(try page(path))
            }
            #expect(pages[0] == pages[1], "another login sees something else")
            #expect(pages[1] == pages[2], "the same data, another page")
            #expect(
                !pages[1].contains(Self.password)
                    && !pages[1].contains("127.0.0.1:\(database.cluster.port)")
            )
            #expect(try database.state() == before)
            let runs = try database.count("ingest_runs")
            #expect(runs == 3, "a report is no run of the ledger")
        }

        @Test func anEmptyDatabaseStaysEmptyAndGetsAPage() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let run = try await Chandler(database: database).run("report", "--out", "-").succeeded()
            #expect(run.output.hasPrefix("<!DOCTYPE html>") && run.output.hasSuffix("</html>\n"))
            #expect(run.output.contains("chandler ingest --symbol"))
            #expect(
                try database.count("pg_class", where: "relnamespace = 'public'::regnamespace") == 0
            )
            _ = try await Chandler(database: database).run("db", "migrate").succeeded()
            let migrated = try await Chandler(database: database)
                .run("report", "--out", "-", "--at", "2024-01-01").succeeded()
            #expect(migrated.output.contains("No series is stored"))
        }

        @Test func aSchemaThatIsBehindIsNotChanged() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            _ = try await chandler.run("db", "migrate", "--to", "11").succeeded()
            let run = try await chandler.run("report", "--out", "-")
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.errors.contains("db migrate"))
            #expect(run.output == "")
            #expect(try database.value("SELECT max(version) FROM schema_migrations") == "11")
        }

        @Test func aPageThatCannotBeWrittenLeavesTheOldOne() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            let scratch = try ScratchFolder()
            for path in ["\(scratch.path)/no/such/report.html", scratch.path] {
                let run = try await chandler.run("report", "--out", path)
                #expect(run.exitCode == 73, "\(run)")
                #expect(run.errors.contains(path))
            }
            #expect(try filesBelow(scratch.path).isEmpty)
            let old = try scratch.write("old", to: "report.html")
            _ = try await chandler.run("report", "--out", old).succeeded()
            #expect(try page(old).hasPrefix("<!DOCTYPE html>"))
            #expect(try filesBelow(scratch.path).keys.sorted() == ["report.html"])
        }

        @Test func datasetsOfTheLedgerAreShownWhileTheyAreThere() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let folder = "\(bench.scratch.path)/eth <1>"
            _ = try await store.ingest("ETHUSDT", from: "2024-03-01", "--training", folder)
                .succeeded()
            let words = ["report", "--out", "-", "--at", "2024-04-03"]
            let shown = try await store.chandler.run(words).succeeded().output
            #expect(shown.contains("eth &lt;1&gt;"))
            #expect(!shown.contains("eth <1>"))
            let twice = try await store.chandler.run(words + ["--dataset", folder]).succeeded()
            #expect(twice.output == shown, "a folder that is named and known stands once")
            try FileManager.default.removeItem(atPath: folder)
            let without = try await store.chandler.run(words).succeeded().output
            #expect(without.contains("No dataset was found"))
            let named = try await store.chandler.run(words + ["--dataset", folder])
            #expect(named.exitCode == 64, "\(named)")
            #expect(named.output == "")
        }

        @Test func wrongWordsAreUsageFaults() async throws {
            for words in [
                ["--runs", "0"], ["--runs", "501"], ["--out", ""], ["--out", "-", "--json"],
                ["--at", "soon"], ["--venue", "nowhere"], ["--symbol", "BTC-USDT"],
            ] {
                let run = try await Chandler(environment: [:]).run(["report"] + words)
                #expect(run.exitCode == 64, "\(run)")
            }
        }
    }
}
