public import ChandlerPostgres
import Glibc

/// Where Chandler keeps what belongs to backups: configuration, passphrase, and, where nothing else
/// is asked for, the backups themselves.
///
/// **Shape:** `pgbackrest.conf` and `conf.d/` are pgBackRest's configuration, `passphrase` is the
/// key of everything, `repository/` holds backups and WAL, `logical/` the dumps, `log/` what
/// pgBackRest writes, `scratch/` clusters that are made for a check and removed.
public struct BackupFolder: Sendable, Hashable {
    /// An absolute path.
    public let base: String

    /// Describes a folder; nothing is made.
    public init(base: String) {
        self.base = base
    }

    /// The folder beside a server's own, `…/chandler/backup`.
    public init(beside server: EmbeddedServer) {
        let parent = server.folder.split(separator: "/").dropLast().joined(separator: "/")
        base = "/\(parent)/backup"
    }

    /// pgBackRest's configuration.
    public var configuration: String { "\(base)/pgbackrest.conf" }
    /// The passphrase as text on one line, with which the dumps are encrypted.
    public var passphrase: String { "\(base)/passphrase" }
    /// Where backups and WAL go unless another place is asked for.
    public var repository: String { "\(base)/repository" }
    /// The dumps.
    public var logical: String { "\(base)/logical" }

    var included: String { "\(base)/conf.d" }
    var passphraseSettings: String { "\(included)/passphrase.conf" }
    var repositorySettings: String { "\(included)/repository.conf" }
    var log: String { "\(base)/log" }
    var locks: String { "\(base)/locks" }
    var lock: String { "\(base)/lock" }
    var readingLock: String { "\(base)/reading.lock" }
    var scratch: String { "\(base)/scratch" }

    /// Whether `chandler backup setup` was here.
    public var isSetUp: Bool { FolderAccess.exists(configuration) }

    /// Makes the folders, for their owner only.
    package func make(for account: ServerAccount) throws(WarehouseError) {
        try doing("prepare the backup folder \"\(base)\"") {
            try refuseTroublesomeNames()
            try FolderAccess.make(parent(of: base), mode: geteuid() == 0 ? 0o755 : 0o700)
            if let closed = FolderAccess.firstClosed(onTheWayTo: base, for: account.user) {
                throw WarehouseError(
                    .configuration,
                    "prepare the backup folder \"\(base)\": system user \(account.user.name), as "
                        + "whom the server runs, cannot enter \"\(closed)\"; open it with chmod "
                        + "o+x, or choose another place with CHANDLER_HOME"
                )
            }
            for folder in [base, included, log, locks, logical, scratch] {
                try FolderAccess.makePrivate(folder, owner: account.user)
            }
        }
    }

    /// Refuses names that a shell or a configuration file would take apart.
    private func refuseTroublesomeNames() throws(WarehouseError) {
        guard let bad = base.first(where: { "\"$`\\'".contains($0) || $0.isNewline }) else {
            return
        }
        throw WarehouseError(
            .configuration,
            "use \"\(base)\" for backups: the character \"\(bad)\" in a folder's name is taken apart "
                + "by the shell that runs archive_command; choose another place with CHANDLER_HOME"
        )
    }
}

/// The folder that something is in.
func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
}
