import ChandlerCore

/// A backup in the repository, as pgBackRest describes it.
///
/// **Source:** pgBackRest, command `info --output=json`.
public struct BackupSet: Sendable, Hashable {
    /// Its name, such as `20240301-120000F`.
    public let label: String
    /// How much it holds.
    public let kind: BackupKind
    /// When it was begun, in seconds since 1970.
    public let started: Int64
    /// When it was complete; only later moments can be restored from it.
    public let finished: Int64
    /// The first WAL segment it needs.
    public let firstSegment: String
    /// The last WAL segment it needs.
    public let lastSegment: String
    /// The size of the cluster, in bytes.
    public let clusterSize: Int64
    /// What it added to the repository, in bytes.
    public let repositorySize: Int64
    /// The backups without which it is worth nothing.
    public let references: [String]
    /// Whether every page had its right checksum.
    public let isGood: Bool
}

/// What a repository holds.
public struct RepositoryState: Sendable, Hashable {
    /// The backups, oldest first.
    public let sets: [BackupSet]
    /// The newest WAL segment in the archive, if there is one.
    public let lastSegment: String?

    /// The newest backup without page errors.
    public var newestGood: BackupSet? { sets.last { $0.isGood } }

    /// The backup from which a moment is reached with the least WAL.
    ///
    /// Its end has to lie before the moment; since only its second is known, a whole second before.
    func set(for moment: Timestamp) -> BackupSet? {
        sets.last { $0.isGood && ($0.finished + 1) * 1_000_000 <= moment.microseconds }
    }
}
