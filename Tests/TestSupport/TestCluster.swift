package import ChandlerPostgres
import Foundation

/// A throw-away PostgreSQL server, reached over a Unix socket and, with passwords, over TCP.
package final class TestCluster: Sendable {
    /// The server.
    package let server: EmbeddedServer
    /// The TCP port on 127.0.0.1.
    package let port: Int
    private let scratch: ScratchFolder

    /// The role that comes with a password over TCP; no superuser.
    package static let plainRole = "plain_role"
    /// Its password, with characters that need care in URIs and shells.
    package static let plainPassword = "pr1v#te p/w:d@x'%41"

    /// Makes and starts a server.
    package init(_ name: String) throws {
        scratch = try ScratchFolder("cluster-\(name)")
        port = try Self.freePort()
        let rules = try scratch.write(
            """
            local all all peer map=chandler
            host all all 127.0.0.1/32 scram-sha-256

            """,
            to: "hba.conf"
        )
        server = EmbeddedServer(
            folder: scratch.path + "/postgres",
            environment: RunningProgram.plainEnvironment,
            settings: [
                "fsync": "off", "full_page_writes": "off", "hba_file": rules,
                "listen_addresses": "127.0.0.1", "port": String(port),
                // Tests run side by side, some with several sessions.
                "max_connections": "400",
            ]
        )
        try server.ensureRunning()
        let connection = try connect()
        let password = try PostgresLiteral(Self.plainPassword)
        try connection.execute(
            "CREATE ROLE \(Self.plainRole) LOGIN NOSUPERUSER NOCREATEDB PASSWORD \(password)"
        )
    }

    deinit { _ = try? server.stop(.immediate) }

    private static let made: Result<TestCluster, any Error> = Result {
        atexit { TestCluster.stopShared() }
        return try TestCluster("shared")
    }

    /// The server that all tests share which do not stop it; stopped at exit.
    package static func shared() throws -> TestCluster { try made.get() }

    private static func stopShared() {
        guard let cluster = try? made.get() else { return }
        _ = try? cluster.server.stop(.immediate)
        try? FileManager.default.removeItem(atPath: cluster.scratch.path)
    }

    /// A connection as superuser.
    package func connect() throws -> PostgresConnection {
        try PostgresConnection(server.connectionConfiguration)
    }

    /// Makes an empty database.
    ///
    /// - Parameters:
    ///   - owner: Its owner; the superuser by default.
    ///   - tablespace: Where its files are.
    /// - Returns: The database, which is dropped with the last reference.
    /// - Throws: `PostgresError` when the server refuses.
    package func makeDatabase(
        owner: String = EmbeddedServer.role,
        tablespace: String = "pg_default"
    ) throws -> TestDatabase {
        let name = "t_" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        try connect().execute(
            "CREATE DATABASE \(name) OWNER \(owner) TABLESPACE \(tablespace)"
        )
        return TestDatabase(cluster: self, name: name)
    }

    /// A port that was free a moment ago.
    package static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard result else { throw TestFailure("find a free port: errno \(errno)") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
