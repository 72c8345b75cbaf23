import ChandlerPostgres
import Glibc

/// Waits until WAL that was written has arrived in the repository.
struct WALArrival {
    private let connection: PostgresConnection

    init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    /// Ends the current segment and waits until it, and all before it, have arrived.
    func switchAndWait(_ site: BackupSite, patience: Int = 300) throws {
        // The end of WAL that may already be in a segment of its own, when nothing was written since.
        let segment = try connection.query(
            "SELECT pg_walfile_name(pg_switch_wal())"
        ).firstRow().text(0)
        for _ in 0..<patience * 10 {
            let row = try connection.query(
                "SELECT last_archived_wal, last_failed_wal FROM pg_stat_archiver"
            ).firstRow()
            // Names of one timeline are in order; labels of backups sort behind their segment.
            if let last = try row.textIfPresent(0), last.prefix(24) >= segment { return }
            try site.checkCancelled()
            usleep(100_000)
        }
        throw WarehouseError(
            .database,
            "wait for WAL segment \(segment) to arrive in the repository: it did not within "
                + "\(patience) seconds; see the server's log \"\(site.server.logFile)\""
        )
    }
}
