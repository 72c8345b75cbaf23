import ChandlerPostgres
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

extension DoctorTests {
    @Test func aSessionThatWaitsForAnotherIsFound() async throws {
        var bench = try await DoctorBench()
        bench.thresholds.lockWaitSeconds = 0
        let database = bench.database
        try database.execute("CREATE TABLE contested (a int); INSERT INTO contested VALUES (1)")
        let holder = try database.connect()
        var waiter: Task<Void, any Error>?
        func waiting() throws -> Bool {
            try database.value(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND waitstart IS NOT NULL"
            ) == "1"
        }
        try await check(bench, "locks.waiting", .warning) {
            try holder.execute("BEGIN; UPDATE contested SET a = 2")
            waiter = Task.detached { try database.execute("UPDATE contested SET a = 3") }
            try bench.server.wait("a session waits") { try waiting() }
        } mend: {
            try holder.execute("ROLLBACK")
            try bench.server.wait("no session waits") { try !waiting() }
        }
        try await waiter?.value
        #expect(try database.value("SELECT a FROM contested") == "3")
    }

    @Test func aTransactionThatDoesNothingIsFound() async throws {
        var bench = try await DoctorBench()
        bench.thresholds.idleTransactionSeconds = 0
        let session = try bench.database.connect()
        try await check(bench, "transactions.idle", .warning) {
            try session.execute("BEGIN; SELECT txid_current()")
        } mend: {
            try session.execute("ROLLBACK")
        }
    }

    @Test func aPreparedTransactionIsFound() async throws {
        var bench = try await DoctorBench()
        bench.thresholds.longTransactionSeconds = 0
        let database = bench.database
        try await check(bench, "transactions.prepared", .warning) {
            let session = try database.connect()
            try session.execute("BEGIN")
            try session.execute("CREATE TABLE later (a int)")
            try session.execute("PREPARE TRANSACTION 'it''s'")
        } mend: {
            try database.execute("ROLLBACK PREPARED 'it''s'")
        }
    }

    @Test func aLockThatAnIdleSessionKeepsIsFound() async throws {
        var bench = try await DoctorBench()
        bench.thresholds.idleLockSeconds = 0
        let session = try bench.database.connect()
        try session.execute("SET application_name = 'chandler ingest run 1'")
        try await check(bench, "locks.advisory", .warning) {
            try session.execute("SELECT pg_advisory_lock(7)")
        } mend: {
            try session.execute("SELECT pg_advisory_unlock(7)")
        }
    }

    @Test func anInvalidIndexIsFound() async throws {
        let bench = try await DoctorBench()
        let database = bench.database
        try database.execute("CREATE TABLE notes (a int); INSERT INTO notes VALUES (1), (1)")
        try await check(bench, "indexes.invalid", .warning) {
            let session = try database.connect()
            #expect(throws: PostgresError.self) {
                try session.execute("CREATE UNIQUE INDEX CONCURRENTLY notes_a ON notes (a)")
            }
        } mend: {
            try database.execute("DROP INDEX notes_a")
        }
    }

    @Test func anIndexOfOursThatIsInvalidIsToldOnce() async throws {
        let bench = try await DoctorBench()
        let database = bench.database
        try await check(bench, "indexes.invalid", .warning) {
            try database.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'orders_symbol_idx'::regclass"
            )
        } mend: {
            try database.execute("REINDEX INDEX CONCURRENTLY orders_symbol_idx")
        }
    }

    @Test func anUnloggedTableIsFound() async throws {
        try await check(
            "tables.unlogged",
            .warning,
            plant: "ALTER TABLE bot_settings SET UNLOGGED",
            mend: "ALTER TABLE bot_settings SET LOGGED"
        )
    }

    @Test func aSequenceNearItsEndIsFound() async throws {
        try await check(
            "sequences",
            .warning,
            plant: "CREATE TABLE tickets (id serial); SELECT setval('tickets_id_seq', 1900000000)",
            mend:
                "ALTER TABLE tickets ALTER id TYPE bigint; ALTER SEQUENCE tickets_id_seq AS bigint"
        )
        try await check(
            "sequences",
            .broken,
            plant: "CREATE TABLE tickets (id serial); SELECT setval('tickets_id_seq', 2140000000)",
            mend: "DROP TABLE tickets"
        )
    }

    @Test func deadRowsAreFound() async throws {
        var bench = try await DoctorBench()
        bench.thresholds.deadRows = 500
        let database = bench.database
        func dead() throws -> Int {
            Int(
                try database.value(
                    "SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'worn'"
                )
            ) ?? 0
        }
        try await check(bench, "vacuum.dead_rows", .warning) {
            try database.execute(
                """
                CREATE TABLE worn (a int) WITH (autovacuum_enabled = off);
                INSERT INTO worn SELECT generate_series(1, 1000);
                UPDATE worn SET a = -a
                """
            )
            try bench.server.wait("dead rows are counted") { try dead() >= 1_000 }
        } mend: {
            try database.execute("VACUUM worn")
            try bench.server.wait("the vacuum is counted") { try dead() == 0 }
        }
    }

    @Test func duplicateIndexesAreANotice() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute(
            """
            CREATE TABLE notes (a int, b int);
            CREATE INDEX one ON notes (a); CREATE INDEX two ON notes (a);
            CREATE INDEX three ON notes (a DESC); CREATE INDEX four ON notes (a) WHERE b > 0
            """
        )
        let finding = await bench.examine()["indexes.duplicate"]
        #expect(finding?.severity == .notice)
        #expect(finding?["indexes"] == .texts(["one = two"]))
    }
}
