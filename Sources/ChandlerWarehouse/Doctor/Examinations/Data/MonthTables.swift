import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// The months of a partitioned table, and what else is called like one.
struct MonthTables {
    let table: PartitionedTable
    /// Attached months, ascending.
    let months: [Month]
    /// Tables with a month's name that are no part of the table, detaching ones included.
    let loose: [String]
    /// The default partition, if there is one.
    let defaultPartition: String?

    /// Reads the catalog; `nil` where the table is missing.
    init?(_ table: PartitionedTable, of patient: Patient) throws(PostgresError) {
        guard try patient.has(table.name) else { return nil }
        let parts = table.name.split(separator: ".").map(String.init)
        let rows = try patient.rows(
            """
            SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname || '.' END
                    || c.relname,
                i.inhrelid IS NOT NULL AND NOT i.inhdetachpending,
                coalesce(pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', false)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                JOIN pg_class AS p ON p.relname = $1 AND p.relkind = 'p'
                JOIN pg_namespace AS s ON s.oid = p.relnamespace
                    AND s.nspname = coalesce($2, current_schema())
                LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid AND i.inhparent = p.oid
            WHERE c.relkind IN ('r', 'p', 'f') AND (i.inhrelid IS NOT NULL
                OR c.relnamespace = p.relnamespace AND c.relname LIKE replace($1, '_', '\\_') || '\\_%')
            """,
            [.text(parts.last ?? table.name), parts.count > 1 ? .text(parts[0]) : .null]
        )
        var months: [Month] = []
        var loose: [String] = []
        var defaultPartition: String?
        for row in rows {
            let name = try row.text(0)
            if try row.bool(2) {
                defaultPartition = name
            } else if let month = table.month(of: name) {
                if try row.bool(1) { months.append(month) } else { loose.append(name) }
            }
        }
        self.table = table
        self.months = months.sorted()
        self.loose = loose.sorted()
        self.defaultPartition = defaultPartition
    }

    /// Months between the first and the last one that are not there.
    var holes: [Month] {
        guard var month = months.first, let last = months.last else { return [] }
        let present = Set(months)
        var holes: [Month] = []
        while month < last {
            month = month.next
            if !present.contains(month) { holes.append(month) }
        }
        return holes
    }

    /// The statement that makes a month, with the owner and the rights of its table.
    func create(_ month: Month) -> String {
        "SELECT chandler_upkeep.ensure_month('\(table)', '\(month.dashed)-01')"
    }
}
