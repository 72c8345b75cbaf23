import ChandlerPostgres
import Foundation
import TestSupport

/// The database of a pipeline's test case: one of the shared server, or a server of its own.
///
/// The shared server does not care whether its files survive a crash, which the doctor calls broken:
/// where health is looked at, the program runs its embedded server.
final class PipelineDatabase: Sendable {
    /// The variables that lead the program there.
    let variables: [String: String]
    private let shared: TestDatabase?
    private let own: EmbeddedServer

    /// Makes an empty database.
    ///
    /// - Parameters:
    ///   - home: Where the program keeps its own server and archives.
    ///   - isHealthy: Whether it is a server of its own.
    /// - Throws: What the shared server refuses.
    init(home: String, isHealthy: Bool) throws {
        shared = isHealthy ? nil : try TestCluster.shared().makeDatabase()
        own = EmbeddedServer(
            folder: home + "/postgres",
            environment: RunningProgram.plainEnvironment
        )
        variables = ["CHANDLER_HOME": home].merging(
            shared.map { ["POSTGRES_URL": $0.url] } ?? [:]
        ) { $1 }
    }

    deinit { if shared == nil { _ = try? own.stop(.immediate) } }

    /// The first column of an answer; `"null"` for null.
    func column(_ sql: String) throws -> [String] {
        let connection =
            try shared?.connect() ?? PostgresConnection(own.connectionConfiguration)
        return try connection.query(sql).map { try $0.textIfPresent(0) ?? "null" }
    }

    /// The number of rows of a table.
    func count(_ table: String) throws -> Int {
        Int(try column("SELECT count(*) FROM \(table)").first ?? "") ?? -1
    }

    /// Which version of each row of a table is stored.
    func rowVersions(_ table: String) throws -> [String] {
        try column(
            """
            SELECT '\(table) ' || count(*) || ' ' || coalesce(md5(string_agg(
                tableoid || ctid::text || xmin, ' ' ORDER BY tableoid, ctid)), '-')
            FROM \(table)
            """
        )
    }
}
