import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct RunLedgerMigrationTests {
    /// Runs of a database of version 11: one of each kind of report.
    private static let earlierRuns = """
        INSERT INTO ingest_runs (command, arguments, version, status, exit_code, report,
            finished_at)
        VALUES
        ('ingest', '{"arguments": ["ingest"]}', '0.1.0', 'succeeded', 0,
            '{"series": [{"inserted": 40, "updated": 2}, {"inserted": 5, "updated": "odd"}],
              "requests": {"sent": 9, "retried": 1, "bytes_received": 12345678901}}', now()),
        ('tokens', '{}', '0.1.0', 'succeeded', 0, '{"inserted": 7, "requests": {"sent": 2}}',
            now()),
        ('forget', '{}', '0.1.0', 'failed', 65, '{}', now()),
        ('maintain', '{}', '0.1.0', 'succeeded', 0, '"no object"', now()),
        ('ingest', '{}', '0.1.0', 'running', NULL, NULL, NULL);
        INSERT INTO system_logs (component, level, message, details) VALUES
            ('bot', 'INFO', 'hello', '{"a": 1}');
        """

    private static let runs = """
        SELECT string_agg(ROW(run_id, command, arguments, version, status, exit_code, error,
            report, started_at, finished_at)::text, E'\\n' ORDER BY run_id) FROM ingest_runs
        """

    private func text(_ connection: PostgresConnection, _ sql: String) throws -> String {
        try connection.query(sql).firstRow().textIfPresent(0) ?? ""
    }

    private func definition(_ connection: PostgresConnection) throws -> String {
        try text(connection, "SELECT prosrc FROM pg_proc WHERE proname = 'ingest_runs_log'")
    }

    @Test func rowsStayOnTheWayUpAndDownAndOldReportsGiveTheFigures() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        let migrator = Migrator(connection: connection)
        _ = try migrator.migrate(to: 11)
        try connection.execute(Self.earlierRuns)
        let before = try text(connection, Self.runs)
        let logs = try text(connection, "SELECT string_agg(l::text, '|') FROM system_logs AS l")
        let function = try definition(connection)
        #expect(try migrator.migrate().map(\.version) == [12])
        #expect(try text(connection, Self.runs) == before)
        let figures = try connection.query(
            """
            SELECT concat_ws(' ', rows, bytes, requests, retries) FROM ingest_runs ORDER BY run_id
            """
        ).map { try $0.text(0) }
        #expect(figures == ["47 12345678901 9 1", "7 0 2 0", "0 0 0 0", "0 0 0 0", "0 0 0 0"])
        #expect(
            try text(connection, "SELECT string_agg(l::text, '|') FROM system_logs AS l") == logs,
            "the migration itself logs nothing"
        )
        #expect(try migrator.rollback(to: 11).map(\.version) == [12])
        #expect(try text(connection, Self.runs) == before)
        #expect(try definition(connection) == function)
        #expect(try migrator.migrate().map(\.version) == [12])
        #expect(try text(connection, Self.runs) == before)
    }

    @Test func theDatabaseIsAsExpectedAfterwards() async throws {
        let configuration = try await TestCluster.emptyDatabase()
        let lane = try StoreLane(configuration, applicationName: "chandler tests")
        _ = try await lane.migrate(to: 11)
        _ = try await lane.migrate()
        let comparison = try await lane.compareSchema()
        #expect(comparison.version == 12)
        let different = comparison.relations.filter { $0.verdict != .asExpected }
        #expect(different.map { "\($0.name) \($0.facts.compactMap(\.difference))" } == [])
    }

    /// A run that a crash left behind before the step is closed, and told of, after it.
    @Test func aRunOfBeforeTheStepThatIsLostIsClosedAndLogged() async throws {
        let configuration = try await TestCluster.emptyDatabase()
        let lane = try StoreLane(configuration, applicationName: "chandler tests")
        _ = try await lane.migrate(to: 11)
        let connection = try PostgresConnection(configuration)
        try connection.execute(
            """
            INSERT INTO ingest_runs (command, arguments, version, started_at)
            VALUES ('ingest', '{}', '0.1.0', now() - interval '1 hour')
            """
        )
        _ = try await lane.migrate()
        #expect(try await lane.run(1)?.standing == .lost)
        _ = try await lane.beginRun(command: "ingest", arguments: "{}", version: "1")
        #expect(try await lane.run(1)?.standing == .interrupted)
        let log = try #require(try await lane.logs(ofRun: 1))
        #expect(log.map(\.level) == ["WARNING"])
        #expect(
            log.first?.message
                == "run 1 (ingest) interrupted: the program ended without saying how"
        )
    }
}
