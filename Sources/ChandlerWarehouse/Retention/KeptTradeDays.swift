import ChandlerCore
import ChandlerPostgres

/// Keeps the sums by symbol and day of trades that leave, in `trades_by_symbol_day_kept`.
///
/// Trades of one day may leave at different times: their sums are added to what is kept. When a month
/// is back as a whole, nothing of it is kept any more.
struct KeptTradeDays {
    let connection: PostgresConnection
    let month: Month

    private static let counts = ["trade_count", "buy_count", "sell_count"]
    private static let sums = ["quantity", "turnover", "fees", "pnl", "net_pnl"]
    private static let before = "pg_temp.chandler_trade_days"

    /// Deletes the staged trades after their sums are kept, and compares the days with what they were.
    ///
    /// - Parameters:
    ///   - sameKey: Whether a trade `t` is the staged one `s`.
    ///   - delete: Deletes the staged trades and counts.
    /// - Returns: How many were deleted.
    /// - Throws: ``WarehouseError`` with code `badData` where a day is not what it was.
    func keep(sameKey: String, _ delete: () throws -> Int) throws -> Int {
        try connection.execute(
            """
            DROP TABLE IF EXISTS \(Self.before);
            CREATE TEMP TABLE chandler_trade_days ON COMMIT DROP AS \(total)
            """
        )
        try connection.execute(
            """
            INSERT INTO trades_by_symbol_day_kept AS kept
                (symbol, trade_date, \(Self.names.joined(separator: ", ")))
            \(Self.days(of: "trades AS t JOIN \(StagedPart.name) AS s ON \(sameKey)"))
            ON CONFLICT (symbol, trade_date) DO UPDATE SET
                \(Self.names.map(Self.addition).joined(separator: ", "))
            """
        )
        let deleted = try delete()
        try check()
        return deleted
    }

    /// Forgets what is kept of the month, whose trades are all back.
    func forget() throws(PostgresError) {
        try connection.execute(
            "DELETE FROM trades_by_symbol_day_kept WHERE \(condition)"
        )
    }

    private static let names = counts + sums

    private static func addition(_ name: String) -> String {
        "\(name) = coalesce(kept.\(name) + excluded.\(name), kept.\(name), excluded.\(name))"
    }

    /// The sums by day of trades `t`, as the view has them.
    private static func days(of trades: String, where condition: String = "true") -> String {
        """
        SELECT t.symbol, (t.executed_at AT TIME ZONE 'UTC')::date AS trade_date,
            count(*) AS trade_count,
            count(*) FILTER (WHERE t.side = 'BUY') AS buy_count,
            count(*) FILTER (WHERE t.side = 'SELL') AS sell_count,
            sum(t.quantity) AS quantity,
            sum(t.quantity * t.price) AS turnover,
            sum(t.fees) AS fees,
            sum(t.pnl) AS pnl,
            sum(t.net_pnl) AS net_pnl
        FROM \(trades) WHERE \(condition) GROUP BY 1, 2
        """
    }

    private var condition: String {
        "trade_date >= date '\(month.dashed)-01' AND trade_date < date '\(month.next.dashed)-01'"
    }

    /// The month's days, those of trades that left and of trades that are there together.
    private var total: String {
        let live = Self.days(
            of: "trades AS t",
            where: "t.executed_at >= '\(month.start)' AND t.executed_at < '\(month.end)'"
        )
        let parts = Self.names.map { "sum(\($0)) AS \($0)" }.joined(separator: ", ")
        return """
            SELECT symbol, trade_date, \(parts) FROM (
                \(live)
                UNION ALL
                SELECT symbol, trade_date, \(Self.names.joined(separator: ", "))
                FROM trades_by_symbol_day_kept WHERE \(condition)
            ) AS parts GROUP BY 1, 2
            """
    }

    /// Makes sure that every day is there with its trades counted as before, and that no sum has come
    /// or gone.
    ///
    /// Sums themselves are compared where nothing cancels out: they depend on the order of adding.
    private func check() throws {
        let differs =
            Self.counts.map { "was.\($0) IS DISTINCT FROM now.\($0)" }
            + Self.sums.map { "(was.\($0) IS NULL) <> (now.\($0) IS NULL)" }
            + ["abs(was.turnover - now.turnover) > 1e-6 * abs(was.turnover)"]
        let days = try connection.query(
            """
            SELECT symbol || ' ' || trade_date
            FROM \(Self.before) AS was FULL JOIN (\(total)) AS now USING (symbol, trade_date)
            WHERE \(differs.joined(separator: " OR ")) ORDER BY 1 LIMIT 3
            """
        ).map { try $0.text(0) }
        guard days.isEmpty else {
            throw WarehouseError(
                .badData,
                "trades \(month.dashed): trades_by_symbol_day_kept would not keep "
                    + "\(days.joined(separator: ", ")) as the trades say; nothing was dropped"
            )
        }
    }
}
