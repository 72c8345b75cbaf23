import ChandlerPostgres
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Passwords that change while programs use them.
    @Suite struct PasswordRotationTests {
        private static let secret = "adm1n-s3cret"

        /// A server of its own, since roles belong to all databases of one.
        private func bench() throws -> (cluster: TestCluster, scratch: ScratchFolder) {
            let cluster = try TestCluster("rotation")
            for statement in [
                "CREATE ROLE chandler_app NOLOGIN",
                "CREATE ROLE administrator LOGIN CREATEROLE PASSWORD '\(Self.secret)'",
                "GRANT chandler_app TO administrator WITH ADMIN OPTION",
                "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()",
            ] { try cluster.connect().execute(statement) }
            return (cluster, try ScratchFolder("rotation"))
        }

        private func url(_ cluster: TestCluster, _ user: String, _ password: String) -> String {
            "postgresql://\(user):\(password)@127.0.0.1:\(cluster.port)/chandler"
        }

        private func line(_ file: String) throws -> String {
            try String(contentsOfFile: file, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }

        /// There the kernel says who it is, and no password lets anybody in.
        @Test func theEmbeddedServerHasNoPasswordsToRotate() async throws {
            let scratch = try ScratchFolder("rotation-embedded")
            let chandler = Chandler(environment: ["CHANDLER_HOME": scratch.path])
            _ = try await chandler.run("db", "migrate").succeeded()
            let run = try await chandler.run("db", "roles", "rotate", "app")
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.errors.contains("nothing was made"), "\(run)")
            let logins = try await chandler.run(
                "db",
                "psql",
                "--",
                "-Atc",
                "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'chandler\\_app\\_%'"
            ).succeeded()
            #expect(logins.output.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
            #expect(!FileManager.default.fileExists(atPath: scratch.path + "/passwords"))
            _ = try await chandler.run("db", "stop").succeeded()
        }

        @Test func programsGoOnWhileThePasswordChanges() async throws {
            let (cluster, scratch) = try bench()
            let administrator = Chandler(
                environment: ["POSTGRES_URL": url(cluster, "administrator", Self.secret)]
            )
            let file = "\(scratch.path)/app.url"
            let rotate = ["db", "roles", "rotate", "app", "--password-file", file]
            let first = try await administrator.run(rotate + ["--json"]).succeeded()
            let document = try first.document()
            #expect(document["status"].text == "rotated")
            #expect(document["login"].text == "chandler_app_a")
            #expect(document["password_file"].text == file)
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let old = try line(file)
            _ = try await Chandler(environment: ["POSTGRES_URL": old]).run("db", "status")
                .succeeded()
            let straggler = try PostgresConnection(
                try ConnectionConfiguration(databaseURL: old),
                applicationName: "a bot"
            )

            let second = try await administrator.run(rotate).succeeded()
            #expect(second.output.contains("--finish"), "\(second)")
            let new = try line(file)
            for url in [old, new] {
                _ = try await Chandler(environment: ["POSTGRES_URL": url]).run("db", "status")
                    .succeeded()
            }
            let again = try await administrator.run(rotate)
            #expect(again.exitCode == 64, "\(again)")
            let busy = try await administrator.run(rotate + ["--finish"])
            #expect(busy.exitCode == 75, "\(busy)")
            #expect(busy.errors.contains("a bot in chandler"), "\(busy)")
            try straggler.checkLiveness()
            let superuser = Chandler(
                environment: ["POSTGRES_URL": cluster.server.connectionConfiguration.uri]
            )
            let finished = try await superuser.run(rotate + ["--finish", "--force"]).succeeded()
            #expect(finished.output.contains("1 session of it ended"), "\(finished)")
            let refused = try await Chandler(environment: ["POSTGRES_URL": old]).run("db", "status")
            #expect(refused.exitCode == 77, "\(refused)")
            _ = try await Chandler(environment: ["POSTGRES_URL": new]).run("db", "status")
                .succeeded()

            let log = try String(contentsOfFile: cluster.server.logFile, encoding: .utf8)
            #expect(log.contains("ALTER ROLE \"chandler_app_b\""))
            for url in [old, new] {
                let password = try #require(URLComponents(string: url)?.password)
                #expect(!log.contains(password))
                for run in [first, second, again, busy, finished, refused] {
                    #expect(!run.output.contains(password) && !run.errors.contains(password))
                }
            }
        }

        @Test func whatIsMissingOrRefusedEndsWithItsCode() async throws {
            let (cluster, scratch) = try bench()
            let administrator = Chandler(
                environment: ["POSTGRES_URL": url(cluster, "administrator", Self.secret)]
            )
            let file = ["--password-file", "\(scratch.path)/x.url"]
            let missing = try await administrator.run(["db", "roles", "rotate", "reader"] + file)
            #expect(missing.exitCode == 78, "\(missing)")
            #expect(missing.errors.contains("chandler db roles apply"), "\(missing)")
            let plain = Chandler(
                environment: [
                    "POSTGRES_URL": url(
                        cluster,
                        TestCluster.plainRole,
                        "pr1v%23te%20p%2Fw%3Ad%40x%27%2541"
                    )
                ]
            )
            let denied = try await plain.run(["db", "roles", "rotate", "app"] + file)
            #expect(denied.exitCode == 77, "\(denied)")
            let wall = try scratch.write("a file", to: "wall")
            let unwritable = try await administrator.run(
                "db",
                "roles",
                "rotate",
                "app",
                "--password-file",
                "\(wall)/x.url"
            )
            #expect(unwritable.exitCode == 73, "\(unwritable)")
            for words in [["everybody"], ["app", "--force"], ["app", "--password-file", ""], []] {
                let wrong = try await administrator.run(["db", "roles", "rotate"] + words)
                #expect(wrong.exitCode == 64, "\(wrong)")
            }
            #expect(
                try cluster.connect().query(
                    "SELECT FROM pg_roles WHERE rolname LIKE 'chandler\\_app\\__'"
                ).isEmpty
            )
            #expect(try filesBelow(scratch.path).keys.sorted() == ["wall"])
        }

        @Test func changesAndReadsAreAudited() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            let early = try await chandler.run("db", "audit")
            #expect(early.exitCode == 78, "\(early)")
            _ = try await chandler.run("db", "migrate").succeeded()
            #expect(try await chandler.run("db", "audit").succeeded().output == "no entries\n")
            try database.execute(
                """
                INSERT INTO bot_settings (parameter_name, parameter_value) VALUES ('risk', '1');
                UPDATE bot_settings SET parameter_value = '2';
                INSERT INTO strategies (name) VALUES ('spread')
                """
            )
            let page = try await chandler.run("db", "audit", "--table", "bot_settings").succeeded()
            let lines = page.output.split(separator: "\n")
            #expect(lines.count == 3, "\(page)")
            #expect(lines[1].contains("UPDATE  public.bot_settings"), "\(page)")
            #expect(lines[1].hasSuffix("parameter_value"), "\(page)")
            let document = try await chandler.run("db", "audit", "--limit", "1", "--json")
                .succeeded().document()
            #expect(document["entries"].elements.map { $0["table"].text } == ["public.strategies"])
            let status = try await chandler.run("db", "audit", "--status", "--json").succeeded()
            #expect(try status.document()["loaded"] == .bool(false))
            let refused = try await chandler.run("db", "audit", "--enable")
            #expect(refused.exitCode == 78, "\(refused)")
            #expect(refused.errors.contains("shared_preload_libraries"), "\(refused)")
            for wrong in [["--limit", "0"], ["--enable", "--status"], ["--since", "soon"]] {
                let run = try await chandler.run(["db", "audit"] + wrong)
                #expect(run.exitCode == 64, "\(run)")
            }
        }
    }
}
