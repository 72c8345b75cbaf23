import ChandlerPostgres
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The program and a server that lets nobody in over the network without TLS.
    @Suite struct TLSTests {
        private static let hasOpenSSL =
            (try? RunningProgram(["openssl", "version"]).blockUntilEnd()) == 0

        private func openssl(_ arguments: [String]) throws {
            let program = try RunningProgram(["openssl"] + arguments)
            guard try program.blockUntilEnd() == 0 else { throw TestFailure(program.errors) }
        }

        /// A server with a certificate for localhost, made here, and the file of its authority.
        private func server() throws -> (cluster: TestCluster, files: ScratchFolder) {
            let files = try ScratchFolder("tls")
            let at = { (name: String) in "\(files.path)/\(name)" }
            for name in ["authority", "other"] {
                try openssl([
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                    "/CN=\(name)", "-keyout", at("\(name).key"), "-out", at("\(name).crt"),
                ])
            }
            let names = try files.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n", to: "ext")
            try openssl([
                "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout",
                at("server.key"), "-out", at("server.csr"),
            ])
            try openssl([
                "x509", "-req", "-in", at("server.csr"), "-CA", at("authority.crt"), "-CAkey",
                at("authority.key"), "-CAcreateserial", "-days", "2", "-extfile", names, "-out",
                at("server.crt"),
            ])
            if geteuid() == 0, let postgres = getpwnam("postgres") {
                chown(at("server.key"), postgres.pointee.pw_uid, postgres.pointee.pw_gid)
            }
            let cluster = try TestCluster("tls")
            try turnOn(cluster, key: at("server.key"), certificate: at("server.crt"))
            return (cluster, files)
        }

        private func turnOn(_ cluster: TestCluster, key: String, certificate: String) throws {
            let superuser = try cluster.connect()
            let rules = try superuser.query("SHOW hba_file").firstRow().text(0)
            try """
            local all all peer map=chandler
            hostssl all all 127.0.0.1/32 scram-sha-256

            """.write(toFile: rules, atomically: false, encoding: .utf8)
            for statement in [
                "ALTER SYSTEM SET ssl_key_file = \(try PostgresLiteral(key))",
                "ALTER SYSTEM SET ssl_cert_file = \(try PostgresLiteral(certificate))",
                "ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()",
            ] { try superuser.execute(statement) }
            // A session shows what the server had when it began.
            while try cluster.connect().query("SHOW ssl").firstRow().text(0) != "on" {
                usleep(10_000)
            }
        }

        private func environment(
            _ database: TestDatabase,
            _ changes: [String: String]
        ) -> [String: String] {
            [
                "POSTGRES_HOST": "localhost", "POSTGRES_PORT": String(database.cluster.port),
                "POSTGRES_DB": database.name, "POSTGRES_USER": TestCluster.plainRole,
                "POSTGRES_PASSWORD": TestCluster.plainPassword, "PGSSLMODE": "verify-full",
            ].merging(changes) { $1 }
        }

        @Test(.enabled(if: hasOpenSSL, "the program openssl is not installed"))
        func theDatabaseIsMigratedOverAVerifiedConnection() async throws {
            let (cluster, files) = try server()
            let database = try cluster.makeDatabase(owner: TestCluster.plainRole)
            let authority = "\(files.path)/authority.crt"
            let chandler = Chandler(
                environment: environment(database, ["PGSSLROOTCERT": authority])
            )
            _ = try await chandler.run("db", "migrate").succeeded()
            let escaped = "pr1v%23te%20p%2Fw%3Ad%40x%27%2541"
            let url =
                "postgresql://\(TestCluster.plainRole):\(escaped)@127.0.0.1:\(cluster.port)/"
                + "\(database.name)?sslmode=verify-full&sslrootcert=\(authority)"
            let status = try await Chandler(environment: ["POSTGRES_URL": url])
                .run("db", "status", "--json").succeeded()
            let document = try status.document()
            #expect(document["schema_pending"].int == 0)
            #expect(document["url"].text?.contains("sslmode=verify-full") == true)
            #expect(!status.output.contains(escaped))
        }

        @Test(.enabled(if: hasOpenSSL, "the program openssl is not installed"))
        func eachFaultOfTLSIsSaidForWhatItIs() async throws {
            let (cluster, files) = try server()
            let database = try cluster.makeDatabase(owner: TestCluster.plainRole)
            let authority = "\(files.path)/authority.crt"
            let faults: [(changes: [String: String], exitCode: Int32, words: [String])] = [
                (
                    ["PGSSLROOTCERT": "\(files.path)/other.crt"], 69,
                    ["certificate verify failed", "not from an authority in sslrootcert"]
                ),
                (
                    [
                        "PGSSLROOTCERT": authority, "POSTGRES_HOST": "db.example",
                        "PGHOSTADDR": "127.0.0.1",
                    ], 69, ["does not match host name", "hostaddr"]
                ),
                (
                    ["PGSSLROOTCERT": "\(files.path)/missing.crt"], 78,
                    ["missing.crt", "PGSSLROOTCERT"]
                ),
                (["PGSSLMODE": "disable"], 77, ["no encryption", "sslmode=verify-full"]),
            ]
            for fault in faults {
                let chandler = Chandler(environment: environment(database, fault.changes))
                for command in [["db", "status"], ["db", "migrate"]] {
                    let run = try await chandler.run(command)
                    #expect(run.exitCode == fault.exitCode, "\(run)")
                    for word in fault.words { #expect(run.errors.contains(word), "\(run)") }
                    #expect(!run.errors.contains("check host and port"), "\(run)")
                    #expect(!run.errors.contains(TestCluster.plainPassword), "\(run)")
                }
            }
            #expect(try database.count("pg_tables", where: "schemaname = 'public'") == 0)
        }
    }
}
