extension Migration {
    /// Candles, partitioned by month, and the list of instruments.
    ///
    /// Decisions that the statements show:
    /// - `id` is filled from a sequence by a plain default: before PostgreSQL 17 partitions do not
    ///   inherit an identity column, and rows are copied straight into partitions.
    /// - The primary key serves reads of one series in either direction. The b-tree on
    ///   `timestamp` serves reads across series; a BRIN index would load some per cent faster but
    ///   answers "newest rows" by reading whole block ranges.
    /// - There is no default partition: attaching a month would have to scan it.
    static let marketData = Migration(
        version: 1,
        name: "market_data",
        up: """
            CREATE TABLE instruments (
                symbol       varchar(20) NOT NULL,
                venue        text        NOT NULL,
                venue_symbol text        NOT NULL,
                base_asset   text        NOT NULL,
                quote_asset  text        NOT NULL,
                status       text        NOT NULL,
                tick_size    numeric,
                step_size    numeric,
                updated_at   timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (symbol, venue)
            );

            CREATE SEQUENCE market_data_id_seq AS bigint CACHE 1000;

            CREATE TABLE market_data (
                id               bigint        NOT NULL DEFAULT nextval('market_data_id_seq'),
                venue            text          NOT NULL,
                symbol           varchar(20)   NOT NULL,
                "interval"       text          NOT NULL,
                "timestamp"      timestamptz   NOT NULL,
                open             numeric(18,8) NOT NULL,
                high             numeric(18,8) NOT NULL,
                low              numeric(18,8) NOT NULL,
                close            numeric(18,8) NOT NULL,
                volume           numeric(28,8) NOT NULL,
                quote_volume     numeric(28,8),
                trade_count      bigint,
                taker_buy_volume numeric(28,8),
                indicators       jsonb,
                CONSTRAINT market_data_high_check
                    CHECK (high >= low AND high >= open AND high >= close),
                CONSTRAINT market_data_low_check CHECK (low <= open AND low <= close),
                CONSTRAINT market_data_volume_check CHECK (volume >= 0),
                PRIMARY KEY (symbol, "interval", venue, "timestamp")
            ) PARTITION BY RANGE ("timestamp");

            ALTER SEQUENCE market_data_id_seq OWNED BY market_data.id;
            CREATE INDEX market_data_timestamp_idx ON market_data ("timestamp");

            COMMENT ON TABLE market_data IS
                'Complete candles by venue, symbol, interval and open time (UTC)';
            COMMENT ON COLUMN market_data."timestamp" IS 'Open time of the candle';
            COMMENT ON COLUMN market_data.volume IS 'Traded amount in base currency';
            """,
        down: """
            DROP TABLE market_data;
            DROP TABLE instruments;
            """
    )
}
