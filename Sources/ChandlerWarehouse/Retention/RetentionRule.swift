import ChandlerStore

/// What becomes of a table's old rows.
struct RetentionRule: Sendable, Hashable {
    /// How rows leave the table.
    enum Way: Sendable, Hashable {
        /// Whole partitions are archived, compared and dropped.
        case partitions(PartitionedTable)
        /// The rows of a month that meet a condition are archived, compared and deleted.
        ///
        /// The condition is about a row `t`; `:cutoff` stands for the first moment that is kept,
        /// `:trades` for the trades that are left.
        case rows(String)
        /// Rows are deleted without an archive, to the moment.
        case deletion
    }

    /// What must be summed up before details go.
    enum Summary: Sendable, Hashable {
        /// Days of `market_data_daily`.
        case dailyCandles
        /// The trades' columns of `cubi.daily_stats_kept`.
        case tokenTrades
        /// Days of `trades_by_symbol_day_kept`.
        case tradeDays
        /// The snapshots' columns of `cubi.daily_stats_kept`.
        case tokenSnapshots
    }

    /// The table.
    let table: String
    /// The column that says how old a row is.
    let column: String
    /// How long rows are kept unless told otherwise.
    let span: RetentionSpan
    /// The longest that may be asked for.
    var longest: RetentionSpan = .forever
    /// How rows leave the table.
    let way: Way
    /// What must be summed up before.
    var summary: Summary?
}
