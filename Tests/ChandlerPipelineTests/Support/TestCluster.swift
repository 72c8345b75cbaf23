import ChandlerPostgres
import ChandlerStore
import Foundation
import Synchronization
import Testing

/// A throw-away cluster for this test process, made on first use and removed at exit.
enum TestCluster {
    private static let environment = ProcessInfo.processInfo.environment

    /// False skips the tests that need a server; in CI they run, and fail without one.
    static let isUsable: Bool = {
        if environment["CI"] == "true" { return true }
        return (try? ServerPrograms.find(environment: environment)) != nil
    }()

    static let skipReason: Comment = "PostgreSQL's server programs are not installed"

    private static let shared: Result<EmbeddedServer, any Error> = Result {
        let folder = "/tmp/chandler-test-\(getpid())-\(UInt16.random(in: .min ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        let server = EmbeddedServer(
            folder: folder + "/postgres",
            environment: environment,
            settings: ["fsync": "off", "max_connections": "60"]
        )
        atexit {
            guard let server = try? TestCluster.shared.get() else { return }
            _ = try? server.stop(.immediate)
            let base = URL(fileURLWithPath: server.folder).deletingLastPathComponent()
            try? FileManager.default.removeItem(at: base)
        }
        try server.ensureRunning()
        return server
    }

    private static let number = Mutex(0)

    /// A database whose schema is migrated, copied from one template.
    private static let template: Result<String, any Error> = Result {
        let server = try shared.get()
        let connection = try PostgresConnection(server.connectionConfiguration)
        try connection.execute("CREATE DATABASE chandler_template")
        return "chandler_template"
    }

    private static let migrated = Once()

    /// A new database with the program's schema.
    static func database() async throws -> ConnectionConfiguration {
        let configuration = try shared.get().connectionConfiguration
        let template = try template.get()
        try await migrated.run {
            let lane = try StoreLane(
                configuration.with(database: template),
                applicationName: "chandler tests"
            )
            _ = try await lane.migrate()
        }
        return try await make(from: template, configuration)
    }

    /// A new database without anything in it.
    static func emptyDatabase() async throws -> ConnectionConfiguration {
        try await make(from: "template0", try shared.get().connectionConfiguration)
    }

    /// The template can be copied once the lane that migrated it has disconnected.
    private static func make(
        from template: String,
        _ configuration: ConnectionConfiguration
    ) async throws -> ConnectionConfiguration {
        let name = "t\(number.withLock { $0 += 1; return $0 })"
        let connection = try PostgresConnection(configuration)
        var attempts = 0
        while let error = copy(template, to: name, connection) {
            attempts += 1
            guard error.code == .objectInUse, attempts < 500 else { throw error }
            try await Task.sleep(for: .milliseconds(20))
        }
        return configuration.with(database: name)
    }
}

private func copy(
    _ template: String,
    to name: String,
    _ connection: PostgresConnection
) -> PostgresError? {
    do throws(PostgresError) {
        try connection.execute("CREATE DATABASE \(name) TEMPLATE \(template)")
        return nil
    } catch {
        return error
    }
}

/// Work that is done once, whoever asks first; the others wait for it.
actor Once {
    private var task: Task<Void, any Error>?

    func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = self.task ?? Task { try await body() }
        self.task = task
        try await task.value
    }
}
