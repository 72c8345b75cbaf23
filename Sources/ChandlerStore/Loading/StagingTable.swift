import ChandlerPostgres

/// The temporary table of one connection that rows pass through before they are merged: made
/// when first needed, emptied before each use.
struct StagingTable {
    static let name = "pg_temp.chandler_stage_candles"
    private var isMade = false

    /// Makes sure the table is there and empty.
    mutating func prepare(_ connection: PostgresConnection) throws(PostgresError) {
        if !isMade {
            try connection.execute(
                """
                CREATE TEMP TABLE IF NOT EXISTS \(StagingTable.name) AS
                SELECT \(CandleRowEncoder.columns) FROM market_data WITH NO DATA
                """
            )
            isMade = true
        }
        try connection.execute("TRUNCATE \(StagingTable.name)")
    }
}
