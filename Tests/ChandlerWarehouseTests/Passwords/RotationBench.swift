import ChandlerPostgres
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

/// A server of its own, since roles belong to all databases of one, and an administrator who
/// reaches it over TCP with a password.
final class RotationBench: Sendable {
    let cluster: TestCluster
    let scratch: ScratchFolder

    static let administratorPassword = "adm1n-s3cret"

    /// The one server of all tests of rotations.
    static let shared = Result {
        let bench = try RotationBench()
        made = bench
        atexit { RotationBench.stop() }
        return bench
    }

    nonisolated(unsafe) private static var made: RotationBench?

    /// Nothing else ends what a static property holds.
    private static func stop() {
        guard let bench = made else { return }
        _ = try? bench.cluster.server.stop(.immediate)
        let folder = URL(fileURLWithPath: bench.cluster.server.folder).deletingLastPathComponent()
        for path in [folder.path, bench.scratch.path] {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private init() throws {
        cluster = try TestCluster("passwords")
        scratch = try ScratchFolder("passwords")
        let superuser = try cluster.connect()
        let secret = try PostgresLiteral(Self.administratorPassword)
        // Everything that is said to the server stands in its log.
        for statement in [
            "CREATE ROLE administrator LOGIN CREATEROLE PASSWORD \(secret)",
            "ALTER SYSTEM SET log_statement = 'all'",
            "ALTER SYSTEM SET log_min_duration_statement = 0",
            "ALTER SYSTEM SET log_parameter_max_length = -1",
            "SELECT pg_reload_conf()",
        ] { try superuser.execute(statement) }
    }

    /// Takes away what the test before left, and makes the groups.
    static func fresh() throws -> RotationBench {
        let bench = try shared.get()
        let superuser = try bench.cluster.connect()
        for group in LoginGroup.allCases {
            for name in group.logins + [group.name] {
                try superuser.query(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                        + "WHERE usename = $1",
                    [.text(name)]
                )
                try superuser.execute("DROP ROLE IF EXISTS \(name)")
            }
            try superuser.execute(
                "CREATE ROLE \(group.name) NOLOGIN; "
                    + "GRANT \(group.name) TO administrator WITH ADMIN OPTION"
            )
        }
        return bench
    }

    /// A way in over TCP.
    func configuration(_ user: String, _ password: String) throws -> ConnectionConfiguration {
        try ConnectionConfiguration(
            databaseURL: "postgresql://\(user):\(password)@127.0.0.1:\(cluster.port)/chandler"
        )
    }

    /// A connection of the administrator, who is no superuser.
    func administrator() throws -> PostgresConnection {
        try PostgresConnection(try configuration("administrator", Self.administratorPassword))
    }

    /// A file in a folder of its own.
    func file(_ name: String = "app.url") -> PasswordFile {
        PasswordFile("\(scratch.path)/\(UUID().uuidString)/\(name)")
    }

    func rotation(_ file: PasswordFile, _ group: LoginGroup = .app) throws -> PasswordRotation {
        PasswordRotation(try administrator(), group: group, file: file)
    }

    /// The first value of an answer to the superuser.
    func value(_ sql: String) throws -> String {
        try cluster.connect().query(sql).firstRow().textIfPresent(0) ?? "null"
    }

    /// Both logins in a line each: name, whether it may log in, whether it has a password, stage.
    func state(_ group: LoginGroup = .app) throws -> [String] {
        try cluster.connect().query(
            """
            SELECT concat_ws(' ', rolname, CASE WHEN rolcanlogin THEN 'login' ELSE 'nologin' END,
                CASE WHEN rolpassword LIKE 'SCRAM-SHA-256$4096:%' THEN 'scram'
                    WHEN rolpassword IS NULL THEN 'none' ELSE 'other' END,
                substring(shobj_description(oid, 'pg_authid') FROM 'chandler login: ([a-z]+),'))
            FROM pg_authid WHERE rolname LIKE '\(group.name)\\__' ORDER BY 1
            """
        ).map { try $0.text(0) }
    }
}

extension PasswordFile {
    /// The line in the file.
    func line() throws -> String {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasSuffix("\n"))
        return String(text.dropLast())
    }

    /// The password in the file.
    func password() throws -> String {
        let url = try #require(URLComponents(string: try line()))
        return try #require(url.password)
    }

    /// Logs in as a program does that reads the file.
    func connect() throws -> PostgresConnection {
        try PostgresConnection(
            try ConnectionConfiguration(databaseURL: try line()),
            applicationName: "a bot"
        )
    }
}
