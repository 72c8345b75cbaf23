import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

extension DoctorTests {
    /// What is proposed helps in the state in which it is proposed.
    @Test func theRemedyOfAHoleMakesTheMonthWithItsRights() async throws {
        let bench = try await DoctorBench()
        try RoleSet(try bench.database.connect()).apply()
        try bench.database.execute("DROP TABLE \(bench.month(-2))")
        let hole = await bench.examine()["partitions.holes"]
        let command = try #require(hole?.command)
        #expect(command.hasPrefix("chandler db psql -- -c \"SELECT chandler_upkeep.ensure_month("))
        try bench.database.execute(
            String(command.dropFirst("chandler db psql -- -c \"".count).dropLast())
        )
        let after = await bench.examine()
        #expect(after["partitions.holes"]?.severity == .healthy, "\(after.words)")
        #expect(after["roles.rights"]?.severity == .healthy, "\(after.words)")
    }

    @Test func rolesAreLookedAtOnceTheyAreApplied() async throws {
        let bench = try await DoctorBench()
        let before = await bench.examine()
        #expect(before["roles.rights"] == nil)
        #expect(before["roles.superuser"]?.severity == .notice)
        #expect(before["roles.superuser"]?.command == "chandler db roles apply")
        try RoleSet(try bench.database.connect()).apply()
        let after = await bench.examine()
        #expect(after["roles.rights"]?.severity == .healthy, "\(after.words)")
        let own = after["roles.superuser"]
        #expect(own?.severity == .healthy && own?.command == nil, "\(after.words)")
        #expect(own?.words.contains("steps down to chandler_app") == true)
        let other = await bench.examine(as: try DoctorBench.configuration(bench.database))
        #expect(other["roles.superuser"]?.severity == .warning)
        #expect(other["roles.superuser"]?.command == "chandler db roles rotate app")

        try bench.database.execute("GRANT SELECT ON audit_log TO PUBLIC")
        let open = await bench.examine()["roles.rights"]
        #expect(open?.severity == .warning)
        #expect(open?.words.contains("audit_log") == true, "\(open?.words ?? "")")
        #expect(open?.command == "chandler db roles apply")
        try RoleSet(try bench.database.connect()).apply()
        #expect(await bench.complaints() == [:])
    }

    @Test(arguments: [
        (
            "CREATE OR REPLACE FUNCTION audit_log_write() RETURNS trigger LANGUAGE plpgsql "
                + "SECURITY DEFINER SET search_path = pg_catalog, pg_temp "
                + "AS 'BEGIN RETURN NULL; END'", "audit_log_write has another body"
        ),
        (
            "ALTER FUNCTION chandler_upkeep.ensure_month RESET ALL",
            "chandler_upkeep.ensure_month has no search_path"
        ),
        (
            "ALTER FUNCTION chandler_upkeep.make_month SECURITY INVOKER",
            "chandler_upkeep.make_month does not act as its owner"
        ), ("DROP FUNCTION audit_log_refuse CASCADE", "audit_log_refuse is missing"),
    ]) func aChangedFunctionIsFound(sql: String, words: String) async throws {
        let bench = try await DoctorBench()
        let healthy = await bench.examine()["schema.functions"]
        #expect(healthy?.severity == .healthy, "\(healthy?.words ?? "")")
        #expect(healthy?["functions"] == .int(16), "as many as the migrations make")
        try bench.database.execute(sql)
        let finding = await bench.examine()["schema.functions"]
        #expect(finding?.severity == .warning)
        #expect(finding?.words.contains(words) == true, "\(finding?.words ?? "")")
    }

    @Test func nobodyMakesMonthsOfOtherCenturies() async throws {
        let bench = try await DoctorBench()
        for month in ["1969-12-01", "9999-12-01", "0001-01-01"] {
            do {
                try bench.database.execute(
                    "SELECT chandler_upkeep.ensure_month('market_data', '\(month)')"
                )
                Issue.record("the month \(month) was made")
            } catch let error as PostgresError {
                #expect(error.sqlState?.rawValue == "22023", "\(error)")
            }
        }
        try bench.database.execute(
            """
            SELECT chandler_upkeep.ensure_month('market_data', '1970-01-01');
            SELECT chandler_upkeep.ensure_month('market_data',
                date_trunc('month', now() + interval '119 months')::date)
            """
        )
    }

