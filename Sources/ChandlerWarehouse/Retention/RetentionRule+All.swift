import ChandlerCore
import ChandlerPostgres
import ChandlerStore

extension RetentionRule {
    /// The rules, in an order in which no row goes before those that name it.
    ///
    /// The one place for a new table: a line here is all that it needs. Tables without a line are
    /// kept for ever, `market_data_daily`, `cubi.daily_stats_kept` and `trades_by_symbol_day_kept`
    /// among them.
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
            ),
            summary: .tradeDays
        ),
        RetentionRule(
            table: "orders",
            column: "created_at",
            span: .days(30),
            way: .rows(
                """
                t.status IN ('FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED')
                    AND coalesce(t.filled_at, t.cancelled_at, t.updated_at) < :cutoff
                    AND NOT EXISTS (SELECT FROM :trades AS r WHERE r.order_id = t.id)
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
                    AND NOT EXISTS (SELECT FROM :trades AS r WHERE r.position_id = t.id)
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

    /// The trades that are there when some months of them have left, for a statement's FROM.
    ///
    /// What only says what it would do must not count those that the same run removes first.
    static func trades(without months: [Month], _ options: RetentionOptions) throws -> String {
        guard !months.isEmpty, let rule = all.first(where: { $0.table == "trades" }),
            case .rows(let condition) = rule.way,
            let cutoff = options.span(of: rule).cutoff(at: options.now)
        else { return "trades" }
        let column = "t.\(try PostgresIdentifier(rule.column).sql)"
        let spans = months.map { month in
            "\(column) >= '\(month.start)' AND \(column) < '\(month.end)'"
        }
        let due = condition.replacing(":cutoff", with: "timestamptz '\(cutoff)'")
        return """
            (SELECT * FROM trades AS t
             WHERE NOT coalesce((\(spans.joined(separator: " OR "))) AND (\(due)), false))
            """
    }
}
