import ChandlerPostgres
import TestSupport
import Testing

extension EndToEnd {
    /// Who may do what, and that loading needs no more than its role.
    @Suite struct RoleTests {
        private static let password = "it_role_password"

        /// A migrated database with its roles, and a login that is a member of one of them.
        private func applied(_ login: String, _ role: String) async throws -> TestDatabase {
            let database = try TestCluster.shared().makeDatabase()
            _ = try? database.execute("CREATE ROLE \(login) LOGIN PASSWORD '\(Self.password)'")
            _ = try await Chandler(database: database)
                .run("db", "roles", "apply", "--login", "\(login)=\(role)").succeeded()
            return database
        }

        private func chandler(_ database: TestDatabase, as login: String) -> Chandler {
            let port = database.cluster.port
            return Chandler(environment: [
                "POSTGRES_URL":
                    "postgresql://\(login):\(Self.password)@127.0.0.1:\(port)/\(database.name)"
            ])
        }

        @Test func rolesAreAppliedOnceAndShown() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            let empty = try await chandler.run("db", "roles", "show")
            #expect(empty.exitCode == 64, "\(empty)")
            _ = try await chandler.run("db", "migrate").succeeded()
            let sql = try await chandler.run("db", "roles", "apply", "--dry-run").succeeded()
            #expect(sql.output.hasPrefix("BEGIN;\n") && sql.output.hasSuffix("COMMIT;\n"))
            let before = try await chandler.run("db", "roles", "show")
            #expect(before.exitCode == 65, "\(before)")
            let first = try await chandler.run("db", "roles", "apply").succeeded()
            #expect(first.output.contains("ALTER TABLE public.market_data OWNER TO chandler_owner"))
            let second = try await chandler.run("db", "roles", "apply").succeeded()
            #expect(second.output == "roles as expected, nothing changed\n", "\(second)")
            let document = try await chandler.run("db", "roles", "show", "--json").succeeded()
                .document()
            #expect(document["status"].text == "as expected")
            #expect(document["roles"].elements.count == 3)
            try database.execute("GRANT DELETE ON trades TO chandler_app")
            let changed = try await chandler.run("db", "roles", "show")
            #expect(changed.exitCode == 65, "\(changed)")
            #expect(changed.output.contains("! chandler_app has DELETE on public.trades"))
        }

        @Test func aLoginOfTheAppRoleLoadsEverything() async throws {
            let database = try await applied("it_app", "app")
            let app = chandler(database, as: "it_app")
            _ = try await app.run("db", "partitions").succeeded()
            _ = try await app.run("status").succeeded()
            let roles = try await app.run("db", "roles", "apply").succeeded()
            #expect(roles.output.contains("nothing changed"))
            let rollback = try await app.run("db", "rollback", "--yes")
            #expect(rollback.exitCode == 77, "\(rollback)")
            let psql = try await app.run("db", "psql", "--", "-c", "DROP TABLE market_data")
            #expect(psql.exitCode != 0)
        }

        @Test func aLoginOfTheAppRoleIsToldWhoMigrates() async throws {
            let database = try await applied("it_app", "app")
            _ = try await Chandler(database: database).run("db", "rollback", "--to", "9", "--yes")
                .succeeded()
            let run = try await chandler(database, as: "it_app").run("status")
            #expect(run.exitCode == 77, "\(run)")
            #expect(run.errors.contains("chandler_owner"), "\(run)")
            #expect(try database.value("SELECT max(version) FROM schema_migrations") == "9")
        }

        @Test func whatAnAdministratorMustDoIsPrinted() async throws {
            let database = try TestCluster.shared().makeDatabase()
            _ = try? database.execute("CREATE ROLE it_plain LOGIN PASSWORD '\(Self.password)'")
            _ = try await Chandler(database: database).run("db", "migrate").succeeded()
            let run = try await chandler(database, as: "it_plain").run("db", "roles", "apply")
            #expect(run.exitCode == 77, "\(run)")
            try database.execute(run.output)
            let after = try await Chandler(database: database).run("db", "roles", "apply")
                .succeeded()
            // Only what makes the login itself the owner's member was for the login.
            #expect(after.output == "roles as expected, nothing changed\n", "\(after)")
        }
    }
}
