public import ChandlerCore

/// What was forgotten, or would be, and what is not in reach.
public struct ErasureReport: Sendable, Hashable {
    /// A table.
    public struct Table: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Rows that went.
        public var removed = 0
        /// Rows of something else in which a mark took the name's place, or a reference went.
        public var redacted = 0
    }

    /// A file of an archive.
    public struct File: Sendable, Hashable {
        /// The table.
        public let table: String
        /// The month.
        public let month: Month
        /// The file that held it, which is removed.
        public let path: String
        /// The file that takes its place; `nil` in a preview.
        public var replacement: String?
        /// Rows that went.
        public var removed = 0
        /// Rows in which a mark took the name's place.
        public var redacted = 0
    }

    /// Rows that stay, and why.
    public struct Remainder: Sendable, Hashable {
        /// The table.
        public let table: String
        /// How many rows name what is forgotten.
        public let rows: Int
        /// Why they stay.
        public let reason: String
    }

    /// Whether nothing was changed.
    public let isPreview: Bool
    /// The tables of which rows went or were changed.
    public internal(set) var tables: [Table] = []
    /// The files that were written anew.
    public internal(set) var files: [File] = []
    /// Files that stopped runs had left in the archive and that no manifest names.
    public internal(set) var leftovers: [String] = []
    /// What stays in the database.
    public internal(set) var left: [Remainder] = []
    /// Views that were computed anew.
    public internal(set) var refreshed: [String] = []
    /// The names under the key, as the log has them; empty in a preview.
    public internal(set) var hashes: [String] = []
    /// From when on no backup holds what was there until now.
    public internal(set) var backupsUntil: Timestamp
    /// Archived months that are not in the folder and may hold it.
    public internal(set) var missing: [String] = []
    /// What a person should know besides.
    public internal(set) var notes: [String] = []

    /// How many rows went from tables.
    public var removed: Int { tables.reduce(0) { $0 + $1.removed } }
    /// How many rows of tables were changed.
    public var redacted: Int { tables.reduce(0) { $0 + $1.redacted } }
}
