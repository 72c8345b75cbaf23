import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// What the server says each role may do, beside the table of expectations.
@Suite(.timeLimit(.minutes(20)))
struct RoleMatrixTests {
    private static let words = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER",
    ]

    /// Every relation of Chandler's schemas with its months.
    private static let relations = """
        SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname),
            CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END
                || coalesce(p.relname, c.relname)
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid
            LEFT JOIN pg_class AS p ON p.oid = i.inhparent
        WHERE n.nspname IN ('public', 'cubi', 'chandler_upkeep')
            AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        """

    @Test func everyRelationIsAsTheTableSays() async throws {
        let database = try await RoleDatabase()
        let lane = try database.lane(.app)
        for table in PartitionedTable.all {
            try await lane.ensureMonths(of: table, [Month(year: 2024, month: 3)])
        }
        let connection = try database.database.connect()
        let entries = Dictionary(
            RolePrivileges.relations.map { ($0.name, $0) },
            uniquingKeysWith: { _, _ in preconditionFailure("Invariant: one entry a relation") }
        )
        var compared = 0
        for row in try connection.query(Self.relations) {
            let (relation, name) = (try row.text(0), try row.text(1))
            guard let entry = entries[name] else {
                Issue.record("\(name) is not in RolePrivileges: say who may do what with it")
                continue
            }
            for role in [DatabaseRole.app, .reader] {
                for word in Self.words {
                    let may = try connection.query(
                        "SELECT has_table_privilege($1, $2, $3)",
                        [.text(role.rawValue), .text(relation), .text(word)]
                    ).firstRow().bool(0)
                    let expected = entry.privileges(of: role).names.contains(word)
                    #expect(may == expected, "\(role) \(word) \(relation)")
                    compared += 1
                }
            }
        }
        #expect(compared > 400)
    }

    @Test func everythingBelongsToTheOwner() async throws {
        let database = try await RoleDatabase()
        _ = try await database.lane(.app)
            .ensureMonths(of: .marketData, [Month(year: 2024, month: 3)])
        #expect(
            try database.database.column(
                """
                SELECT c.oid::regclass || ' ' || pg_get_userbyid(c.relowner) FROM pg_class AS c
                WHERE c.relnamespace IN ('public'::regnamespace, 'cubi'::regnamespace)
                    AND c.relowner <> 'chandler_owner'::regrole
                UNION ALL SELECT p.oid::regprocedure || ' ' || pg_get_userbyid(p.proowner)
                FROM pg_proc AS p
                WHERE p.pronamespace IN ('public'::regnamespace, 'cubi'::regnamespace,
                    'chandler_upkeep'::regnamespace) AND p.proowner <> 'chandler_owner'::regrole
                UNION ALL SELECT t.oid::regtype || ' ' || pg_get_userbyid(t.typowner)
                FROM pg_type AS t WHERE t.typtype = 'e' AND t.typowner <> 'chandler_owner'::regrole
                UNION ALL SELECT nspname || ' ' || pg_get_userbyid(nspowner) FROM pg_namespace
                WHERE nspname IN ('cubi', 'chandler_upkeep')
                    AND nspowner <> 'chandler_owner'::regrole
                """
            ) == []
        )
    }

    @Test func theRolesThemselvesHaveNoPower() async throws {
        let database = try await RoleDatabase()
        #expect(
            try database.database.value(
                """
                SELECT count(*) FROM pg_roles
                WHERE rolname IN ('chandler_owner', 'chandler_app', 'chandler_reader')
                    AND NOT rolsuper AND NOT rolcreaterole AND NOT rolcreatedb AND NOT rolcanlogin
                    AND NOT rolreplication AND NOT rolbypassrls
                """
            ) == "3"
        )
        for function in try database.database.column(
            """
            SELECT p.oid::regprocedure FROM pg_proc AS p
            WHERE p.pronamespace IN ('public'::regnamespace, 'chandler_upkeep'::regnamespace)
                AND has_function_privilege('chandler_reader', p.oid, 'EXECUTE')
            """
        ) {
            Issue.record("chandler_reader may call \(function)")
        }
        let callable = try database.database.column(
            """
            SELECT p.proname FROM pg_proc AS p
            WHERE p.pronamespace IN ('public'::regnamespace, 'chandler_upkeep'::regnamespace)
                AND has_function_privilege('chandler_app', p.oid, 'EXECUTE') ORDER BY 1
            """
        )
        #expect(callable == RolePrivileges.functions.sorted())
        // Whatever runs as its owner resolves names in one way.
        #expect(
            try database.database.value(
                """
                SELECT count(*) FROM pg_proc AS p WHERE p.prosecdef AND p.pronamespace IN
                    ('public'::regnamespace, 'cubi'::regnamespace, 'chandler_upkeep'::regnamespace)
                    AND NOT coalesce(array_to_string(p.proconfig, ' ') LIKE '%search_path=%', false)
                """
            ) == "0"
        )
    }

    @Test func everyEntryNamesSomething() async throws {
        let database = try await RoleDatabase()
        let connection = try database.database.connect()
        for entry in RolePrivileges.relations {
            let isThere = try connection.query(
                "SELECT to_regclass($1) IS NOT NULL",
                [.text(entry.name)]
            ).firstRow().bool(0)
            #expect(isThere, "\(entry.name) is not there")
        }
    }
}
