import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Makes the months of `cubi.trade_data` that imported rows need, in the import's transaction.
///
/// The server's function does it in the name of the tables' owner.
struct ImportMonths {
    let connection: PostgresConnection

    /// Makes what is missing.
    ///
    /// - Returns: The partitions made now.
    func ensure(_ months: [Month]) throws -> [String] {
        let table = PartitionedTable.tradeData
        return try months.filter { month in
            try connection.query(
                "SELECT chandler_upkeep.ensure_month($1, $2::date)",
                [.text(table.name), .text("\(month.dashed)-01")]
            ).firstRow().bool(0)
        }.map(table.partition)
    }
}
