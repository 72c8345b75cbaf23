import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import TestSupport

/// A migrated database whose roles were applied, with a login for each.
struct RoleDatabase {
    let database: TestDatabase

    /// Logins that are members of one role each; roles are the whole server's.
    static let logins: [DatabaseRole: String] = [
        .owner: "roles_owner_login", .app: "roles_app_login", .reader: "roles_reader_login",
    ]

    init(applied: Bool = true) async throws {
        let cluster = try TestCluster.shared()
        database = try cluster.makeDatabase()
        _ = try await StoreLane(configuration, applicationName: "test").migrate()
        let connection = try database.connect()
        for (_, login) in Self.logins {
            // Another suite may be making it at the same time.
            _ = try? connection.execute("CREATE ROLE \(login) LOGIN PASSWORD '\(login)'")
        }
        if applied { try apply() }
    }

    /// The superuser's way in.
    var configuration: ConnectionConfiguration {
        database.cluster.server.connectionConfiguration.with(database: database.name)
    }

    func apply() throws {
        try RoleSet(try database.connect())
            .apply(Self.logins.map { RoleLogin(name: $0.value, role: $0.key) })
    }

    /// The way in of a login that is a member of one role, with a password over TCP.
    func configuration(_ role: DatabaseRole) -> ConnectionConfiguration {
        let login = Self.logins[role] ?? ""
        return configuration.with("host", "127.0.0.1").with("port", String(database.cluster.port))
            .with("user", login).with("password", login)
    }

    func connect(_ role: DatabaseRole) throws -> PostgresConnection {
        try PostgresConnection(configuration(role), applicationName: "test \(role)")
    }

    func lane(_ role: DatabaseRole) throws -> StoreLane {
        try StoreLane(configuration(role), applicationName: "test \(role)")
    }

    /// The code and words with which a statement is refused; `nil` when it is done.
    func refusal(_ sql: String, as role: DatabaseRole) throws -> PostgresError? {
        let connection = try connect(role)
        do throws(PostgresError) {
            try connection.execute(sql)
            return nil
        } catch {
            return error
        }
    }
}
