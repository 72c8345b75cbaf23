import ChandlerCore
import ChandlerPostgres

/// Makes the months of a partitioned table that are not there yet.
///
/// The server's functions of schema `chandler_upkeep` do it in the name of the tables' owner, so
/// that the session needs no more than to be allowed to call them.
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
            if connection.isInTransaction {
                // A load holds its month while it waits to attach it: who has attached one must
                // not wait for another.
                for month in missing { try connection.query(table.lock(month)) }
            }
            return try missing.filter(makeEmpty)
        }
    }

    /// Makes an empty month as part of the table.
    ///
    /// - Returns: Whether another session was not faster.
    /// - Throws: ``StoreError`` with code `inconsistent` where the month is archived.
    func makeEmpty(_ month: Month) throws -> Bool {
        try refuseArchived(month)
        return try call("ensure_month", month).bool(0)
    }

    /// Makes a month as a table of its own; nobody else makes it until the transaction ends.
    ///
    /// It can then be filled with `FREEZE` and indexed after the load.
    ///
    /// - Returns: Whether another session was not faster.
    /// - Throws: ``StoreError`` with code `inconsistent` where the month is archived.
    func makeStandalone(_ month: Month) throws -> Bool {
        try refuseArchived(month)
        return try call("make_month", month).bool(0)
    }

    /// Makes sure that a month's rows are not in an archive: a second month beside it would be in
    /// the way of both restoring and archiving.
    private func refuseArchived(_ month: Month) throws {
        // An archiving session holds the month until its drop is committed.
        if connection.isInTransaction { try connection.query(table.lock(month)) }
        let knowsArchives = try connection.query("SELECT to_regclass('archives') IS NOT NULL")
            .firstRow().bool(0)
        guard knowsArchives else { return }
        let isArchived = try connection.query(
            """
            SELECT EXISTS (
                SELECT FROM archives WHERE table_name = $1 AND month = $2::date
                    AND dropped_at > coalesce(restored_at, '-infinity'))
            """,
            [.text(table.name), .text("\(month.dashed)-01")]
        ).firstRow().bool(0)
        guard isArchived else { return }
        throw StoreError(
            .inconsistent,
            "make the month \(month.dashed) of \(table): its rows are archived; nothing was "
                + "changed; bring it back first: \"chandler restore-archive --table \(table) "
                + "--month \(month.dashed)\""
        )
    }

    /// Makes the indexes that attaching then adopts as the parent's.
    func index(_ month: Month) throws(PostgresError) { _ = try call("index_month", month) }

    /// Makes a filled stand-alone month part of the table, which is locked until the commit.
    func attach(_ month: Month) throws(PostgresError) { _ = try call("attach_month", month) }

    private func call(_ function: String, _ month: Month) throws(PostgresError) -> PostgresRow {
        try connection.query(
            "SELECT chandler_upkeep.\(function)($1, $2::date)",
            [.text(table.name), .text("\(month.dashed)-01")]
        ).firstRow()
    }

    /// Whether the month is part of the table.
    ///
    /// - Throws: ``StoreError`` with code `inconsistent` where a table of its name stands alone: its
    ///   rows would be out of sight.
    func exists(_ month: Month) throws -> Bool {
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
