public import ChandlerCore

/// What a run of the retention did, or would do.
public struct RetentionReport: Sendable, Hashable {
    /// A table.
    public struct Table: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// How long rows are kept.
        public let span: RetentionSpan
        /// The first moment that is kept; `nil` where everything is.
        public let cutoff: Timestamp?
        /// The months that are old enough, ascending.
        public var months: [MonthOutcome] = []
        /// What a person should know besides.
        public var notes: [String] = []
    }

    /// The tables, in the order in which they were worked on.
    public var tables: [Table] = []
    /// Whether nothing was changed.
    public let isDryRun: Bool

    /// The months that were refused because something differed.
    public var refused: [MonthOutcome] {
        tables.flatMap(\.months).filter { $0.action == .refused }
    }

    /// The months of trades that would be archived.
    var leavingTrades: [Month] {
        tables.first { $0.name == "trades" }?.months.filter { $0.action == .wouldArchive }
            .map(\.month) ?? []
    }
}

/// What became of a month of a table.
public struct MonthOutcome: Sendable, Hashable {
    /// What was done.
    public enum Action: String, Sendable, Hashable {
        /// Archived, compared and dropped.
        case archived
        /// An archive that an earlier run had finished was compared, and the rows dropped.
        case reused
        /// Deleted without an archive.
        case deleted
        /// A dry run: it would be archived.
        case wouldArchive = "would archive"
        /// A dry run: it would be deleted without an archive.
        case wouldDelete = "would delete"
        /// It was brought back not long ago and is left alone.
        case restored = "left restored"
        /// Something differed; nothing was dropped.
        case refused
    }

    /// The month.
    public let month: Month
    /// What was done.
    public var action: Action
    /// How many rows it was about.
    public var rows: Int
    /// What they take in the database: a partition with its indexes, or the rows alone.
    public var bytesBefore: Int
    /// What they take in the archive.
    public var bytesArchived = 0
    /// Where they are archived.
    public var folder: String?
    /// Why it was refused or left alone.
    public var words: String?
    /// What kind of fault kept it where it is.
    public var fault: WarehouseError.Code?
}
