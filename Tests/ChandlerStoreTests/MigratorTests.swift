import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct MigratorTests {
    private static let steps = [
        Migration(
            version: 1,
            name: "first",
            up: "CREATE TABLE one (a int)",
            down: "DROP TABLE one"
        ),
        Migration(
            version: 2,
            name: "second",
            up: "CREATE TABLE two (b int); INSERT INTO two VALUES (7)",
            down: "DROP TABLE two"
        ),
        Migration(
            version: 3,
            name: "third",
            up: "ALTER TABLE one ADD COLUMN c int",
            down: "ALTER TABLE one DROP COLUMN c"
        ),
    ]

    private func tables(_ connection: PostgresConnection) throws -> [String] {
        try connection.query(
            """
            SELECT c.relname FROM pg_class AS c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')
            ORDER BY 1
            """
        ).map { try $0.text(0) }
    }

    @Test func anEmptyDatabaseGetsEveryStepAndLosesThemAgain() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        let migrator = Migrator(connection: connection)
        #expect(try migrator.status().applied.isEmpty)
        #expect(try tables(connection).isEmpty)
        let applied = try migrator.migrate()
        #expect(applied.map(\.version) == Migration.all.map(\.version))
        #expect(try tables(connection).contains("market_data"))
        #expect(try migrator.status().pending.isEmpty)
        #expect(try migrator.migrate().isEmpty)
        let undone = try migrator.rollback(to: 0)
        #expect(undone.map(\.version) == Migration.all.map(\.version).reversed())
        #expect(try tables(connection) == ["schema_migrations"])
        #expect(try migrator.migrate().count == Migration.all.count)
    }

    @Test func theSchemaAfterARoundTripIsTheSchemaBefore() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        let migrator = Migrator(connection: connection)
        func columns() throws -> [String] {
            try connection.query(
                """
                SELECT table_name || '.' || column_name || ' ' || data_type || ' '
                    || coalesce(column_default, '') || ' ' || is_nullable
                FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1
                """
            ).map { try $0.text(0) }
        }
        _ = try migrator.migrate()
        let before = try columns()
        for target in Migration.all.map(\.version).reversed() + [0] {
            _ = try migrator.rollback(to: target)
            _ = try migrator.migrate()
            #expect(try columns() == before)
        }
    }

    @Test func dataOfEarlierStepsSurvivesTheLaterOnes() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        let migrator = Migrator(connection: connection, migrations: Self.steps)
        #expect(try migrator.migrate(to: 1).map(\.version) == [1])
        try connection.execute("INSERT INTO one VALUES (42)")
        #expect(try migrator.migrate().map(\.version) == [2, 3])
        #expect(try connection.query("SELECT a FROM one").firstRow().int64(0) == 42)
        #expect(try migrator.rollback(to: 1).map(\.version) == [3, 2])
        #expect(try connection.query("SELECT * FROM one").columnNames == ["a"])
        #expect(try connection.query("SELECT a FROM one").firstRow().int64(0) == 42)
        #expect(try migrator.migrate(to: 2).map(\.version) == [2])
        #expect(try migrator.migrate(to: 1).isEmpty)
        #expect(try migrator.status().applied.map(\.version) == [1, 2])
    }

    @Test(arguments: [-1, 4, 99])
    func anUnknownVersionIsRefused(version: Int) async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        let migrator = Migrator(connection: connection, migrations: Self.steps)
        #expect(throws: StoreError.self) { try migrator.migrate(to: version) }
        #expect(throws: StoreError.self) { try migrator.rollback(to: version) }
        #expect(try tables(connection).isEmpty)
    }

    @Test func anEditedStepIsNoticedAndNothingIsDone() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        _ = try Migrator(connection: connection, migrations: Self.steps).migrate(to: 2)
        var edited = Self.steps
        edited[1] = Migration(
            version: 2,
            name: "second",
            up: "CREATE TABLE two (b bigint)",
            down: "DROP TABLE two"
        )
        let migrator = Migrator(connection: connection, migrations: edited)
        for attempt in [{ _ = try migrator.migrate() }, { _ = try migrator.rollback(to: 0) }] {
            let error = #expect(throws: StoreError.self) { try attempt() }
            #expect(error?.code == .migrationChanged)
            #expect(error?.message.contains("migration 2 (second)") == true)
        }
        #expect(try tables(connection) == ["one", "schema_migrations", "two"])
    }

    @Test func anEditedWayBackIsNoticedToo() {
        let step = Self.steps[0]
        let edited = Migration(version: 1, name: "first", up: step.up, down: "SELECT 1")
        #expect(step.checksum != edited.checksum)
        #expect(step.checksum.count == 64)
    }

    @Test func aDatabaseOfANewerProgramIsLeftAlone() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        _ = try Migrator(connection: connection, migrations: Self.steps).migrate()
        let older = Migrator(connection: connection, migrations: Array(Self.steps.prefix(2)))
        for attempt in [
            { _ = try older.status() }, { _ = try older.migrate() },
            { _ = try older.rollback(to: 0) },
        ] {
            let error = #expect(throws: StoreError.self) { try attempt() }
            #expect(error?.code == .databaseNewer)
            #expect(error?.message.contains("version 3") == true)
        }
        #expect(try tables(connection) == ["one", "schema_migrations", "two"])
    }

    @Test func aStepThatFailsIsRolledBackWhole() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        var steps = Self.steps
        steps[1] = Migration(
            version: 2,
            name: "half",
            up: "CREATE TABLE two (b int); INSERT INTO two VALUES (1 / 0)",
            down: "DROP TABLE two"
        )
        let migrator = Migrator(connection: connection, migrations: steps)
        let error = #expect(throws: StoreError.self) { try migrator.migrate() }
        #expect(error?.code == .migrationFailed)
        #expect(error?.message.contains("migration 2 (half)") == true)
        #expect(try migrator.status().applied.map(\.version) == [1])
        #expect(try tables(connection) == ["one", "schema_migrations"])
        #expect(try Migrator(connection: connection, migrations: Self.steps).migrate().count == 2)
    }

    @Test func aWayBackThatFailsLeavesTheStep() async throws {
        let connection = try PostgresConnection(try await TestCluster.emptyDatabase())
        var steps = Self.steps
        steps[1] = Migration(
            version: 2,
            name: "stuck",
            up: "CREATE TABLE two (b int)",
            down: "DROP TABLE two; SELECT 1 / 0"
        )
        let migrator = Migrator(connection: connection, migrations: steps)
        _ = try migrator.migrate()
        let error = #expect(throws: StoreError.self) { try migrator.rollback(to: 0) }
        #expect(error?.code == .migrationFailed)
        #expect(try migrator.status().applied.map(\.version) == [1, 2])
        #expect(try tables(connection) == ["one", "schema_migrations", "two"])
    }

    @Test func manyMigratorsAtOnceApplyEachStepOnce() async throws {
        let database = try await TestCluster.emptyDatabase()
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let lane = try StoreLane(database, applicationName: "chandler tests")
                    return try await lane.migrate().count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == [0, 0, 0, 0, 0, Migration.all.count])
    }
}
