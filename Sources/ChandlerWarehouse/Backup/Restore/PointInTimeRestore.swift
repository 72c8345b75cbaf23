public import ChandlerCore
public import ChandlerPostgres
import Glibc

/// Makes a new cluster as the old one was at some moment.
///
/// The cluster that runs, and any other that exists, is never touched.
public struct PointInTimeRestore: Sendable {
    /// What was restored.
    public struct Report: Sendable {
        /// The server of the new cluster, which runs.
        public let server: EmbeddedServer
        /// The value of `CHANDLER_HOME` with which the program uses it.
        public let home: String
        /// The backup it began with.
        public let label: String
        /// When the newest transaction in it was committed; nil when none came after the backup.
        public let newestCommit: Timestamp?
    }

    private let site: BackupSite

    /// Describes the work.
    public init(_ site: BackupSite) {
        self.site = site
    }

    /// Restores, replays WAL to the target, and leaves the new server running.
    ///
    /// Before anything is written, it is made sure that backups and WAL reach the target. When it
    /// fails later, the new folder is removed.
    ///
    /// - Parameters:
    ///   - target: Up to where; a moment is inclusive.
    ///   - home: An absolute path that does not exist, or an empty folder.
    ///   - label: The backup to begin with; nil for the one that is nearest to the target.
    /// - Returns: How to reach it.
    /// - Throws: ``WarehouseError``: `usage` for a folder or a moment that cannot be, `cannotWrite`
    ///   when the disk is too small, `badData` and `database` later; `CancellationError`.
    public func run(
        to target: RecoveryTarget,
        into home: String,
        set label: String? = nil
    ) throws -> Report {
        let backRest = try site.backRest()
        let server = EmbeddedServer(folder: "\(home)/postgres", environment: site.server.variables)
        try refuseExisting(home, server)
        // A backup that is made meanwhile would remove what is being restored here.
        let lock = try site.readingLock()
        defer { withExtendedLifetime(lock) {} }
        try ArchiveEnd(site: site, backRest: backRest).flush()
        let state = try backRest.state()
        let set = try choose(state, target, label)
        try checkReach(backRest, state, set, target)
        try FreeSpace.check(for: set.clusterSize, at: home)
        let isNew = !FolderAccess.exists(home)
        do {
            site.progress("restoring the backup \(set.label) into \"\(home)\"")
            let cluster = RestoredCluster(server: server, site: site, backRest: backRest)
            try cluster.restore(set, to: target)
            let newest = try cluster.recover()
            return Report(server: server, home: home, label: set.label, newestCommit: newest)
        } catch {
            _ = try? server.stop(.immediate)
            try? site.account.remove(server.folder)
            if isNew { rmdir(home) }
            throw error
        }
    }

    private func refuseExisting(
        _ home: String,
        _ server: EmbeddedServer
    ) throws(WarehouseError) {
        guard home.hasPrefix("/") else {
            throw WarehouseError(.usage, "restore into \"\(home)\": it is no absolute path")
        }
        guard FolderAccess.exists(home) else { return }
        // pgBackRest writes this file last: without it no server can start there.
        let isCutOff =
            FolderAccess.exists(server.dataFolder)
            && !FolderAccess.exists("\(server.dataFolder)/global/pg_control")
        guard !isCutOff else {
            throw WarehouseError(
                .usage,
                "restore into \"\(home)\": a restore into it was cut off, and what it left is no "
                    + "cluster; nothing was written; remove that folder, or name another"
            )
        }
        guard FolderAccess.isFolder(home), SmallFile.names(in: home).isEmpty else {
            throw WarehouseError(
                .usage,
                "restore into \"\(home)\": something is there already, and a restore never writes "
                    + "over anything; nothing was written; name a folder that does not exist"
            )
        }
    }

    private func choose(
        _ state: RepositoryState,
        _ target: RecoveryTarget,
        _ label: String?
    ) throws(WarehouseError) -> BackupSet {
        guard let oldest = state.sets.first else {
            throw WarehouseError(
                .usage,
                "restore: the repository holds no backup; \"chandler backup\" makes one"
            )
        }
        guard let label else {
            let nearest: BackupSet? =
                if case .moment(let moment) = target { state.set(for: moment) } else {
                    state.newestGood
                }
            if let nearest { return nearest }
            throw tooEarly(target, oldest)
        }
        guard let named = state.sets.first(where: { $0.label == label }) else {
            let known = state.sets.suffix(5).map(\.label).joined(separator: ", ")
            throw WarehouseError(
                .usage,
                "restore the backup \"\(clipped(label))\": there is none of that name; the newest "
                    + "are \(known)"
            )
        }
        if case .moment(let moment) = target, (named.finished + 1) * 1_000_000 > moment.microseconds
        {
            throw tooEarly(target, named)
        }
        return named
    }

    private func tooEarly(_ target: RecoveryTarget, _ set: BackupSet) -> WarehouseError {
        guard case .moment(let moment) = target else {
            return WarehouseError(
                .badData,
                "restore: no backup in the repository is without errors"
            )
        }
        return WarehouseError(
            .usage,
            "restore to \(moment): the backup \(set.label) was complete at "
                + "\(Timestamp(seconds: set.finished)), and only later moments can be restored from "
                + "it; nothing was written; see \"chandler backup list\""
        )
    }

    /// Makes sure that WAL goes on behind the moment.
    private func checkReach(
        _ backRest: PgBackRest,
        _ state: RepositoryState,
        _ set: BackupSet,
        _ target: RecoveryTarget
    ) throws {
        guard case .moment(let moment) = target else { return }
        let end = try ArchiveEnd(site: site, backRest: backRest)
            .lastTransaction(in: state, after: set)
        if let end, end > moment { return }
        let words =
            end.map { "the last transaction in the repository is of \($0)" }
            ?? "the repository has no transaction later than the backup \(set.label) of "
            + "\(Timestamp(seconds: set.finished))"
        throw WarehouseError(
            .usage,
            "restore to \(moment): \(words); nothing was written; \"--to latest\" restores up to there"
        )
    }
}
