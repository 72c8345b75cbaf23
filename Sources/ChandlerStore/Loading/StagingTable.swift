import ChandlerPostgres

/// The temporary table of one connection that rows pass through before they are merged: made
/// when first needed, emptied before each use.
struct StagingTable {
    static let name = "chandler_stage_candles"
    /// How its rows' indicators are sent.
    let form: IndicatorWriter.Form
    private var isMade = false

    init(as form: IndicatorWriter.Form) {
        self.form = form
    }

    /// The name of the table for this form.
    var table: String { "\(StagingTable.name)_\(form)" }

    /// The columns as `market_data` has them.
    var columns: String {
        CandleRowEncoder.columns.replacing("indicators", with: "indicators::jsonb")
    }

    /// Makes sure the table is there and empty.
    mutating func prepare(_ connection: PostgresConnection) throws(PostgresError) {
        if !isMade {
            try connection.execute(
                """
                CREATE TEMP TABLE IF NOT EXISTS \(table) AS
                SELECT \(CandleRowEncoder.columns) FROM market_data WITH NO DATA
                """
            )
            if form == .image {
                try connection.execute("ALTER TABLE \(table) \(ImageType.toImage)")
            }
            isMade = true
        }
        try connection.execute("TRUNCATE \(table)")
    }
}
