import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// The partitions of a table, as the catalog has them.
struct PartitionList {
    let connection: PostgresConnection
    let table: PartitionedTable

    /// A partition that holds a calendar month.
    struct Entry: Sendable, Hashable {
        let name: String
        let month: Month
        /// With its indexes.
        let bytes: Int
    }

    /// What there is, and what is not touched.
    struct Found {
        var months: [Entry] = []
        var notes: [String] = []
    }

    /// Reads the catalog.
    func read() throws(PostgresError) -> Found {
        var found = Found()
        let rows = try connection.query(
            """
            SELECT c.oid::regclass::text, pg_get_expr(c.relpartbound, c.oid),
                i.inhdetachpending OR c.relkind <> 'r', pg_total_relation_size(c.oid)
            FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
            WHERE i.inhparent = to_regclass($1) ORDER BY 1
            """,
            [.text(table.name)]
        )
        for row in rows {
            let name = try row.text(0)
            guard let month = table.month(of: name), try !row.bool(2),
                try row.textIfPresent(1) == PartitionList.bounds(of: month)
            else {
                found.notes.append("\(name) is no month of \(table) by name and bounds: left alone")
                continue
            }
            found.months.append(Entry(name: name, month: month, bytes: Int(try row.int64(3))))
        }
        found.notes += try looseTables()
        return found
    }

    /// Whether a month is part of the table, stands alone, or is not there.
    enum State {
        case attached, loose, absent
    }

    /// Looks for a month.
    func state(of month: Month) throws(PostgresError) -> State {
        let row = try connection.query(
            """
            SELECT to_regclass($1) IS NOT NULL, EXISTS (
                SELECT FROM pg_inherits
                WHERE inhrelid = to_regclass($1) AND inhparent = to_regclass($2)
                    AND NOT inhdetachpending)
            """,
            [.text(table.partition(month)), .text(table.name)]
        ).firstRow()
        if try row.bool(1) { return .attached }
        return try row.bool(0) ? .loose : .absent
    }

    /// The session's zone is UTC.
    private static func bounds(of month: Month) -> String {
        "FOR VALUES FROM ('\(month.dashed)-01 00:00:00+00') "
            + "TO ('\(month.next.dashed)-01 00:00:00+00')"
    }

    private func looseTables() throws(PostgresError) -> [String] {
        let rows = try connection.query(
            """
            SELECT oid::regclass::text FROM pg_class
            WHERE relnamespace = (
                    SELECT relnamespace FROM pg_class WHERE oid = to_regclass($1))
                AND relkind IN ('r', 'p', 'f') AND NOT relispartition ORDER BY 1
            """,
            [.text(table.name)]
        )
        var notes: [String] = []
        for row in rows {
            let name = try row.text(0)
            guard table.month(of: name) != nil else { continue }
            notes.append("\(name) has a month's name and is no part of \(table): left alone")
        }
        return notes
    }
}
