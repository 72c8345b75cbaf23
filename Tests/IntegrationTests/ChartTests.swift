import FixtureExchange
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Stored candles as characters and as pictures.
    @Suite struct ChartTests {
        private func loaded() async throws -> TestStore {
            let bench = try await Workbench()
            let store = try bench.store()
            _ = try await store.chandler.run(
                store.ingestWords("BTCUSDT", from: "2024-03-30", ["--indicators", "core"])
            ).succeeded()
            return store
        }

        private func words(_ more: String...) -> [String] {
            ["chart", "--symbol", "BTCUSDT"] + more
        }

        @Test func candlesAreDrawnInTheTerminalAndNothingIsWritten() async throws {
            let store = try await loaded()
            let before = try store.database.state()
            let run = try await store.chandler.run(words("--last", "60")).succeeded()
            let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[0].hasPrefix("binance BTCUSDT 1m"))
            #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 }, "\(run)")
            #expect(!run.output.contains("\u{1B}"), "no colours where no terminal is")
            #expect(run.output.contains("┃ up █ down"))
            let joined = try await store.chandler.run(words("--last", "500", "--width", "100"))
                .succeeded()
            #expect(joined.output.contains("candles of 1m"), "\(joined)")
            #expect(try store.database.state() == before)
        }

        @Test func aReaderMayDrawAndADatabaseWithoutASchemaStaysEmpty() async throws {
            let store = try await loaded()
            _ = try? store.database.execute(
                "CREATE ROLE it_chart LOGIN PASSWORD 'it_chart_password'"
            )
            _ = try await store.chandler.run("db", "roles", "apply", "--login", "it_chart=reader")
                .succeeded()
            let port = store.database.cluster.port
            let reader = Chandler(environment: [
                "POSTGRES_URL":
                    "postgresql://it_chart:it_chart_password@127.0.0.1:\(port)/\(store.database.name)"
            ])
            let run = try await reader.run(words("--json", "--indicators", "sma_20,rsi_14"))
                .succeeded().document()
            #expect(run["candles"].int == 200 && run["missing"].int == 0, "\(run)")
            #expect(run["indicators"].elements.map(\.text) == ["sma_20", "rsi_14"])
            let empty = try TestCluster.shared().makeDatabase()
            let none = try await Chandler(database: empty).run(words("--json"))
            #expect(none.exitCode == 65, "\(none)")
            #expect(none.errors.contains("binance BTCUSDT 1m is not stored"))
            #expect(
                try empty.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"
            )
        }

        @Test func picturesAreWrittenWhole() async throws {
            let store = try await loaded()
            let scratch = try ScratchFolder("chart")
            let svg = "\(scratch.path)/chart.svg"
            let run = try await store.chandler.run(
                words("--indicators", "sma_20,bb,macd", "--theme", "dark", "--out", svg, "--json")
            ).succeeded().document()
            let text = try String(contentsOfFile: svg, encoding: .utf8)
            #expect(text.hasPrefix("<svg ") && text.hasSuffix("</svg>\n"))
            #expect(run["file"]["bytes"].int == text.utf8.count)
            #expect(text.contains("bb_20_2"))
            let nowhere = try await store.chandler.run(words("--out", "/nowhere/chart.svg"))
            #expect(nowhere.exitCode == 73, "\(nowhere)")
            let other = try await store.chandler.run(words("--out", "\(scratch.path)/chart.gif"))
            #expect(other.exitCode == 64, "\(other)")
            var bare = store.chandler
            bare.environment["PATH"] = "\(scratch.path)"
            let absent = try await bare.run(words("--out", "\(scratch.path)/chart.png"))
            #expect(absent.exitCode == 78, "\(absent)")
            #expect(absent.errors.contains("librsvg2-bin") && absent.errors.contains(".svg"))
            #expect(try filesBelow(scratch.path).keys.sorted() == ["chart.svg"])
        }

        @Test(
            .enabled(
                if: FileManager.default.isExecutableFile(atPath: "/usr/bin/rsvg-convert")
                    || TestPlaces.isCI,
                "rsvg-convert is not installed (librsvg2-bin)"
            )
        )
        func aPictureOfPixelsHasTheSizeAskedFor() async throws {
            let store = try await loaded()
            let scratch = try ScratchFolder("chart")
            let png = "\(scratch.path)/chart.png"
            _ = try await store.chandler.run(
                words("--out", png, "--width", "600", "--height", "400", "--scale", "2")
            ).succeeded()
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: png)))
            #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            func number(_ place: Int) -> Int {
                bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            }
            #expect(number(16) == 1_200 && number(20) == 800)
            #expect(try filesBelow(scratch.path).keys.sorted() == ["chart.png"])
        }

        @Test func candlesOfAPoolAreDrawnWithTheirSilence() async throws {
            let bench = try await Workbench(
                options: ["--silent-percent", "40", "--pool-symbol", "BTCUSDT"]
            )
            let store = try bench.store()
            let pool = ["--pool", FixtureTokens.memecoinPool]
            _ = try await store.chandler.run(
                [
                    "ingest", "--venue", "geckoterminal", "--base-url", bench.exchange.baseURL,
                    "--limit", "1000/1s", "--from", "2024-04-02",
                ] + pool
            ).succeeded()
            let run = try await store.chandler.run(["chart", "--json", "--last", "60"] + pool)
                .succeeded().document()
            #expect(run["mint"].text == FixtureTokens.memecoin)
            #expect((run["candles"].int ?? 0) + (run["missing"].int ?? 0) <= 60)
            #expect((run["missing"].int ?? 0) > 5, "\(run)")
            let drawn = try await store.chandler.run(["chart", "--last", "60"] + pool).succeeded()
            #expect(drawn.output.contains("missing, left empty"), "\(drawn)")
        }

        @Test func whatIsNotStoredIsSaid() async throws {
            let store = try await loaded()
            let unknown = try await store.chandler.run("chart", "--symbol", "XYZUSDT")
            #expect(unknown.exitCode == 65, "\(unknown)")
            #expect(unknown.errors.contains("is not stored; nothing was drawn; load it with"))
            let before = try await store.chandler.run(
                words("--from", "2020-01-01", "--to", "2020-02-01")
            )
            #expect(before.exitCode == 65, "\(before)")
            #expect(before.errors.contains("nothing in the span asked for"))
            let typo = try await store.chandler.run(words("--indicators", "smaa_20"))
            #expect(typo.exitCode == 64, "\(typo)")
            #expect(typo.errors.contains("sma_20"))
            let both = try await store.chandler.run(words("--pool", "abc"))
            #expect(both.exitCode == 64, "\(both)")
            let pool = try await store.chandler.run("chart", "--pool", "abc")
            #expect(pool.exitCode == 65, "\(pool)")
        }
    }
}
