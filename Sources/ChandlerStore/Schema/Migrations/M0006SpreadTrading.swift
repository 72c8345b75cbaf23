extension Migration {
    /// The tables of spread trading.
    ///
    /// Decisions that the statements show, where the documents leave something open:
    /// - NOT NULL stands where a row could not be found, placed or aged without the value; amounts
    ///   that only follow from others (`average_price`, `pnl`, ...) may be missing.
    /// - Foreign keys have no ON DELETE action: whoever removes an order that a trade names is
    ///   refused, so that nothing loses its context. Archiving removes trades before orders.
    /// - Foreign keys name the UUID, which no outside system hands out again; `order_id` and
    ///   `trade_id` are the venues' own.
    /// - A snapshot of the portfolio always belongs to a strategy: it is part of its key.
    /// - `audit_log` refuses changes by trigger, so to its owner and to superusers as well, and
    ///   the triggers fire in replicating sessions too.
    /// - GIN indexes have `jsonb_path_ops`: a third of the size, and containment is what is asked.
    static let spreadTrading = Migration(
        version: 6,
        name: "spread_trading",
        up: spreadTradingTables + "\n\n" + spreadTradingRecords,
        down: """
            DROP MATERIALIZED VIEW trades_by_symbol_day;
            DROP TABLE audit_log;
            DROP FUNCTION audit_log_refuse();
            DROP TABLE portfolio;
            DROP TABLE trades;
            DROP TABLE positions;
            DROP TABLE orders;
            DROP TABLE strategies;
            DROP TYPE position_status;
            DROP TYPE position_type;
            DROP TYPE order_status;
            DROP TYPE order_type;
            DROP TYPE order_side;
            """
    )

    private static let spreadTradingTables = """
        CREATE TYPE order_side AS ENUM ('BUY', 'SELL');
        CREATE TYPE order_type AS ENUM ('MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT');
        CREATE TYPE order_status AS ENUM ('PENDING', 'OPEN', 'PARTIALLY_FILLED', 'FILLED',
            'CANCELLED', 'REJECTED', 'EXPIRED');
        CREATE TYPE position_type AS ENUM ('LONG', 'SHORT');
        CREATE TYPE position_status AS ENUM ('OPEN', 'CLOSED', 'LIQUIDATED');

        CREATE TABLE strategies (
            id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
            name        text        NOT NULL UNIQUE,
            description text,
            parameters  jsonb,
            is_active   boolean     NOT NULL DEFAULT true,
            created_at  timestamptz NOT NULL DEFAULT now(),
            updated_at  timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX strategies_parameters_idx
            ON strategies USING gin (parameters jsonb_path_ops);

        CREATE TABLE orders (
            id              uuid             PRIMARY KEY DEFAULT gen_random_uuid(),
            order_id        varchar(100)     NOT NULL UNIQUE,
            symbol          varchar(20)      NOT NULL,
            side            order_side       NOT NULL,
            order_type      order_type       NOT NULL,
            quantity        double precision NOT NULL,
            price           double precision,
            stop_price      double precision,
            status          order_status     NOT NULL,
            filled_quantity double precision DEFAULT 0,
            average_price   double precision DEFAULT 0,
            exchange        varchar(50)      NOT NULL,
            source          varchar(50)      NOT NULL,
            created_at      timestamptz      NOT NULL DEFAULT now(),
            updated_at      timestamptz      NOT NULL DEFAULT now(),
            filled_at       timestamptz,
            cancelled_at    timestamptz,
            metadata        jsonb
        );
        CREATE INDEX orders_symbol_idx ON orders (symbol, status, created_at);
        CREATE INDEX orders_metadata_idx ON orders USING gin (metadata jsonb_path_ops);

        CREATE TABLE positions (
            id             uuid             PRIMARY KEY DEFAULT gen_random_uuid(),
            symbol         varchar(20)      NOT NULL,
            side           position_type    NOT NULL,
            quantity       double precision NOT NULL,
            average_price  double precision,
            current_price  double precision,
            unrealized_pnl double precision DEFAULT 0,
            realized_pnl   double precision DEFAULT 0,
            status         position_status  NOT NULL,
            exchange       varchar(50),
            strategy_id    uuid             REFERENCES strategies (id),
            opened_at      timestamptz      NOT NULL,
            closed_at      timestamptz,
            updated_at     timestamptz      NOT NULL DEFAULT now(),
            metadata       jsonb
        );
        CREATE INDEX positions_symbol_idx ON positions (symbol, status, opened_at);
        CREATE INDEX positions_strategy_id_idx ON positions (strategy_id);
        CREATE INDEX positions_metadata_idx ON positions USING gin (metadata jsonb_path_ops);

        CREATE TABLE trades (
            id                uuid             PRIMARY KEY DEFAULT gen_random_uuid(),
            trade_id          varchar(100)     NOT NULL UNIQUE,
            symbol            varchar(20)      NOT NULL,
            side              order_side       NOT NULL,
            quantity          double precision NOT NULL,
            price             double precision NOT NULL,
            fees              double precision DEFAULT 0,
            pnl               double precision DEFAULT 0,
            net_pnl           double precision DEFAULT 0,
            order_id          uuid             REFERENCES orders (id),
            position_id       uuid             REFERENCES positions (id),
            strategy_id       uuid             REFERENCES strategies (id),
            exchange          varchar(50),
            executed_at       timestamptz      NOT NULL,
            signal_strength   double precision,
            signal_confidence double precision,
            exit_reason       varchar(100),
            metadata          jsonb
        );
        CREATE INDEX trades_symbol_idx ON trades (symbol, executed_at);
        CREATE INDEX trades_order_id_idx ON trades (order_id);
        CREATE INDEX trades_position_id_idx ON trades (position_id);
        CREATE INDEX trades_strategy_id_idx ON trades (strategy_id);
        CREATE INDEX trades_metadata_idx ON trades USING gin (metadata jsonb_path_ops);
        COMMENT ON COLUMN trades.order_id IS 'orders.id, not the venue''s orders.order_id';
        """

    private static let spreadTradingRecords = """
        CREATE TABLE portfolio (
            strategy_id uuid             NOT NULL REFERENCES strategies (id),
            asset       varchar(20)      NOT NULL,
            as_of       timestamptz      NOT NULL,
            quantity    double precision NOT NULL,
            value       double precision,
            currency    varchar(20),
            PRIMARY KEY (strategy_id, asset, as_of)
        );
        COMMENT ON TABLE portfolio IS 'Snapshots: what a strategy held of an asset at a moment';
        COMMENT ON COLUMN portfolio.value IS 'Worth of the quantity in currency';

        CREATE TABLE audit_log (
            id       bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            who      text        NOT NULL DEFAULT session_user,
            "when"   timestamptz NOT NULL DEFAULT clock_timestamp(),
            action   text        NOT NULL,
            "table"  text        NOT NULL,
            key      text,
            before   jsonb,
            after    jsonb
        );
        CREATE INDEX audit_log_when_idx ON audit_log ("when");
        CREATE INDEX audit_log_table_idx ON audit_log ("table", key);
        CREATE INDEX audit_log_values_idx
            ON audit_log USING gin (before jsonb_path_ops, after jsonb_path_ops);
        COMMENT ON TABLE audit_log IS 'Append-only: rows are never changed or removed';
        COMMENT ON COLUMN audit_log.key IS 'Primary key of the row in question, as text';

        CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'audit_log is append-only: % is refused to every role', TG_OP
                USING ERRCODE = 'insufficient_privilege';
        END
        $$;
        CREATE TRIGGER audit_log_refuse_change BEFORE UPDATE OR DELETE ON audit_log
            FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();
        CREATE TRIGGER audit_log_refuse_truncate BEFORE TRUNCATE ON audit_log
            FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();
        ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_refuse_change,
            ENABLE ALWAYS TRIGGER audit_log_refuse_truncate;

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
