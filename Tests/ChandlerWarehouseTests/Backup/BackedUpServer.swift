import ChandlerPostgres
import Foundation
import TestSupport

@testable import ChandlerWarehouse

/// A throw-away server with backups, in a folder with a space in its name.
final class BackedUpServer: Sendable {
    let scratch: ScratchFolder
    let server: EmbeddedServer
    let site: BackupSite
    let said = Lines()

    init(_ name: String, settings: [String: String] = [:]) throws {
        scratch = try ScratchFolder("backup-\(name)")
        server = EmbeddedServer(
            folder: "\(scratch.path)/my home/postgres",
            environment: RunningProgram.plainEnvironment,
            settings: ["fsync": "off"].merging(settings) { $1 }
        )
        let said = said
        site = BackupSite(server: server, progress: { said.add($0) })
        try server.ensureRunning()
    }

    deinit { _ = try? server.stop(.immediate) }

    func connect() throws -> PostgresConnection {
        try PostgresConnection(server.connectionConfiguration)
    }

    func execute(_ sql: String) throws { try connect().execute(sql) }

    func value(_ sql: String) throws -> String { try Self.value(sql, server) }

    static func value(_ sql: String, _ server: EmbeddedServer) throws -> String {
        try PostgresConnection(server.connectionConfiguration).query(sql).firstRow()
            .textIfPresent(0) ?? "null"
    }

    /// The clusters that still run below the test's folder, this one left out.
    func otherServers() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int32($0) != nil }.compactMap { name in
            let folder = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/\(name)/cwd"
            )
            return folder.flatMap {
                $0.hasPrefix(scratch.path) && !$0.hasPrefix(server.folder) ? $0 : nil
            }
        }
    }
}

/// Lines that were said, from any thread.
final class Lines: @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [String] = []

    func add(_ line: String) { lock.withLock { lines.append(line) } }

    var all: [String] { lock.withLock { lines } }
}
