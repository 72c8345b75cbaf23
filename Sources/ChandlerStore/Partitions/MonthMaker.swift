import ChandlerCore
import ChandlerPostgres

/// Makes the months of a partitioned table that are not there yet.
struct MonthMaker {
    let connection: PostgresConnection
    let table: PartitionedTable

    /// Makes what is missing of some months.
    ///
    /// Each month is a transaction of its own, unless the caller has one open. Two sessions that
    /// make the same month wait for each other.
    ///
    /// - Returns: The months made now, ascending.
    func ensure(_ months: some Sequence<Month>) throws(StoreError) -> [Month] {
        try doing("make the months of \(table)") {
            let missing = try Set(months).sorted().filter { try !exists($0) }
            guard connection.isInTransaction else {
                return try missing.filter { month in
                    try connection.transaction { try make(month) }
                }
            }
            // A load holds its month while it waits to attach it: who has attached one must not
            // wait for another.
            for month in missing { try connection.query(table.lock(month)) }
            return try missing.filter(make)
        }
    }

    /// Whether another session was not faster.
    private func make(_ month: Month) throws -> Bool {
        try connection.query(table.lock(month))
        if try exists(month) { return false }
        try connection.execute(table.create(month))
        return true
    }

    /// Whether the month is part of the table.
    ///
    /// - Throws: ``StoreError`` with code `inconsistent` where a table of its name stands alone: its
    ///   rows would be out of sight.
    private func exists(_ month: Month) throws -> Bool {
        let name = table.partition(month)
        let row = try connection.query(
            """
            SELECT to_regclass($1) IS NOT NULL, EXISTS (
                SELECT FROM pg_inherits
                WHERE inhrelid = to_regclass($1) AND inhparent = to_regclass($2)
                    AND NOT inhdetachpending)
            """,
            [.text(name), .text(table.name)]
        ).firstRow()
        if try row.bool(1) { return true }
        guard try row.bool(0) else { return false }
        throw StoreError(
            .inconsistent,
            "make the month \(month.dashed) of \(table): the table \(name) exists and is no part "
                + "of \(table); nothing was changed; attach it (ALTER TABLE \(table) ATTACH "
                + "PARTITION \(name) FOR VALUES FROM ('\(month.start)') TO ('\(month.end)')) or "
                + "rename it"
        )
    }
}
