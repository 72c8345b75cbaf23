import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// The materialized views, in an order in which they can be refreshed.
    public static let materializedViews = ["trades_by_symbol_day", "cubi.daily_stats"]

    /// Computes every materialized view anew; readers see the old rows until then.
    ///
    /// The server does it in the name of the views' owner: nobody else may.
    ///
    /// - Returns: The views refreshed.
    /// - Throws: ``StoreError``; views refreshed before stay refreshed.
    @discardableResult
    public func refreshMaterializedViews() throws(StoreError) -> [String] {
        for view in StoreLane.materializedViews {
            try doing("refresh the materialized view \(view)") {
                try connection.query("SELECT chandler_upkeep.refresh_view($1)", [.text(view)])
            }
        }
        return StoreLane.materializedViews
    }

    /// Brings `open_positions` in line with trades and candles.
    ///
    /// A position whose trade is no longer open leaves the table. The others get the close of their
    /// symbol's newest candle: the one that closed last, at equal times that of the shortest
    /// interval, then of the first venue by name. `unrealized_pnl` is the difference to the entry
    /// price times the quantity, rounded to 8 places, with the other sign for short positions: a
    /// negative quantity, or an open trade whose action is SELL. It is NULL where it does not fit.
    /// Rows that stay the same are not written.
    ///
    /// - Returns: What was done.
    /// - Throws: ``StoreError``; nothing was changed.
    public func refreshOpenPositions() throws(StoreError) -> OpenPositionsRefresh {
        try doing("refresh open_positions") {
            try connection.transaction {
                let removed = try connection.execute(OpenPositionsRefresh.removeClosed)
                let updated = try connection.execute(OpenPositionsRefresh.update)
                let unpriced = try connection.query(
                    """
                    SELECT count(*) FROM open_positions AS p WHERE NOT EXISTS (
                        SELECT FROM ingest_watermarks AS w WHERE w.symbol = p.symbol)
                    """
                ).firstRow().int64(0)
                return OpenPositionsRefresh(
                    removed: removed,
                    updated: updated,
                    unpriced: Int(unpriced)
                )
            }
        }
    }
}

/// What a refresh of `open_positions` did.
public struct OpenPositionsRefresh: Sendable, Hashable {
    /// Positions that were closed in `trade_history` and had stayed.
    public let removed: Int
    /// Positions whose price changed.
    public let updated: Int
    /// Positions of symbols that have no candles.
    public let unpriced: Int

    static let removeClosed = """
        DELETE FROM open_positions AS p USING trade_history AS t
        WHERE t.symbol = p.symbol AND t.entry_time = p.entry_time AND t.status <> 'OPEN'
        """

    /// The watermarks lead to the newest candle of each series by its key, whatever the size.
    static let update = """
        WITH newest AS (
            SELECT DISTINCT ON (c.symbol) c.symbol, c.close, w.closed_at
            FROM (
                SELECT symbol, "interval", venue, watermark,
                    (watermark AT TIME ZONE 'UTC' + \(length)) AT TIME ZONE 'UTC' AS closed_at
                FROM ingest_watermarks WHERE symbol IN (SELECT symbol FROM open_positions)
            ) AS w JOIN market_data AS c
                ON c.symbol = w.symbol AND c."interval" = w."interval" AND c.venue = w.venue
                    AND c."timestamp" = w.watermark
            ORDER BY c.symbol, w.closed_at DESC NULLS LAST, w.watermark DESC, c.venue COLLATE "C"
        ), priced AS (
            SELECT p.id, newest.close, newest.closed_at,
                (newest.close - p.entry_price) * p.quantity * CASE WHEN p.quantity > 0 AND EXISTS (
                    SELECT FROM trade_history AS t
                    WHERE t.symbol = p.symbol AND t.entry_time = p.entry_time
                        AND t.status = 'OPEN' AND t.action = 'SELL'
                ) THEN -1 ELSE 1 END AS pnl
            FROM open_positions AS p JOIN newest ON newest.symbol = p.symbol
        ), fitting AS (
            SELECT id, close, closed_at,
                CASE WHEN abs(round(pnl, 8)) < 1e10 THEN round(pnl, 8) END AS pnl FROM priced
        )
        UPDATE open_positions AS p
        SET current_price = f.close, unrealized_pnl = f.pnl, last_update = f.closed_at
        FROM fitting AS f
        WHERE p.id = f.id AND (p.current_price, p.unrealized_pnl, p.last_update)
            IS DISTINCT FROM (f.close, f.pnl, f.closed_at)
        """

    /// A candle's length; `1M` means a minute to the server's own reading of intervals.
    private static let length: String = {
        let cases = Interval.allCases.map { interval in
            let length = interval.fixedMicroseconds.map { "\($0) microseconds" } ?? "1 month"
            return "WHEN '\(interval.rawValue)' THEN interval '\(length)'"
        }
        return "CASE \"interval\" \(cases.joined(separator: " ")) END"
    }()
}
