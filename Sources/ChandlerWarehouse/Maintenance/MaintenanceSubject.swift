/// What maintenance looks after.
public enum MaintenanceSubject: String, Sendable, Hashable, CaseIterable, Encodable {
    /// Runs that ended without saying how.
    case ledger
    /// The coming months of partitioned tables.
    case partitions
    /// Prices of open positions.
    case positions
    /// Materialized views.
    case views
    /// Dead rows, visibility, freezing and statistics of tables.
    case vacuum
    /// Bloated and broken indexes.
    case reindex
}
