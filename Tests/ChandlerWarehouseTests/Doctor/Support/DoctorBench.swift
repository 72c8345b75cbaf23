import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import TestSupport

/// A healthy database, and doctors to look at it.
struct DoctorBench {
    let server: DoctorCluster
    let database: TestDatabase
    /// The server's month.
    let now: Month
    var thresholds = DoctorThresholds()
    var surroundings = DoctorSurroundings(environment: RunningProgram.plainEnvironment)

    /// Makes a database with all that a healthy one has: the schema, months, a series that is up
    /// to date, and a verified backup.
    init() async throws {
        server = try DoctorCluster.shared()
        database = try server.cluster.makeDatabase()
        let lane = try StoreLane(try Self.configuration(database), applicationName: "test")
        _ = try await lane.migrate()
        let clock = try database.connect().query("SELECT now()").firstRow()
            .timestampMicroseconds(0)
        now = Timestamp(microseconds: clock).month
        for table in PartitionedTable.all {
            let month = now
            _ = try await lane.ensureMonths(of: table, (-3...1).map { month.advanced(by: $0) })
        }
        // The machine's own disk is no matter of these tests.
        surroundings.volume = { _ in .init(sizeBytes: 1_000_000_000_000, freeBytes: 500_000_000_000)
        }
        surroundings.isServerProcess = { _ in true }
        try addSeries()
        try addBackupCheck()
    }

    /// The address as a person gives it.
    static func configuration(_ database: TestDatabase) throws -> ConnectionConfiguration {
        try ConnectionConfiguration(databaseURL: database.url)
    }

    /// As the owner of the embedded server, who may be a superuser.
    var configuration: ConnectionConfiguration {
        server.cluster.server.connectionConfiguration.with(database: database.name)
    }

    /// As a role that is no superuser, over TCP.
    var plainConfiguration: ConnectionConfiguration {
        get throws {
            try ConnectionConfiguration(
                databaseURL: "host=127.0.0.1 port=\(server.cluster.port) dbname=\(database.name) "
                    + "user=\(TestCluster.plainRole)"
            ).with("password", TestCluster.plainPassword)
        }
    }

    func examine() async -> Diagnosis { await examine(as: configuration) }

    func examine(as configuration: ConnectionConfiguration) async -> Diagnosis {
        await Doctor(configuration, surroundings: surroundings, thresholds: thresholds).examine()
    }

    /// Warnings and worse.
    func complaints() async -> [String: Finding.Severity] { await examine().complaints }

    func addSeries(_ symbol: String = "BTCUSDT") throws {
        try database.connect().query(
            """
            INSERT INTO ingest_watermarks (symbol, "interval", venue, first_open_time, watermark,
                coverage, asked_until, indicators, indicator_fingerprint, run_id)
            SELECT $1, '1d', 'binance', $2, d - interval '1 day',
                tstzmultirange(tstzrange($2, d)), d, '', '', 1
            FROM date_trunc('day', now()) AS d
            """,
            [
                .text(symbol),
                .timestampMicroseconds(now.advanced(by: -3).start.microseconds),
            ]
        )
    }

    func addBackupCheck() throws {
        try database.execute(
            """
            INSERT INTO backup_checks (kind, label, started_at, finished_at, tables_compared,
                rows_compared, ok, version)
            VALUES ('physical', 'b1', now(), now(), 3, 1000, true, '1')
            """
        )
    }

    func month(_ offset: Int) -> String {
        PartitionedTable.marketData.partition(now.advanced(by: offset))
    }

    func bounds(_ offset: Int) -> String {
        let month = now.advanced(by: offset)
        return "FOR VALUES FROM ('\(month.start)') TO ('\(month.end)')"
    }
}

extension Diagnosis {
    /// Warnings and worse.
    var complaints: [String: Finding.Severity] {
        Dictionary(
            findings.filter { $0.severity >= .warning }.map { ($0.id, $0.severity) }
        ) { first, _ in first }
    }

    subscript(_ id: String) -> Finding? { findings.first { $0.id == id } }
}

extension Finding {
    subscript(_ key: String) -> Measure.Value? { values.first { $0.key == key }?.value }
}
