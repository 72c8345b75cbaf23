extension Migration {
    /// Which rows live in files.
    ///
    /// Decisions that the statements show:
    /// - A row is a part: one file of rows of one month of one table. A partition has one part, and
    ///   more where rows come into a month that is archived; rows of a month of a plain table become
    ///   due at different times, so that their month has several. Parts never share a row.
    /// - A part is out of the table while `dropped_at` is later than `restored_at`. Neither time is
    ///   taken back, so that the last drop and the last return both stay known.
    /// - A row is written in the transaction that drops the rows, never before.
    /// - Days of trades must stay when trades leave: `trades_by_symbol_day_kept` holds the sums of
    ///   those that are out, and the view adds the sums of those that are there. They are added and
    ///   do not win over each other as days of tokens do, because trades of one day leave at
    ///   different times: those of open positions stay. What comes back leaves it again.
    static let archives = Migration(
        version: 10,
        name: "archives",
        up: archivesTable + "\n\n" + keptTradeDays,
        down: """
            DROP MATERIALIZED VIEW trades_by_symbol_day;
            \(liveTradeDays)
            DROP TABLE trades_by_symbol_day_kept;
            DROP TABLE archives;
            """
    )

    private static let archivesTable = """
        CREATE TABLE archives (
            table_name      text        NOT NULL,
            month           date        NOT NULL,
            part            integer     NOT NULL,
            folder          text        NOT NULL,
            file            text        NOT NULL,
            row_count       bigint      NOT NULL,
            bytes           bigint      NOT NULL,
            sha256          text        NOT NULL,
            digest          text        NOT NULL,
            schema_version  integer     NOT NULL,
            program_version text        NOT NULL,
            archived_at     timestamptz NOT NULL,
            dropped_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
            restored_at     timestamptz,
            run_id          bigint,
            CONSTRAINT archives_month_check CHECK (EXTRACT(day FROM month) = 1),
            CONSTRAINT archives_count_check
                CHECK (part >= 0 AND row_count >= 0 AND bytes > 0),
            PRIMARY KEY (table_name, month, part)
        );
        COMMENT ON TABLE archives IS
            'Files that hold rows taken out of tables; out while dropped_at > restored_at';
        COMMENT ON COLUMN archives.sha256 IS 'Of the file''s bytes';
        COMMENT ON COLUMN archives.digest IS
            'SHA-256 of the rows in the order of the primary key, in the form of binary COPY';
        """

    private static let keptTradeDays = """
        CREATE TABLE trades_by_symbol_day_kept (
            symbol      varchar(20) NOT NULL,
            trade_date  date        NOT NULL,
            trade_count bigint      NOT NULL,
            buy_count   bigint      NOT NULL,
            sell_count  bigint      NOT NULL,
            quantity    double precision,
            turnover    double precision,
            fees        double precision,
            pnl         double precision,
            net_pnl     double precision,
            PRIMARY KEY (symbol, trade_date)
        );
        COMMENT ON TABLE trades_by_symbol_day_kept IS
            'Sums by symbol and UTC day of the trades that are archived and not in trades';

        DROP MATERIALIZED VIEW trades_by_symbol_day;
        CREATE MATERIALIZED VIEW trades_by_symbol_day AS
            SELECT symbol, trade_date,
                sum(trade_count)::bigint AS trade_count,
                sum(buy_count)::bigint AS buy_count,
                sum(sell_count)::bigint AS sell_count,
                sum(quantity) AS quantity,
                sum(turnover) AS turnover,
                sum(fees) AS fees,
                sum(pnl) AS pnl,
                sum(net_pnl) AS net_pnl
            FROM (
                SELECT symbol,
                    (executed_at AT TIME ZONE 'UTC')::date AS trade_date,
                    count(*) AS trade_count,
                    count(*) FILTER (WHERE side = 'BUY') AS buy_count,
                    count(*) FILTER (WHERE side = 'SELL') AS sell_count,
                    sum(quantity) AS quantity,
                    sum(quantity * price) AS turnover,
                    sum(fees) AS fees,
                    sum(pnl) AS pnl,
                    sum(net_pnl) AS net_pnl
                FROM trades GROUP BY 1, 2
                UNION ALL
                SELECT symbol, trade_date, trade_count, buy_count, sell_count, quantity, turnover,
                    fees, pnl, net_pnl
                FROM trades_by_symbol_day_kept
            ) AS parts GROUP BY 1, 2;
        CREATE UNIQUE INDEX trades_by_symbol_day_key
            ON trades_by_symbol_day (symbol, trade_date);
        COMMENT ON MATERIALIZED VIEW trades_by_symbol_day IS
            'Trades, archived ones too, summed up by symbol and UTC day, as of the last refresh';
        """

    /// The view as it was before trades could be archived.
    private static let liveTradeDays = """
        CREATE MATERIALIZED VIEW trades_by_symbol_day AS
            SELECT symbol,
                (executed_at AT TIME ZONE 'UTC')::date AS trade_date,
                count(*) AS trade_count,
                count(*) FILTER (WHERE side = 'BUY') AS buy_count,
                count(*) FILTER (WHERE side = 'SELL') AS sell_count,
                sum(quantity) AS quantity,
                sum(quantity * price) AS turnover,
                sum(fees) AS fees,
                sum(pnl) AS pnl,
                sum(net_pnl) AS net_pnl
            FROM trades GROUP BY 1, 2;
        CREATE UNIQUE INDEX trades_by_symbol_day_key
            ON trades_by_symbol_day (symbol, trade_date);
        COMMENT ON MATERIALIZED VIEW trades_by_symbol_day IS
            'Trades summed up by symbol and UTC day, as of the last refresh';
        """
}
