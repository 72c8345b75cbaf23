import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport

/// A migrated database and a folder for the files that are loaded into it.
struct ImportWorkshop {
    let database: TestDatabase
    let scratch: ScratchFolder

    init() async throws {
        database = try TestCluster.shared().makeDatabase()
        scratch = try ScratchFolder("import")
        let lane = try StoreLane(
            try ConnectionConfiguration(databaseURL: database.url),
            applicationName: "test"
        )
        _ = try await lane.migrate()
    }

    /// Loads a text as if it were a file.
    @discardableResult
    func load(
        _ text: String,
        into table: String,
        as name: String = "rows.csv",
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> ImportReport {
        try load(file: try scratch.write(text, to: name), into: table, change)
    }

    /// Loads a file.
    @discardableResult
    func load(
        file: String,
        into name: String,
        over connection: PostgresConnection? = nil,
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> ImportReport {
        guard let table = ImportTable.named(name) else {
            throw TestFailure("\(name) is not imported")
        }
        var options = ImportOptions(table: table, path: file)
        change(&options)
        return try TableImport(try connection ?? database.connect(), options).run()
    }

    /// What a failed load says.
    func failure(
        _ text: String,
        into table: String,
        as name: String = "rows.csv",
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> WarehouseError {
        do {
            let report = try load(text, into: table, as: name, change)
            throw TestFailure("the import of \(text.prefix(200)) succeeded: \(report)")
        } catch let error as WarehouseError {
            return error
        }
    }

    /// Rows as texts, columns joined by `|`, NULL as `-`.
    func rows(_ columns: String, from table: String, order: String = "1") throws -> [String] {
        let texts = columns.split(separator: ",").map { "(\($0))::text" }.joined(separator: ", ")
        return try database.column(
            """
            SELECT array_to_string(ARRAY[\(texts)], '|', '-') FROM \(table) ORDER BY \(order)
            """
        )
    }
}

extension ImportReport {
    /// The counts in one line, for comparison.
    var counts: String {
        "\(inserted) inserted, \(updated) updated, \(unchanged) unchanged, \(repeated) repeated, "
            + "\(rejected) rejected"
    }

    /// Rules with their first lines, whatever the reasons.
    var rules: [String: [Int]] {
        Dictionary(rejects.map { ($0.rule, $0.lines) }) { ($0 + $1) }
            .mapValues { Array($0.sorted().prefix(5)) }
    }
}
