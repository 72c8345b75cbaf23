public import ChandlerCore

/// What an erasure is told.
public struct ErasureOptions: Sendable {
    /// What is to be forgotten.
    public let subject: ErasureSubject
    /// Where archives are.
    public let archive: ArchiveFolder
    /// What counts as now.
    public let now: Timestamp
    /// The program's version.
    public let version: String
    /// For how many months backups are kept at the longest.
    public var backupMonths = RetentionPlan.Rule().months

    /// Creates options.
    public init(
        _ subject: ErasureSubject,
        archive: ArchiveFolder,
        now: Timestamp,
        version: String
    ) {
        self.subject = subject
        self.archive = archive
        self.now = now
        self.version = version
    }

    /// From when on no backup holds what was there until now, as long as new ones are made.
    ///
    /// The newest backup of a month is kept the longest: until so many months have begun since.
    var backupsUntil: Timestamp { now.month.advanced(by: backupMonths).start }
}

/// Where an erasure is: for progress, and for tests that fail in between.
public enum ErasureStep: Sendable, Hashable {
    /// A table or a file is being looked at.
    case began(String)
    /// A new file is beside the old one, read back and not named by any manifest yet.
    case fileWritten(String)
    /// The rows are out of their tables, and the transaction is about to be committed.
    case committing
    /// The database has forgotten; nothing can be taken back from here on.
    case committed
    /// A folder's manifest names the new files.
    case manifestWritten(String)
    /// An old file is gone.
    case fileRemoved(String)
}
