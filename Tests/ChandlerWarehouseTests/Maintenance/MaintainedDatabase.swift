import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport

@testable import ChandlerWarehouse

/// A database whose statistics only tests and maintenance change: autovacuum leaves it alone.
final class MaintainedDatabase {
    let database: TestDatabase
    let configuration: ConnectionConfiguration
    /// The superuser's session that tests write with.
    let session: PostgresConnection
    let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))

    init() async throws {
        database = try TestCluster.shared().makeDatabase()
        session = try database.connect()
        configuration = session.configuration
        let lane = try StoreLane(configuration, applicationName: "migrate")
        _ = try await lane.migrate()
        // So that only the tests of months make any.
        for table in PartitionedTable.all {
            try await lane.ensureMonths(of: table, (0...3).map { now.month.advanced(by: $0) })
            try await lane.ensureMonths(of: table, [Month(year: 2024, month: 1)])
        }
        try keepAutovacuumOut()
    }

    func keepAutovacuumOut() throws {
        try session.execute(
            """
            DO $$ DECLARE name text; BEGIN
                FOR name IN SELECT c.oid::regclass FROM pg_class AS c
                    WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384
                        AND c.relnamespace::regnamespace::text IN ('public', 'cubi')
                LOOP EXECUTE format('ALTER %s %s SET (autovacuum_enabled = off)',
                    CASE WHEN (SELECT relkind FROM pg_class WHERE oid = name::regclass) = 'm'
                        THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, name);
                END LOOP;
            END $$
            """
        )
    }

    /// Maintains as the superuser, or as somebody else.
    @discardableResult
    func maintain(
        _ subjects: Set<MaintenanceSubject> = Set(MaintenanceSubject.allCases),
        as role: ConnectionConfiguration? = nil,
        now: Timestamp? = nil,
        _ change: (inout MaintenanceOptions) -> Void = { _ in },
        begin: () async throws -> Void = {}
    ) async throws -> MaintenanceReport {
        try settle()
        var options = MaintenanceOptions(
            subjects: subjects,
            lockTimeout: .milliseconds(200),
            rebuildPatience: .milliseconds(500)
        )
        options.thresholds.bloatBytes = 100_000
        change(&options)
        return try await Maintenance(
            lane: try StoreLane(role ?? configuration, applicationName: "chandler maintain"),
            connection: try PostgresConnection(
                role ?? configuration,
                applicationName: "chandler maintain"
            ),
            options: options,
            now: now ?? self.now
        ).run(begin: begin)
    }

    /// The role that is no superuser, in this database.
    var plainRole: ConnectionConfiguration {
        get throws {
            let password =
                TestCluster.plainPassword
                .addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let configuration = try ConnectionConfiguration.resolve(
                databaseURL: "postgres://\(TestCluster.plainRole):\(password)@127.0.0.1:"
                    + "\(database.cluster.port)/\(database.name)",
                environment: [:]
            )
            guard let configuration else { throw TestFailure("no configuration") }
            return configuration
        }
    }

    /// Waits until the statistics know what the session wrote.
    func settle() throws {
        if session.serverVersion >= 150_000 {
            try session.query("SELECT pg_stat_force_next_flush()")
            try session.query("SELECT 1")
        } else {
            usleep(1_500_000)
        }
    }

    /// Candles of January 2024, a minute apart.
    func addOldCandles(_ count: Int, symbol: String = "BTCUSDT") throws {
        try addCandles(count, symbol: symbol, from: "'2024-01-01 00:00+00'::timestamptz")
    }

    /// Candles of the present month.
    func addNewCandles(_ count: Int, symbol: String = "BTCUSDT") throws {
        try addCandles(count, symbol: symbol, from: "'\(now.month.start)'::timestamptz")
    }

    private func addCandles(_ count: Int, symbol: String, from: String) throws {
        try session.execute(
            """
            INSERT INTO market_data
                (venue, symbol, "interval", "timestamp", open, high, low, close, volume)
            SELECT 'v', '\(symbol)', '1m', \(from) + n * interval '1 minute', 2, 3, 1, 2, n
            FROM generate_series(0, \(count - 1)) AS n
            """
        )
    }

    /// A digest of all rows of every table, the maintenance's own records left out.
    func digests() throws -> [String] {
        let tables = try session.query(
            """
            SELECT c.oid::regclass::text FROM pg_class AS c
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.oid >= 16384
                AND c.relnamespace::regnamespace::text IN ('public', 'cubi')
                AND c.relname NOT IN ('system_logs', 'ingest_runs') ORDER BY 1
            """
        ).map { try $0.text(0) }
        return try tables.map { table in
            let digest = try session.query(
                "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), "
                    + "'') FROM \(table) AS t"
            ).firstRow().text(0)
            return "\(table) \(digest)"
        }
    }

    /// What writes to tables and indexes leave traces in: files, and counts of maintenance.
    func traces() throws -> [String] {
        try session.query("SELECT pg_stat_clear_snapshot()")
        return try session.query(
            """
            SELECT concat_ws(' ', c.oid::regclass, pg_relation_filenode(c.oid), c.relpages,
                c.reltuples, c.relfrozenxid, s.vacuum_count, s.analyze_count, s.n_tup_ins,
                s.n_tup_upd, s.n_tup_del)
            FROM pg_class AS c LEFT JOIN pg_stat_all_tables AS s ON s.relid = c.oid
            WHERE c.oid >= 16384 AND c.relnamespace::regnamespace::text IN ('public', 'cubi')
                AND c.relname NOT LIKE 'system_logs%' ORDER BY 1
            """
        ).map { try $0.text(0) }
    }

    func value(_ sql: String) throws -> String {
        try session.query(sql).firstRow().textIfPresent(0) ?? "null"
    }

    func size(_ relation: String) throws -> Int {
        Int(try value("SELECT pg_relation_size('\(relation)')")) ?? -1
    }

    /// Waits for a condition that another session brings about.
    func wait(for condition: String, _ what: String) async throws {
        for _ in 0..<6_000 {
            if try value("SELECT \(condition)") == "t" { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TestFailure("waited in vain for \(what)")
    }
}

extension MaintenanceReport {
    /// `action target` of every step that came out so.
    func targets(_ outcome: MaintenanceStep.Outcome) -> [String] {
        steps.filter { $0.outcome == outcome }.map { "\($0.action) \($0.target)" }
    }
}
