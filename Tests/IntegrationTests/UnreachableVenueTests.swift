import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A venue that cannot be reached or trusted.
    @Suite struct UnreachableVenueTests {
        private func expectNothing(_ run: FinishedProgram, _ database: TestDatabase) throws {
            #expect(run.exitCode == 69, "\(run)")
            #expect(run.errors.contains("127.0.0.1") || run.errors.contains("localhost"), "\(run)")
            #expect(try database.count("market_data") == 0)
            #expect(try database.count("ingest_watermarks") == 0)
        }

        private func ingest(_ url: String, _ more: String...) async throws -> FinishedProgram {
            let database = try TestCluster.shared().makeDatabase()
            let folder = try ScratchFolder()
            let run = try await Chandler(database: database).run(
                [
                    "ingest", "--symbol", "BTCUSDT", "--from", "2024-01-01", "--base-url", url,
                    "--training", folder.path + "/set",
                ] + more
            )
            try expectNothing(run, database)
            #expect(try filesBelow(folder.path) == [:])
            return run
        }

        @Test func aPortWhereNobodyListensEndsWithCode69() async throws {
            let port = try TestCluster.freePort()
            let run = try await ingest("http://127.0.0.1:\(port)", "--patience", "2")
            #expect(run.seconds < 20, "\(run)")
            #expect(run.errors.contains(String(port)), "\(run)")
        }

        @Test func aHostWithoutAddressEndsWithCode69() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let run = try await Chandler(database: database).run(
                "ingest",
                "--symbol",
                "BTCUSDT",
                "--from",
                "2024-01-01",
                "--patience",
                "2",
                "--base-url",
                "http://no-such-host.invalid"
            )
            #expect(run.exitCode == 69, "\(run)")
            #expect(run.errors.contains("no-such-host.invalid"), "\(run)")
        }

        @Test(arguments: ["ftp://127.0.0.1/", "not a url", "http://", "http://127.0.0.1:99999"])
        func aBaseURLThatIsNoneEndsWithAUsageError(url: String) async throws {
            let database = try TestCluster.shared().makeDatabase()
            let run = try await Chandler(database: database).run(
                "ingest",
                "--symbol",
                "BTCUSDT",
                "--from",
                "2024-01-01",
                "--patience",
                "2",
                "--base-url",
                url
            )
            #expect(run.exitCode == 64, "\(run)")
            #expect(run.seconds < 20, "\(run)")
        }

        /// A certificate that nobody vouches for is no matter of patience.
        @Test func aCertificateThatIsNotTrustedEndsWithCode69() async throws {
            let folder = try ScratchFolder("tls")
            let files = ["\(folder.path)/key.pem", "\(folder.path)/certificate.pem"]
            _ = try await RunningProgram([
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                files[0], "-out", files[1],
            ]).end().succeeded()
            let port = try TestCluster.freePort()
            let server = try RunningProgram([
                "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-key", files[0], "-cert",
                files[1], "-www", "-quiet",
            ])
            try await Task.sleep(for: .milliseconds(300))
            try #require(server.exitCode == nil, "\(server.errors)")
            let run = try await ingest("https://localhost:\(port)")
            #expect(run.errors.lowercased().contains("certificate"), "\(run)")
            #expect(run.seconds < 20, "\(run)")
            let wrongName = try await ingest("https://127.0.0.1:\(port)", "--cacert", files[1])
            #expect(wrongName.errors.lowercased().contains("certificate"), "\(wrongName)")
        }

        @Test func theVariableNamesTheVenueToo() async throws {
            let bench = try await Workbench(now: "2024-01-02T00:00:30Z")
            var store = try bench.store()
            store.chandler.environment["CHANDLER_BINANCE_URL"] = bench.exchange.baseURL
            let run = try await store.chandler.run(
                "ingest",
                "--symbol",
                "BTCUSDT",
                "--from",
                "2024-01-01",
                "--json"
            ).succeeded().document()
            #expect(run["series"][0]["inserted"].int == 1_440)
        }
    }
}
