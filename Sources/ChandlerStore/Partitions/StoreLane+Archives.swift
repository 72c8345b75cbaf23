public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// The months of a table whose rows are in an archive and not in the table, ascending.
    public func archivedMonths(of table: PartitionedTable) throws(StoreError) -> [Month] {
        try doing("read the archived months of \(table)") {
            try connection.query(
                """
                SELECT DISTINCT month::timestamp AT TIME ZONE 'UTC' FROM archives
                WHERE table_name = $1 AND dropped_at > coalesce(restored_at, '-infinity')
                ORDER BY 1
                """,
                [.text(table.name)]
            ).map { try $0.time(0).month }
        }
    }
}
