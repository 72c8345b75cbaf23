import ChandlerPostgres
import Foundation
import TestSupport

/// A server that is as it should be: unlike the one that tests share, safe in a crash.
final class DoctorCluster: Sendable {
    let cluster: TestCluster

    private static let made: Result<DoctorCluster, any Error> = Result {
        atexit { DoctorCluster.stop() }
        return try DoctorCluster()
    }

    /// The one server of these tests; stopped at exit.
    static func shared() throws -> DoctorCluster { try made.get() }

    private static func stop() {
        guard let server = try? made.get().cluster.server else { return }
        _ = try? server.stop(.immediate)
        let folder = URL(fileURLWithPath: server.folder).deletingLastPathComponent()
        try? FileManager.default.removeItem(at: folder)
    }

    private init() throws {
        cluster = try TestCluster("doctor")
        let connection = try cluster.connect()
        for setting in [
            "fsync = on", "full_page_writes = on", "archive_mode = on", "archive_command = 'true'",
            "max_connections = 20", "max_prepared_transactions = 4",
        ] {
            try connection.execute("ALTER SYSTEM SET \(setting)")
        }
        try restart()
    }

    func restart() throws {
        _ = try cluster.server.stop(.fast)
        try cluster.server.ensureRunning()
    }

    /// Changes a setting and waits until new sessions have it.
    func set(_ name: String, _ value: String) throws {
        try cluster.connect().execute("ALTER SYSTEM SET \(name) = '\(value)'")
        try cluster.connect().execute("SELECT pg_reload_conf()")
        try wait("\(name) is \(value)") {
            try cluster.connect().query("SELECT current_setting($1)", [.text(name)]).firstRow()
                .text(0) == value
        }
    }

    /// Waits for what the server does on its own.
    func wait(_ what: String, until isSo: () throws -> Bool) throws {
        for _ in 0..<2_400 {
            if try isSo() { return }
            usleep(50_000)
        }
        throw TestFailure("it never came about that \(what)")
    }
}
