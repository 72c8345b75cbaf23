import ChandlerCore
import ChandlerPostgres
import Glibc

/// A cluster that is put together from a backup and WAL.
struct RestoredCluster {
    let server: EmbeddedServer
    let site: BackupSite
    let backRest: PgBackRest

    /// Copies the files of a backup; the server does not run yet.
    func restore(_ set: BackupSet, to target: RecoveryTarget) throws {
        try doing("make the folder \"\(server.folder)\"") { try server.makeFolder() }
        let options =
            [
                "--set=\(set.label)", "--pg1-path=\(server.dataFolder)",
                // It must never send its WAL into the repository that it came from.
                "--archive-mode=off",
                // Tablespaces of the old cluster stay with the old cluster.
                "--tablespace-map-all=\(server.folder)/tablespaces",
            ] + target.options
        try backRest.run("restore", options) { line in
            if line.hasPrefix("WARN") { site.progress(line) }
        }
        SmallFile.syncFolder(server.folder)
    }

    /// Starts the server and waits until it has replayed its WAL and takes writes.
    ///
    /// - Returns: When the newest transaction was committed, as far as WAL tells.
    func recover() throws -> Timestamp? {
        site.progress("replaying WAL")
        try doing("start the restored cluster in \"\(server.folder)\"") {
            try server.ensureRunning()
        }
        let connection = try awaitPromotion()
        let newest = try connection.query(
            "SELECT pg_last_xact_replay_timestamp()"
        ).firstRow().timestampMicrosecondsIfPresent(0)
        try forgetRecovery(connection)
        return newest.map { Timestamp(microseconds: $0) }
    }

    private func awaitPromotion() throws -> PostgresConnection {
        var shown = ""
        while true {
            try site.checkCancelled()
            guard try server.status().processID != nil else { throw ended() }
            if let connection = try? PostgresConnection(server.connectionConfiguration),
                let row = try? connection.query(
                    """
                    SELECT pg_is_in_recovery(),
                        date_trunc('minute', pg_last_xact_replay_timestamp())::text
                    """
                ).firstRow()
            {
                if try !row.bool(0) { return connection }
                let reached = try row.textIfPresent(1) ?? ""
                if reached != shown { site.progress("replayed up to \(reached)") }
                shown = reached
            }
            usleep(100_000)
        }
    }

    private func ended() -> WarehouseError {
        let lines = SmallFile.lastLines(6, of: server.logFile).joined(separator: " | ")
        return WarehouseError(
            .database,
            "replay WAL in \"\(server.folder)\": the server ended; its log ends with: "
                + clipped(lines, to: 1_000)
        )
    }

    /// Takes out what belongs to the recovery, and the sending of WAL that belonged to the old cluster.
    private func forgetRecovery(_ connection: PostgresConnection) throws {
        let names = [
            "restore_command", "recovery_target_time", "recovery_target_name",
            "recovery_target_action", "recovery_target_timeline", "archive_command",
            "archive_timeout",
        ]
        for name in names { try connection.execute("ALTER SYSTEM RESET \(name)") }
        try connection.execute("SELECT pg_reload_conf()")
    }
}
