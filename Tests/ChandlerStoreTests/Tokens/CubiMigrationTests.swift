import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct CubiMigrationTests {
    private func columns(_ connection: PostgresConnection) throws -> [String] {
        try connection.query(
            """
            SELECT table_schema || '.' || table_name || '.' || column_name || ' ' || data_type
                || ' ' || coalesce(character_maximum_length::text, '') || ' ' || is_nullable
            FROM information_schema.columns WHERE table_schema IN ('public', 'cubi') ORDER BY 1
            """
        ).map { try $0.text(0) }
    }

    private func reject(_ symbol: String, _ connection: PostgresConnection) throws {
        try connection.query(
            """
            INSERT INTO ingest_rejects (symbol, "interval", venue, rule, reason, payload, host,
                path, fetched_at, run_id) VALUES ($1::text, '1m', 'v', 'r', 'r', $1::text, 'h', 'p', now(), 1)
            """,
            [.text(symbol)]
        )
    }

    @Test func theFourthStepIsCubi() {
        #expect(Migration.all[3].version == 4)
        #expect(Migration.all[3].name == "cubi")
    }

    @Test func theWayBackWorksOnDataAndTheWayForthAgain() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        let migrator = Migrator(connection: connection)
        _ = try migrator.migrate(to: 3)
        let before = try columns(connection)
        try reject("BTCUSDT", connection)
        _ = try migrator.migrate(to: 4)
        let after = try columns(connection)
        #expect(after.contains("cubi.token_data.mint character varying 44 NO"))
        #expect(after.contains("public.ingest_rejects.symbol text  NO"))
        try reject("8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj", connection)
        try connection.execute(
            """
            INSERT INTO cubi.token_data (mint, network, source, observed_at, origins, raw_data)
            VALUES ('m', 'n', 's', now(), '{}', '{}')
            """
        )
        #expect(try migrator.rollback(to: 3).map(\.name) == ["cubi"])
        #expect(try columns(connection) == before)
        let kept = try connection.query("SELECT string_agg(symbol, ',') FROM ingest_rejects")
        #expect(try kept.firstRow().text(0) == "BTCUSDT")
        _ = try migrator.migrate(to: 4)
        #expect(try columns(connection) == after)
    }

    @Test func everyColumnThatNeedsWordsHasThem() async throws {
        let connection = try PostgresConnection(try await TestCluster.database())
        let comment = try connection.query(
            """
            SELECT col_description('cubi.token_series'::regclass, attnum) FROM pg_attribute
            WHERE attrelid = 'cubi.token_series'::regclass AND attname = 'coverage'
            """
        ).firstRow().text(0)
        #expect(comment.contains("silent"))
    }
}
