/// From when on something is worth its work.
///
/// Stricter than autovacuum's own settings, as for a run once a day: what stays below them is left
/// to autovacuum.
public struct MaintenanceThresholds: Sendable, Hashable {
    /// Rows that do not count yet, whatever the share.
    public var rows: Int64 = 50
    /// Share of rows changed since the last ANALYZE.
    public var changedShare = 0.02
    /// Share of dead rows.
    public var deadShare = 0.05
    /// Rows inserted since the last VACUUM that do not count yet.
    public var insertedRows: Int64 = 1_000
    /// Share of rows inserted since the last VACUUM.
    public var insertedShare = 0.05
    /// Share of pages the visibility map has to know for index-only scans to pay.
    public var visibleShare = 0.95
    /// Pages that may be missing there where most others are in it.
    public var emptyPages: Int64 = 64
    /// Pages of a table without statistics that the planner may guess about.
    public var guessedPages: Int64 = 8
    /// Age of the oldest transaction in a table; the server's own limit is 200 million.
    public var freezeAge: Int64 = 10_000_000
    /// Share of rows by which a partitioned table differs from what its statistics saw.
    public var parentShare = 0.05
    /// Share of an index that is waste.
    public var bloatShare = 0.4
    /// Waste in bytes.
    public var bloatBytes: Int64 = 8_388_608
    /// Growth of bytes a row, for indexes whose ideal size nobody can compute.
    public var growth = 2.0

    /// Creates the usual thresholds.
    public init() {}
}
