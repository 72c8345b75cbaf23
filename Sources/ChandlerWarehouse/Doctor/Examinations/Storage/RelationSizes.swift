import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// What Chandler's tables take on the disk, months with their tables.
struct RelationSizes {
    /// One table with all of its months.
    struct Entry {
        let name: String
        var tableBytes: Int64 = 0
        var indexBytes: Int64 = 0
    }

    /// The tables, the largest first.
    let tables: [Entry]
    /// The bytes of all tables by the month their rows are of; tables without months are not here.
    let months: [Month: Int64]

    init(of patient: Patient) throws(PostgresError) {
        let rows = try patient.rows(
            """
            SELECT \(Self.name("c", "n")), \(Self.name("r", "m")), pg_table_size(c.oid),
                pg_indexes_size(c.oid)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                JOIN pg_class AS r ON r.oid = coalesce(pg_partition_root(c.oid)::oid, c.oid)
                JOIN pg_namespace AS m ON m.oid = r.relnamespace
            WHERE \(String.inOurSchemas) AND c.relkind IN ('r', 'm')
            """
        )
        var tables: [String: Entry] = [:]
        var months: [Month: Int64] = [:]
        for row in rows {
            let root = try row.text(1)
            // A relation that was dropped meanwhile has no size.
            let table = try row.int64IfPresent(2) ?? 0
            let indexes = try row.int64IfPresent(3) ?? 0
            tables[root, default: Entry(name: root)].tableBytes += table
            tables[root, default: Entry(name: root)].indexBytes += indexes
            let name = try row.text(0)
            if let parent = PartitionedTable.all.first(where: { $0.name == root }),
                let month = parent.month(of: name)
            {
                months[month, default: 0] += table + indexes
            }
        }
        self.tables = tables.values.sorted {
            ($1.tableBytes + $1.indexBytes, $0.name) < ($0.tableBytes + $0.indexBytes, $1.name)
        }
        self.months = months
    }

    private static func name(_ relation: String, _ schema: String) -> String {
        "CASE WHEN \(schema).nspname = current_schema() THEN '' ELSE \(schema).nspname || '.' END "
            + "|| \(relation).relname"
    }

    /// The bytes that a month adds: the mean of the last complete months that hold anything, three
    /// at most.
    ///
    /// - Parameter now: The month that is not complete yet.
    /// - Returns: `nil` where no month of the last three is there.
    func growth(before now: Month) -> Int64? {
        let sizes = (1...3).compactMap { months[now.advanced(by: -$0)] }
        guard !sizes.isEmpty else { return nil }
        return sizes.reduce(0, +) / Int64(sizes.count)
    }
}
