import ChandlerCore
import ChandlerPostgres

/// Restores the newest dump into an empty scratch cluster and compares it with its manifest.
public struct LogicalVerification: Sendable {
    private let site: BackupSite

    /// Describes the work.
    public init(_ site: BackupSite) {
        self.site = site
    }

    /// Compares the file's checksum, has `pg_restore` list and restore it, and compares every table
    /// with what the manifest says the database held in the dump's snapshot.
    ///
    /// - Returns: The outcome, which is written into `backup_checks` as well.
    /// - Throws: ``WarehouseError`` where no check could be made; `CancellationError`.
    public func run() throws -> BackupCheck {
        let programs = try DumpPrograms(site)
        guard let manifest = try LogicalCopy(site).manifests().last else {
            throw WarehouseError(
                .usage,
                "verify dumps: there is none in \"\(site.folder.logical)\"; \"chandler backup "
                    + "--logical\" makes one"
            )
        }
        let lock = try site.lock(for: "backup verify --logical")
        defer { withExtendedLifetime(lock) {} }
        _ = try Passphrase.ensure(
            in: site.folder,
            owner: site.account.user,
            progress: site.progress
        )
        let started = BackupCheck.now
        var differences: [BackupDifference] = []
        var failure: String?
        do {
            differences = try compare(manifest, programs)
        } catch let error as WarehouseError where error.code == .badData {
            failure = error.message
        }
        let check = BackupCheck(
            kind: .logical,
            label: manifest.label,
            started: started,
            finished: BackupCheck.now,
            tables: failure == nil ? manifest.tables.count : 0,
            rows: failure == nil ? manifest.tables.values.reduce(0) { $0 + $1.rows } : 0,
            differences: differences,
            failure: failure
        )
        try check.record(site.connect())
        return check
    }

    private func compare(
        _ manifest: LogicalManifest,
        _ programs: DumpPrograms
    ) throws -> [BackupDifference] {
        let path = "\(site.folder.logical)/\(manifest.file)"
        site.progress("checking the file of the dump \(manifest.label)")
        let (sha256, bytes) = try FileDigest.sha256(path)
        guard sha256 == manifest.sha256, bytes == manifest.bytes else {
            throw WarehouseError(
                .badData,
                "check the dump \"\(path)\": its SHA-256 was \(sha256) with \(bytes) bytes, the "
                    + "manifest says \(manifest.sha256) with \(manifest.bytes)"
            )
        }
        let restore = ["\(programs.folder)/pg_restore", "--no-password", "--exit-on-error"]
        try pour(path, into: restore + ["--list"], programs)
        let scratch = try ScratchServer(site)
        defer { withExtendedLifetime(scratch) {} }
        site.progress("restoring the dump into a scratch cluster")
        let configuration = try doing("start a scratch cluster") {
            try scratch.server.ensureRunning()
        }
        // Roles belong to the cluster, not to the dump.
        let words = ["--no-owner", "--no-privileges", "--dbname=\(configuration.uri)"]
        try pour(path, into: restore + words, programs)
        let restored = try PostgresConnection(configuration)
        site.progress("comparing \(manifest.tables.count) tables")
        let digests = try TableDigest.all(restored) { _ in try site.checkCancelled() }
        return BackupDifference.between(manifest.tables, digests)
    }

    /// Decrypts a dump into a program.
    private func pour(_ path: String, into words: [String], _ programs: DumpPrograms) throws {
        let account = try site.account
        let (first, second) =
            try account
            .program(programs.cipher(site.folder, ["-d", "-in", path]))
            .run(into: account.program(words), isCancelled: site.isCancelled)
        // Who lists a dump reads its beginning only and closes the pipe, which is a fault to openssl.
        // What did not come through is missed by pg_restore, or at last by the tables.
        guard second.exitCode == 0 else {
            try site.checkCancelled()
            let said = first.exitCode == 0 ? second.errors : "\(first.errors) \(second.errors)"
            throw WarehouseError(
                .badData,
                "read the dump \"\(path)\": \"\(clipped(said, to: 600))\""
            )
        }
    }
}
