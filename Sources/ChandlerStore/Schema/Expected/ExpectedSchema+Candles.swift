extension ExpectedSchema {
    /// Candles and what they are candles of.
    static let candles: [SchemaRelation] = [
        .table(
            "market_data",
            columns: [
                "id": "bigint not null default nextval('market_data_id_seq')",
                "venue": "text not null", "symbol": "varchar(20) not null",
                "interval": "text not null", "timestamp": "timestamptz not null",
                "open": "numeric(18,8) not null", "high": "numeric(18,8) not null",
                "low": "numeric(18,8) not null", "close": "numeric(18,8) not null",
                "volume": "numeric(28,8) not null", "quote_volume": "numeric(28,8)",
                "trade_count": "bigint", "taker_buy_volume": "numeric(28,8)",
                "indicators": "jsonb",
            ],
            checks: candleChecks + ["CHECK volume >= 0"],
            keys: ["PRIMARY KEY (symbol, interval, venue, timestamp)"],
            indexes: ["btree (timestamp)"],
            partitionedBy: "RANGE (timestamp)"
        ),
        .table(
            "market_data_daily",
            columns: [
                "venue": "text not null", "symbol": "varchar(20) not null",
                "timestamp": "timestamptz not null",
                "open": "numeric(18,8) not null", "high": "numeric(18,8) not null",
                "low": "numeric(18,8) not null", "close": "numeric(18,8) not null",
                "volume": "numeric(28,8) not null", "quote_volume": "numeric(28,8)",
                "trade_count": "bigint", "taker_buy_volume": "numeric(28,8)",
                "source_interval": "text not null", "candle_count": "bigint not null",
            ],
            checks: candleChecks + ["CHECK volume >= 0", "CHECK candle_count > 0"],
            keys: ["PRIMARY KEY (symbol, venue, timestamp)"],
            indexes: ["btree (timestamp)"]
        ),
        .table(
            "instruments",
            columns: [
                "symbol": "varchar(20) not null", "venue": "text not null",
                "venue_symbol": "text not null", "base_asset": "text not null",
                "quote_asset": "text not null", "status": "text not null",
                "tick_size": "numeric", "step_size": "numeric",
                "updated_at": "timestamptz not null default now()",
            ],
            keys: ["PRIMARY KEY (symbol, venue)"]
        ),
    ]
}
