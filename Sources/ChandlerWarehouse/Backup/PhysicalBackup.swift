import ChandlerPostgres
import Glibc

/// Makes a backup of the whole cluster, and removes those whose time is over.
public struct PhysicalBackup: Sendable {
    /// What was made.
    public struct Report: Sendable, Hashable {
        /// The new backup.
        public let set: BackupSet
        /// The names of the backups that were removed.
        public let expired: [String]
    }

    private let site: BackupSite

    /// Describes the work.
    public init(_ site: BackupSite) {
        self.site = site
    }

    /// Makes a backup.
    ///
    /// Killed and started again it takes up what the killed one had copied.
    ///
    /// - Parameters:
    ///   - kind: How much; nil for what is due.
    ///   - fullEvery: Where `kind` is nil, a full one is due after that many UTC days.
    /// - Returns: The new backup.
    /// - Throws: ``WarehouseError``: `configuration` before ``BackupSetup``, `busy` while another
    ///   backup is made or verified, and as pgBackRest fails, with its words; `CancellationError`.
    public func run(_ kind: BackupKind? = nil, fullEvery: Int = 1) throws -> Report {
        let backRest = try site.backRest()
        let lock = try site.lock(for: "backup")
        defer { withExtendedLifetime(lock) {} }
        // pgBackRest reads files of a running server.
        _ = try site.connect()
        let before = try backRest.state()
        let now = Int64(time(nil))
        let type = kind ?? BackupKind.due(before.sets, now: now, fullEvery: fullEvery)
        site.progress("making a backup (\(type.rawValue))")
        let label = try make(backRest, type)
        let after = try backRest.state()
        guard let set = after.sets.first(where: { $0.label == label }) else {
            throw WarehouseError(
                .badData,
                "look for the backup \"\(label)\" that was just made: the repository does not know it"
            )
        }
        guard set.isGood else {
            throw WarehouseError(
                .badData,
                "make the backup \(label): pages of the cluster have wrong checksums, so it is "
                    + "damaged; the backup was kept, and older ones too; see \"\(site.folder.log)\""
            )
        }
        return Report(set: set, expired: try expire(backRest, after))
    }

    /// The backups there are, oldest first.
    public func list() throws -> RepositoryState {
        try site.backRest().state()
    }

    private func make(_ backRest: PgBackRest, _ type: BackupKind) throws -> String {
        var label = ""
        var shown = -1
        let options = ["--type=\(type.rawValue)", "--no-expire-auto"] + site.clusterOptions
        try backRest.run("backup", options) { line in
            if let found = line.firstRange(of: "new backup label = ") {
                label = String(line[found.upperBound...])
            } else if let percent = Self.percent(line) {
                // Every tenth, not every file.
                if percent / 10 > shown / 10 || shown < 0 { site.progress("copied \(percent) %") }
                shown = max(shown, percent)
            } else if !line.hasPrefix("DETAIL"), !line.contains("command begin") {
                site.progress(line)
            }
        }
        return label
    }

    /// The number in `DETAIL: backup file … (8KB, 12.34%)`.
    static func percent(_ line: String) -> Int? {
        guard line.hasPrefix("DETAIL: backup file"), let end = line.lastIndex(of: "%") else {
            return nil
        }
        let digits = line[..<end].reversed().prefix { $0.isNumber || $0 == "." }
        return Double(String(digits.reversed())).map { Int($0) }
    }

    /// Removes what the rule does not keep, and WAL that no moment of the last 30 days needs.
    ///
    /// - Returns: The names of what was removed.
    private func expire(_ backRest: PgBackRest, _ state: RepositoryState) throws -> [String] {
        guard let lock = try site.removingLock() else {
            site.progress("a backup is being restored: no older one is removed this time")
            return []
        }
        defer { withExtendedLifetime(lock) {} }
        let now = Int64(time(nil))
        let plan = RetentionPlan(
            state.sets.map {
                .init(
                    label: $0.label,
                    time: $0.finished,
                    references: $0.references,
                    isGood: $0.isGood
                )
            },
            now: now
        )
        let kept = state.sets.filter { plan.kept.contains($0.label) }
        let archive = Self.archiveOptions(kept, now: now)
        for label in plan.expired {
            site.progress("removing the backup \(label)")
            try backRest.run("expire", ["--set=\(label)"] + archive)
        }
        if plan.expired.isEmpty { try backRest.run("expire", archive) }
        return plan.expired
    }

    /// How much WAL is kept.
    ///
    /// Whole back to the last full backup that is older than 30 days, so that every moment of these
    /// days can be restored. Older backups keep the WAL that they themselves need.
    static func archiveOptions(_ sets: [BackupSet], now: Int64) -> [String] {
        let days = Int64(RetentionPlan.Rule().days)
        let recent = sets.filter { $0.kind == .full && $0.finished > now - days * 86_400 }
        return [
            "--repo1-retention-archive-type=full", "--repo1-retention-archive=\(recent.count + 1)",
        ]
    }
}
