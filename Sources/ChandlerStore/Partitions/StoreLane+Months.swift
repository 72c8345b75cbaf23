public import ChandlerCore

extension StoreLane {
    /// Makes the months that rows of a span need and that are not there yet.
    ///
    /// Rows of a month without partition are refused by the server: call this before inserting.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - range: The times of the rows; an empty span needs no month.
    /// - Returns: The partitions made now, ascending; empty when all were there.
    /// - Throws: ``StoreError`` with code `inconsistent` when a loose table has a month's name.
    @discardableResult
    public func ensureMonths(
        of table: PartitionedTable,
        covering range: TimeRange
    ) throws(StoreError) -> [String] {
        var months: [Month] = []
        var month = range.start.month
        while !range.isEmpty, month.start < range.end {
            months.append(month)
            month = month.next
        }
        return try ensureMonths(of: table, months)
    }

    /// Makes those of some months that are not there yet.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - months: The months, in any order.
    /// - Returns: The partitions made now, ascending; empty when all were there.
    /// - Throws: ``StoreError`` with code `inconsistent` when a loose table has a month's name.
    @discardableResult
    public func ensureMonths(
        of table: PartitionedTable,
        _ months: some Sequence<Month>
    ) throws(StoreError) -> [String] {
        try MonthMaker(connection: connection, table: table).ensure(months)
            .map(table.partition)
    }
}