    @Test func statementsThatAreNotMeasuredAreANotice() async throws {
        let bench = try await DoctorBench()
        let absent = await bench.examine()["statements"]
        #expect(absent?.severity == .notice)
        let command = try #require(absent?.command)
        #expect(command.contains("SET shared_preload_libraries = 'pg_stat_statements'"))
        #expect(
            command.hasSuffix(
                "chandler db stop && chandler db start && chandler db psql -- -c \"CREATE "
                    + "EXTENSION IF NOT EXISTS pg_stat_statements\""
            )
        )
        try bench.database.execute("CREATE EXTENSION pg_stat_statements")
        let made = await bench.examine()
        #expect(made["statements"]?.severity == .notice, "\(made.words)")
        #expect(made["statements"]?.words.contains("is not loaded") == true, "\(made.words)")
        #expect(made["statements"]?.command?.hasSuffix("chandler db start") == true)
        let other = await bench.examine(as: try DoctorBench.configuration(bench.database))
        #expect(other["statements"]?.command == nil, "another's server is not restarted from here")
    }

    @Test func backupsAreProposedAsTheyCanBeMade() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute("DELETE FROM backup_checks")
        let dumps = "chandler backup --logical && chandler backup verify --logical"
        // The bench's WAL goes elsewhere.
        #expect(await bench.examine()["backup"]?.command == dumps)
        try bench.server.set("archive_command", "")
        let both = "chandler backup && chandler backup verify"
        #expect(await bench.examine()["backup"]?.command == "chandler backup setup && \(both)")
        let ours = "true --stanza=chandler"
        try bench.server.set("archive_command", ours)
        #expect(await bench.examine()["backup"]?.command == both)
        let other = await bench.examine(as: try DoctorBench.configuration(bench.database))
        #expect(other["backup"]?.command == dumps)
        try bench.server.set("archive_command", "true")
    }

    @Test func aBackupThatCameBackOtherwiseIsFollowedByAFullOne() async throws {
        let bench = try await DoctorBench()
        try bench.server.set("archive_command", "true --stanza=chandler")
        try bench.database.execute("UPDATE backup_checks SET ok = false, failure = 'damaged'")
        let finding = await bench.examine()["backup"]
        #expect(finding?.command == "chandler backup --full && chandler backup verify")
        try bench.server.set("archive_command", "true")
    }

    @Test func aPreparedTransactionIsNoSessionToEnd() async throws {
        var bench = try await DoctorBench()
        bench.thresholds.lockWaitSeconds = 0
        let database = bench.database
        try database.execute("CREATE TABLE held (a int)")
        try database.execute("BEGIN; LOCK TABLE held; PREPARE TRANSACTION 'held'")
        let waiter = Task.detached { try database.execute("INSERT INTO held VALUES (1)") }
        try bench.server.wait("a session waits") {
            try database.value("SELECT count(*) FROM pg_locks WHERE NOT granted") == "1"
        }
        let finding = await bench.examine()["locks.waiting"]
        try database.execute("ROLLBACK PREPARED 'held'")
        try await waiter.value
        #expect(finding?.words.hasSuffix("for a prepared transaction") == true)
        #expect(finding?.command?.contains("pg_prepared_xacts") == true)
    }

    @Test func anIndexThatWasAddedIsTheOneToDrop() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute(
            """
            CREATE TABLE notes (a int);
            CREATE INDEX expected ON notes (a); CREATE INDEX added ON notes (a)
            """
        )
        let finding = await bench.examine()["indexes.duplicate"]
        #expect(finding?["indexes"] == .texts(["expected = added"]))
    }

    @Test func weakPasswordsAreNamedAlsoWhereNewOnesAreWeak() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute(
            "SET password_encryption = 'md5'; CREATE ROLE doctor_md5 LOGIN PASSWORD 'x'"
        )
        try bench.server.set("password_encryption", "md5")
        let finding = await bench.examine()["roles.md5"]
        try bench.server.set("password_encryption", "scram-sha-256")
        try bench.database.execute("DROP ROLE doctor_md5")
        #expect(finding?["roles"] == .texts(["doctor_md5"]), "\(finding?.words ?? "")")
        #expect(finding?.words.contains("password_encryption") == true)
    }
}
