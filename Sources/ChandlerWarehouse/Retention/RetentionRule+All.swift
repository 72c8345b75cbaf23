import ChandlerStore

extension RetentionRule {
    /// The rules, in an order in which no row goes before those that name it.
    ///
    /// The one place for a new table: a line here is all that it needs. Tables without a line are
    /// kept for ever, `market_data_daily` and `cubi.daily_stats_kept` among them.
    static let all: [RetentionRule] = [
        RetentionRule(
            table: "market_data",
            column: "timestamp",
            span: .months(24),
            way: .partitions(.marketData),
            summary: .dailyCandles
        ),
        RetentionRule(
            table: "cubi.trade_data",
            column: "entry_time",
            span: .forever,
            way: .partitions(.tradeData),
            summary: .tokenTrades
        ),
        RetentionRule(
            table: "system_logs",
            column: "timestamp",
            span: .months(3),
            way: .rows("true")
        ),
        RetentionRule(
            table: "trading_signals",
            column: "timestamp",
            span: .months(12),
            way: .rows("true")
        ),
        RetentionRule(
            table: "trade_history",
            column: "entry_time",
            span: .forever,
            way: .rows("t.status <> 'OPEN' AND coalesce(t.exit_time, t.entry_time) < :cutoff")
        ),
        // A trade is over when its position is.
        RetentionRule(
            table: "trades",
            column: "executed_at",
            span: .months(12),
            way: .rows(
                """
                NOT EXISTS (
                    SELECT FROM positions AS p WHERE p.id = t.position_id AND p.status = 'OPEN')
                """
            )
        ),
        RetentionRule(
            table: "orders",
            column: "created_at",
            span: .days(30),
            way: .rows(
                """
                t.status IN ('FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED')
                    AND coalesce(t.filled_at, t.cancelled_at, t.updated_at) < :cutoff
                    AND NOT EXISTS (SELECT FROM trades AS r WHERE r.order_id = t.id)
                """
            )
        ),
        RetentionRule(
            table: "positions",
            column: "opened_at",
            span: .forever,
            way: .rows(
                """
                t.status <> 'OPEN' AND coalesce(t.closed_at, t.updated_at) < :cutoff
                    AND NOT EXISTS (SELECT FROM trades AS r WHERE r.position_id = t.id)
                """
            )
        ),
        // Also the privacy rule: no archive, and no longer than this.
        RetentionRule(
            table: "cubi.token_data",
            column: "observed_at",
            span: .days(90),
            longest: .days(90),
            way: .deletion,
            summary: .tokenSnapshots
        ),
    ]
}
