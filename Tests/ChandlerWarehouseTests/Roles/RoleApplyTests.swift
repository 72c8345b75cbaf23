import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite(.timeLimit(.minutes(20)))
struct RoleApplyTests {
    @Test func applyingTwiceChangesNothingTheSecondTime() async throws {
        let database = try await RoleDatabase(applied: false)
        let roles = RoleSet(try database.database.connect())
        let login = RoleLogin(name: "roles_reader_login", role: .reader)
        let plan = try roles.plan([login])
        #expect(plan.sql.hasPrefix("BEGIN;\n") && plan.sql.hasSuffix("COMMIT;\n"))
        #expect(try roles.plan([login]) == plan)
        _ = try roles.apply([login])
        #expect(try roles.apply([login]).isEmpty)
        #expect(try roles.plan([login]).sql == "")
        #expect(try roles.report().isAsExpected)
        #expect(
            try roles.report().members.contains {
                $0.name == login.name && $0.role == .reader && $0.canLogIn && $0.excess.isEmpty
            }
        )
    }

    /// What is printed for an administrator does the same.
    @Test func thePrintedStatementsCanBeRunByHand() async throws {
        // Another test may be making the roles of the server at this moment: wait for them.
        _ = try await RoleDatabase()
        let database = try await RoleDatabase(applied: false)
        let roles = RoleSet(try database.database.connect())
        try database.database.execute(try roles.plan().sql)
        #expect(try roles.apply().isEmpty)
    }

    @Test(arguments: [
        ("GRANT DELETE ON trades TO chandler_app", "chandler_app has DELETE on public.trades"),
        (
            "GRANT SELECT (parameter_value) ON bot_settings TO chandler_reader",
            "chandler_reader has SELECT (\"parameter_value\") on public.bot_settings"
        ),
        ("GRANT SELECT ON trades TO PUBLIC", "PUBLIC has SELECT on public.trades"),
        (
            "GRANT SELECT ON trades TO chandler_reader WITH GRANT OPTION",
            "chandler_reader has GRANT OPTION FOR SELECT on public.trades"
        ),
        (
            "REVOKE SELECT ON trades FROM chandler_app",
            "chandler_app has no SELECT on public.trades"
        ),
        ("GRANT CREATE ON SCHEMA cubi TO chandler_app", "chandler_app has CREATE on schema cubi"),
        ("ALTER TABLE trades OWNER TO chandler", "table public.trades belongs to chandler"),
        (
            "GRANT EXECUTE ON FUNCTION chandler_upkeep.refresh_view(text) TO PUBLIC",
            "PUBLIC has EXECUTE on function chandler_upkeep.refresh_view(name text)"
        ),
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE chandler_owner IN SCHEMA cubi GRANT DELETE ON TABLES "
                + "TO chandler_app",
            "new tables in schema cubi begin with DELETE for chandler_app"
        ),
    ])
    func whatIsChangedByHandIsSaidAndPutRight(sql: String, problem: String) async throws {
        let database = try await RoleDatabase()
        try database.database.execute(sql)
        let roles = RoleSet(try database.database.connect())
        let report = try roles.report()
        #expect(!report.isAsExpected)
        #expect(report.plan.steps.map(\.problem) == [problem])
        #expect(try roles.apply().steps.map(\.problem) == [problem])
        #expect(try roles.report().isAsExpected)
    }

    @Test func aSuperuserIsNoMember() async throws {
        let database = try await RoleDatabase()
        let connection = try database.database.connect()
        _ = try? connection.execute("CREATE ROLE roles_mighty SUPERUSER LOGIN")
        let roles = RoleSet(connection)
        for (name, words) in [("roles_mighty", "is a superuser"), ("nobody_here", "no such login")]
        {
            let error = #expect(throws: WarehouseError.self) {
                try roles.apply([RoleLogin(name: name, role: .app)])
            }
            #expect(error?.code == .usage && error?.message.contains(words) == true)
        }
        try connection.execute("BEGIN; GRANT chandler_app TO roles_mighty")
        let findings = try roles.report().findings
        try connection.execute("ROLLBACK")
        #expect(findings.count == 1)
        #expect(
            findings.first?.contains("roles_mighty, a member of chandler_app, has superuser")
                == true
        )
    }

    /// Rights that others have are shown, and are the administrator's business.
    @Test func otherRolesAreLeftAlone() async throws {
        let database = try await RoleDatabase()
        try database.database.execute(
            "CREATE TABLE my_notes (a int); GRANT SELECT ON market_data TO plain_role"
        )
        let report = try RoleSet(try database.database.connect()).report()
        #expect(report.isAsExpected)
        #expect(report.others == ["plain_role: public.market_data: SELECT"])
        #expect(
            try database.database.value(
                "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'my_notes'"
            ) == "chandler"
        )
        // New months have it too.
        _ = try await database.lane(.app).ensureMonths(
            of: .marketData,
            [Month(year: 2024, month: 9)]
        )
        #expect(
            try database.database.value(
                "SELECT has_table_privilege('plain_role', 'market_data_y2024m09', 'SELECT')"
            ) == "t"
        )
    }

    @Test func aLoginThatMayNotIsToldWhatAnAdministratorMustDo() async throws {
        let database = try await RoleDatabase(applied: false)
        let before = try database.database.value(
            "SELECT md5(string_agg(concat(relname, relowner, relacl), ' ' ORDER BY oid)) FROM pg_class"
        )
        let roles = RoleSet(try database.connect(.app))
        let error = #expect(throws: WarehouseError.self) { try roles.apply() }
        #expect(error?.code == .permissionDenied, "\(error?.message ?? "")")
        #expect(error?.message.contains("--dry-run") == true)
        #expect(
            before
                == (try database.database.value(
                    "SELECT md5(string_agg(concat(relname, relowner, relacl), ' ' ORDER BY oid)) "
                        + "FROM pg_class"
                ))
        )
    }

    @Test func anEmptyDatabaseHasNoRolesToApply() throws {
        let database = try TestCluster.shared().makeDatabase()
        let error = #expect(throws: WarehouseError.self) {
            try RoleSet(try database.connect()).apply()
        }
        #expect(error?.code == .usage && error?.message.contains("db migrate") == true)
    }

    /// The login that owns the database hands everything over where it may make roles.
    @Test func aDatabaseOwnerWhoMayMakeRolesCanApplyThem() async throws {
        let cluster = try TestCluster.shared()
        _ = try? cluster.connect().execute(
            "CREATE ROLE roles_maker LOGIN CREATEROLE PASSWORD 'roles_maker'"
        )
        if try cluster.connect().serverVersion >= 160_000 {
            // Since then only who made a role, or was given it so, makes members of it.
            _ = try await RoleDatabase()
            try cluster.connect().execute("GRANT chandler_owner TO roles_maker WITH ADMIN OPTION")
        }
        let database = try cluster.makeDatabase(owner: "roles_maker")
        let configuration = cluster.server.connectionConfiguration.with(database: database.name)
            .with("host", "127.0.0.1").with("port", String(cluster.port))
            .with("user", "roles_maker").with("password", "roles_maker")
        let lane = try StoreLane(configuration, applicationName: "test")
        _ = try await lane.migrate()
        let roles = RoleSet(try PostgresConnection(configuration))
        _ = try roles.apply()
        #expect(try roles.apply().isEmpty)
        try await lane.stepDown()
        // It is a member of the owner, but of no other role: it goes on as itself.
        #expect(try await lane.standing().role == "roles_maker")
        #expect(try await lane.rollback(to: 0).count == Migration.all.count)
        #expect(try await lane.migrate().count == Migration.all.count)
        #expect(try await lane.standing().owner == "chandler_owner")
    }

    @Test func onlyTheOwnerMigrates() async throws {
        let database = try await RoleDatabase()
        let owner = try database.lane(.owner)
        _ = try await owner.rollback(to: 9)
        let pending = Migration.all.count - 9
        for role in [DatabaseRole.app, .reader] {
            let lane = try database.lane(role)
            #expect(try await lane.schemaStatus().pending.count == pending)
            do {
                _ = try await lane.migrate()
                Issue.record("\(role) migrated")
            } catch {
                #expect(error.code == .permissionDenied)
                #expect(error.message.contains("belong to role \"chandler_owner\""), "\(error)")
                #expect(error.message.contains("roles_\(role)_login"), "\(error)")
            }
        }
        // The superuser migrates as the owner, so that what is new is the owner's.
        let superuser = try StoreLane(database.configuration, applicationName: "test")
        #expect(try await superuser.migrate().count == pending)
        #expect(try await superuser.standing().role == "chandler_app")
        let roles = RoleSet(try database.connect(.owner))
        _ = try roles.apply()
        #expect(try roles.report().isAsExpected)
        #expect(try await database.lane(.app).migrate().isEmpty)
    }

    @Test func whoeverHasMoreStepsDown() async throws {
        let database = try await RoleDatabase()
        #expect(
            try await StoreLane(database.configuration, applicationName: "test").standing().role
                == "chandler_app"
        )
        #expect(try await database.lane(.app).standing().role == "roles_app_login")
        #expect(try await database.lane(.owner).standing().role == "roles_owner_login")
        // Whoever was given a role by the administrator keeps it.
        let set = try StoreLane(
            database.configuration.with("options", "-c role=chandler_reader"),
            applicationName: "test"
        )
        #expect(try await set.standing().role == "chandler_reader")
        let other = try await RoleDatabase(applied: false)
        #expect(
            try await StoreLane(other.configuration, applicationName: "test").standing().role
                == "chandler"
        )
    }
}
