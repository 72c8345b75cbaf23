import ChandlerCore
import ChandlerPostgres

/// Restores the newest backup beside the running cluster and compares every table, row for row.
public struct BackupVerification: Sendable {
    private let site: BackupSite
    /// What a test does to the restored cluster before it is compared.
    private let tamper: @Sendable (PostgresConnection) throws -> Void

    /// Describes the work.
    public init(_ site: BackupSite) {
        self.init(site, tamper: { _ in })
    }

    init(_ site: BackupSite, tamper: @escaping @Sendable (PostgresConnection) throws -> Void) {
        self.site = site
        self.tamper = tamper
    }

    /// Restores, replays WAL up to a point made now, compares with what the database held at exactly
    /// that point, and writes the outcome into `backup_checks`.
    ///
    /// Others may go on writing; they wait for less than a second. The scratch cluster is always
    /// removed. A backup that cannot be restored is an outcome too.
    ///
    /// - Parameter isQuick: Leaves out pgBackRest's check of all files in the repository, and
    ///   `pg_amcheck` of the restored cluster.
    /// - Returns: The outcome.
    /// - Throws: ``WarehouseError`` where no check could be made: no backup, no room, no gap between
    ///   writers, a backup that is being made; `CancellationError`.
    public func run(isQuick: Bool = false) throws -> BackupCheck {
        let backRest = try site.backRest()
        // A backup that is made meanwhile would remove what is being restored here.
        let lock = try site.lock(for: "backup verify")
        defer { withExtendedLifetime(lock) {} }
        let connection = try site.connect()
        guard let set = try backRest.state().newestGood else {
            throw WarehouseError(
                .usage,
                "verify backups: the repository holds no backup; \"chandler backup\" makes one"
            )
        }
        try FreeSpace.check(for: set.clusterSize, at: site.folder.scratch)
        let started = BackupCheck.now
        let point = try VerificationPoint.make(site)
        site.progress("waiting until the WAL up to there has arrived in the repository")
        try WALArrival(connection).switchAndWait(site)
        var found: [BackupDifference] = []
        var failure: String?
        do {
            if !isQuick { found += try checkRepository(backRest) }
            found += try compare(set, point, backRest, isQuick)
        } catch let error as WarehouseError where error.code != .busy && error.code != .cannotWrite
        {
            failure = error.message
        }
        let check = BackupCheck(
            kind: .physical,
            label: set.label,
            started: started,
            finished: BackupCheck.now,
            tables: failure == nil ? point.digests.count : 0,
            rows: failure == nil ? point.digests.values.reduce(0) { $0 + $1.rows } : 0,
            differences: found,
            failure: failure
        )
        try check.record(site.connect())
        return check
    }

    private func compare(
        _ set: BackupSet,
        _ point: VerificationPoint,
        _ backRest: PgBackRest,
        _ isQuick: Bool
    ) throws -> [BackupDifference] {
        let scratch = try ScratchServer(site)
        defer { withExtendedLifetime(scratch) {} }
        site.progress("restoring the backup \(set.label) into a scratch cluster")
        let cluster = RestoredCluster(server: scratch.server, site: site, backRest: backRest)
        try cluster.restore(set, to: .point(point.name))
        _ = try cluster.recover()
        let restored = try doing("connect to the scratch cluster") {
            try PostgresConnection(scratch.server.connectionConfiguration)
        }
        try tamper(restored)
        site.progress("comparing \(point.digests.count) tables")
        let digests = try TableDigest.all(restored) { _ in try site.checkCancelled() }
        let differences = BackupDifference.between(point.digests, digests)
        return isQuick ? differences : differences + (try checkStructure(scratch.server))
    }

    /// Has pgBackRest read every file of the repository and compare its checksum.
    private func checkRepository(_ backRest: PgBackRest) throws -> [BackupDifference] {
        site.progress("checking the files of the repository")
        let outcome = try backRest.attempt("verify", ["--output=text", "--verbose"])
        try site.checkCancelled()
        // Its exit code tells only of itself.
        let lines = outcome.output.split(separator: "\n").map { $0.drop { $0 == " " } }
        if outcome.exitCode == 0, lines.contains("status: ok") { return [] }
        let told = outcome.exitCode == 0 ? outcome.output : outcome.errors
        let words = clipped(told, to: 500)
        return [
            BackupDifference(
                table: "repository",
                rows: nil,
                restoredRows: nil,
                what: "pgbackrest verify: \(words)"
            )
        ]
    }

    /// Has `pg_amcheck` look for rows and index entries that cannot be, where it is installed.
    private func checkStructure(_ server: EmbeddedServer) throws -> [BackupDifference] {
        let program = "\(try server.programs().folder)/pg_amcheck"
        guard SmallFile.isExecutable(program) else { return [] }
        site.progress("checking the structure of the restored tables and indexes")
        let words = [
            program, "--install-missing", "--no-password",
            "--host=\(server.connectionConfiguration.host ?? "")",
            "--username=\(EmbeddedServer.role)", EmbeddedServer.database,
        ]
        let outcome = try site.account.program(words).run(isCancelled: site.isCancelled)
        try site.checkCancelled()
        // 1 is a check that could not be made, such as without the extension's files.
        guard outcome.exitCode == 2 else {
            if outcome.exitCode != 0 {
                site.progress("pg_amcheck could not check: \(clipped(outcome.errors, to: 200))")
            }
            return []
        }
        return [
            BackupDifference(
                table: "structure",
                rows: nil,
                restoredRows: nil,
                what: "pg_amcheck: \(clipped(outcome.output, to: 500))"
            )
        ]
    }
}
