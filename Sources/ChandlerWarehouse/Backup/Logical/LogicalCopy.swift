import ChandlerCore
import ChandlerDigest
import ChandlerPostgres
import Foundation

/// A dump of the database that any PostgreSQL can read, made by `pg_dump -Fc`, encrypted by OpenSSL.
///
/// **Shape:** `LABEL.dump.enc` beside `LABEL.json`, the manifest, which is written last: a dump
/// without one was never finished and does not count. To read it without Chandler:
/// `openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -pass file:passphrase -in LABEL.dump.enc |
/// pg_restore --dbname=…`.
public struct LogicalCopy: Sendable {
    /// A dump.
    public struct Report: Sendable, Hashable {
        /// Its name.
        public let label: String
        /// When its snapshot was taken, in seconds since 1970.
        public let taken: Int64
        /// The file.
        public let path: String
        /// Its size.
        public let bytes: Int64
        /// The SHA-256 of the file.
        public let sha256: String
        /// The rows in it.
        public let rows: Int64
        /// The names of older dumps that were removed.
        public let expired: [String]
    }

    private let site: BackupSite

    /// Describes the work.
    public init(_ site: BackupSite) {
        self.site = site
    }

    /// Makes a dump, and removes those whose time is over by the rule of ``RetentionPlan``.
    ///
    /// - Returns: The new dump.
    /// - Throws: ``WarehouseError``: `configuration` where a program is missing, `busy` while another
    ///   backup is made or verified, `permissionDenied` for a login that may not read everything,
    ///   `database` and `cannotWrite` with the program's words; `CancellationError`.
    public func run() throws -> Report {
        let programs = try DumpPrograms(site)
        try site.folder.make(for: site.account)
        let lock = try site.lock(for: "backup --logical")
        defer { withExtendedLifetime(lock) {} }
        let connection = try site.connect()
        try DumpRights(connection).check()
        _ = try Passphrase.ensure(
            in: site.folder,
            owner: site.account.user,
            progress: site.progress
        )
        removeUnfinished()
        var manifest = LogicalManifest(
            label: "",
            file: "",
            taken: 0,
            bytes: 0,
            sha256: "",
            cipher: "aes-256-cbc",
            database: site.configuration.database ?? "",
            server: "",
            tables: [:]
        )
        // Dump and digests are of one snapshot, so that writers may go on.
        try connection.transaction(mode: "ISOLATION LEVEL REPEATABLE READ, READ ONLY") {
            let row = try connection.query(
                """
                SELECT pg_export_snapshot(), extract(epoch FROM now())::bigint,
                    current_setting('server_version'),
                    to_char(now(), 'YYYYMMDD-HH24MISS') || 'L'
                """
            ).firstRow()
            manifest.taken = try row.int64(1)
            manifest.server = try row.text(2)
            manifest.label = try row.text(3)
            manifest.file = "\(manifest.label).dump.enc"
            try dump(programs, snapshot: row.text(0), to: "\(site.folder.logical)/\(manifest.file)")
            site.progress("digesting what was dumped")
            manifest.tables = try TableDigest.all(connection) { _ in try site.checkCancelled() }
        }
        return try finish(&manifest)
    }

    /// The dumps there are, oldest first.
    public func list() throws -> [Report] {
        try manifests().map { report($0, []) }
    }

    func manifests() throws -> [LogicalManifest] {
        try SmallFile.names(in: site.folder.logical).filter { $0.hasSuffix(".json") }
            .map { try LogicalManifest.read("\(site.folder.logical)/\($0)") }
            .sorted { ($0.taken, $0.label) < ($1.taken, $1.label) }
    }

    private func dump(_ programs: DumpPrograms, snapshot: String, to path: String) throws {
        site.progress("dumping the database")
        let configuration = site.configuration
        let words = [
            "\(programs.folder)/pg_dump", "--format=custom", "--no-password",
            "--snapshot=\(snapshot)", "--dbname=\(configuration.uri)",
        ]
        let account = try site.account
        let (first, second) = try account.program(words, configuration.childEnvironment).run(
            into: account.program(programs.cipher(site.folder, ["-salt", "-out", path])),
            isCancelled: site.isCancelled
        )
        guard first.exitCode == 0, second.exitCode == 0 else {
            account.remove(path)
            try site.checkCancelled()
            // Where openssl cannot write, pg_dump loses its reader and fails as well.
            let isWriting = second.exitCode != 0 && !second.errors.isEmpty || first.exitCode == 0
            let (name, failed) = isWriting ? ("openssl", second) : ("pg_dump", first)
            throw WarehouseError(
                isWriting ? .cannotWrite : .database,
                "dump the database with \(name): exit code \(failed.exitCode), "
                    + "\"\(clipped(failed.errors, to: 600))\"; the unfinished dump was removed"
            )
        }
    }

    private func finish(_ manifest: inout LogicalManifest) throws -> Report {
        let path = "\(site.folder.logical)/\(manifest.file)"
        (manifest.sha256, manifest.bytes) = try FileDigest.sha256(path)
        let text = try manifest.text()
        let owner = try site.account.user
        let final = "\(site.folder.logical)/\(manifest.label).json"
        try doing("write the manifest \"\(final)\"") {
            try SmallFile.write(text, to: final + ".new", owner: owner)
            guard rename(final + ".new", final) == 0 else {
                let words = String(cString: strerror(errno))
                throw WarehouseError(.cannotWrite, "name the manifest \"\(final)\": \(words)")
            }
        }
        SmallFile.syncFolder(site.folder.logical)
        return report(manifest, try expire())
    }

    private func report(_ manifest: LogicalManifest, _ expired: [String]) -> Report {
        Report(
            label: manifest.label,
            taken: manifest.taken,
            path: "\(site.folder.logical)/\(manifest.file)",
            bytes: manifest.bytes,
            sha256: manifest.sha256,
            rows: manifest.tables.values.reduce(0) { $0 + $1.rows },
            expired: expired
        )
    }

    private func expire() throws -> [String] {
        let all = try manifests()
        let plan = RetentionPlan(
            all.map { .init(label: $0.label, time: $0.taken) },
            now: Int64(time(nil))
        )
        let account = try site.account
        for manifest in all where !plan.kept.contains(manifest.label) {
            site.progress("removing the dump \(manifest.label)")
            // The manifest first: what has none does not count.
            account.remove("\(site.folder.logical)/\(manifest.label).json")
            account.remove("\(site.folder.logical)/\(manifest.file)")
        }
        return plan.expired
    }

    /// Takes away what a killed process was making; the lock says that nobody makes it now.
    private func removeUnfinished() {
        let names = Set(SmallFile.names(in: site.folder.logical))
        for name in names where name.hasSuffix(".dump.enc") || name.hasSuffix(".new") {
            let label = name.prefix { $0 != "." }
            guard !names.contains("\(label).json") else { continue }
            (try? site.account)?.remove("\(site.folder.logical)/\(name)")
        }
    }
}

/// The digest of a file of any size.
enum FileDigest {
    /// The SHA-256 in hexadecimal digits, and the size.
    static func sha256(_ path: String) throws(WarehouseError) -> (String, Int64) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var size: Int64 = 0
        while descriptor >= 0 {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return (digest.finishHex(), size) }
            guard count > 0 else { break }
            buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            size += Int64(count)
        }
        let words = String(cString: strerror(errno))
        throw WarehouseError(.badData, "read \"\(path)\": \(words)")
    }
}
