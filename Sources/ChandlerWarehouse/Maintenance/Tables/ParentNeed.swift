/// Whether the statistics of a partitioned table over all its rows are out of date.
///
/// Autovacuum never gathers them. An ANALYZE of the parent samples every partition, so it is worth
/// its cost only when rows came or went, not for each changed row.
struct ParentNeed: Sendable, Hashable {
    let reason: String

    init?(
        of parent: TableState,
        partitions: [TableState],
        _ thresholds: MaintenanceThresholds
    ) {
        let rows = partitions.reduce(0) { $0 + $1.rows }
        guard rows >= thresholds.rows else { return nil }
        guard parent.hasStatistics, parent.analyzedRows >= 0 else {
            reason = "\(rows) rows in partitions, and no statistics over all of them"
            return
        }
        let limit =
            Double(thresholds.rows) + thresholds.parentShare * Double(parent.analyzedRows)
        guard Double((rows - parent.analyzedRows).magnitude) >= limit else { return nil }
        reason =
            "\(rows) rows in partitions, \(parent.analyzedRows) when it was analyzed last"
    }
}
