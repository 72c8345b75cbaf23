import ChandlerCore

/// A table, partition or materialized view as the catalog and the statistics know it.
struct TableState: Sendable, Hashable {
    /// What is stored in it.
    enum Kind: Sendable, Hashable {
        /// Rows of its own.
        case rows
        /// Only partitions.
        case partitions
    }

    /// Its name as statements have it, quoted where needed.
    var name: String
    var kind = Kind.rows
    /// The first moment after the month it holds; `nil` where it is no month.
    var monthEnd: Timestamp?
    /// Rows by the better of two estimates.
    var rows: Int64 = 0
    /// Rows that the last ANALYZE of a partitioned table saw; -1 for none.
    var analyzedRows: Int64 = -1
    var pages: Int64 = 0
    var visiblePages: Int64 = 0
    var deadRows: Int64 = 0
    /// Rows changed since the last ANALYZE.
    var changedRows: Int64 = 0
    /// Rows inserted since the last VACUUM.
    var insertedRows: Int64 = 0
    var lastVacuum: Timestamp?
    var lastAnalyze: Timestamp?
    var hasStatistics = false
    /// Transactions since the oldest one that the table still knows.
    var age: Int64 = 0
    /// Whether the session may vacuum and analyze it.
    var isMine = true
}
