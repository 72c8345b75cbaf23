import ChandlerPostgres
import Foundation
import Synchronization
import Testing

/// A throw-away cluster for this test process, made on first use and removed at exit.
enum TestServer {
    static let environment = ProcessInfo.processInfo.environment

    /// False skips the tests that need a server; in CI they run, and fail without one.
    static let isUsable: Bool = {
        if environment["CI"] == "true" { return true }
        return (try? ServerPrograms.find(environment: environment)) != nil
    }()

    static let skipReason: Comment = "PostgreSQL's server programs are not installed"

    /// The role that the cluster lets in with a password only.
    static let passwordRole = "scram_tester"
    static let password = "s3cr#t p/w:d@x'%41"

    private static let shared: Result<EmbeddedServer, any Error> = Result {
        let folder = try TemporaryFolder("cluster")
        let rules = folder.path + "/hba.conf"
        try """
        local all \(passwordRole) scram-sha-256
        local all all peer map=chandler

        """.write(toFile: rules, atomically: true, encoding: .utf8)
        chmod(rules, 0o644)
        let server = EmbeddedServer(
            folder: folder.path + "/postgres",
            environment: environment,
            settings: ["fsync": "off", "hba_file": rules]
        )
        atexit {
            _ = try? TestServer.shared.get().stop(.immediate)
            TemporaryFolder.removeAll()
        }
        try server.ensureRunning()
        return server
    }

    static func configuration() throws -> ConnectionConfiguration {
        try shared.get().connectionConfiguration
    }

    /// A connection whose objects land in a schema of their own.
    static func connect() throws -> PostgresConnection {
        let connection = try PostgresConnection(
            try configuration(),
            applicationName: "chandler tests"
        )
        let schema = "t_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
        try connection.execute("CREATE SCHEMA \(schema); SET search_path = \(schema)")
        return connection
    }

    /// A second connection that looks at the same schema.
    static func connect(beside other: PostgresConnection) throws -> PostgresConnection {
        let path = try other.query("SHOW search_path").firstRow().text(0)
        let connection = try PostgresConnection(try configuration())
        try connection.execute("SET search_path = \(path)")
        return connection
    }
}

/// A folder under the system's temporary folder that other users can enter.
struct TemporaryFolder {
    let path: String

    private static let made = Mutex<[String]>([])

    init(_ name: String) throws {
        path = "/tmp/chandler-test-\(getpid())-\(name)-\(UInt16.random(in: .min ... .max))"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        Self.made.withLock { [path] in $0.append(path) }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    static func removeAll() {
        for path in made.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}

/// Runs what should fail and hands back its error.
func postgresError(_ body: () throws -> Void) -> PostgresError? {
    do {
        try body()
    } catch {
        return error as? PostgresError
    }
    return nil
}

/// The error of a body that stops on purpose.
struct SourceFailed: Error, Equatable {
    let atRow: Int
}

/// A small generator whose seed a failing test can print.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
