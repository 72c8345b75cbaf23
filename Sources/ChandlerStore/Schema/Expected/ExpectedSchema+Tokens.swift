extension ExpectedSchema {
    /// Part C of the contract: what aggregators tell.
    static let tokens: [SchemaRelation] = [
        .table(
            "cubi.token_data",
            columns: [
                "id": "bigint not null identity", "mint": "varchar(44) not null",
                "network": "text not null", "source": "text not null",
                "observed_at": "timestamptz not null", "symbol": "varchar(32)",
                "price": "double precision", "liquidity": "double precision",
                "volume": "double precision", "holder_count": "integer",
                "created_at": "timestamptz", "origins": "jsonb not null", "doubts": "text[]",
                "raw_data": "jsonb not null", "run_id": "bigint",
            ],
            keys: ["PRIMARY KEY (id)", "UNIQUE (mint, network, source, observed_at)"],
            indexes: [
                "btree (mint, observed_at DESC)", "btree (observed_at)",
                "gin (raw_data jsonb_path_ops)",
            ]
        ),
        .table(
            "cubi.token_candles",
            columns: [
                "mint": "varchar(44) not null", "pool": "text not null",
                "interval": "text not null", "venue": "text not null",
                "network": "text not null", "timestamp": "timestamptz not null",
                "open": "double precision not null", "high": "double precision not null",
                "low": "double precision not null", "close": "double precision not null",
                "volume": "double precision", "indicators": "jsonb",
            ],
            checks: candleChecks + [
                "CHECK low >= 0 AND high < 'Infinity'",
                "CHECK volume >= 0 AND volume < 'Infinity'",
            ],
            keys: ["PRIMARY KEY (mint, pool, interval, venue, network, timestamp)"],
            indexes: ["btree (timestamp)"]
        ),
        .table(
            "cubi.token_series",
            columns: [
                "mint": "varchar(44) not null", "pool": "text not null",
                "interval": "text not null", "venue": "text not null",
                "network": "text not null", "symbol": "text", "first_open_time": "timestamptz",
                "watermark": "timestamptz", "coverage": "tstzmultirange not null",
                "indicators": "text not null", "indicator_fingerprint": "text not null",
                "state_open_time": "timestamptz", "state": "bytea",
                "is_stale": "boolean not null",
                "updated_at": "timestamptz not null default clock_timestamp()",
                "run_id": "bigint not null",
            ],
            checks: [
                "CHECK (first_open_time IS NULL) = (watermark IS NULL)",
                "CHECK (state_open_time IS NULL) = (state IS NULL)",
            ],
            keys: ["PRIMARY KEY (mint, pool, interval, venue, network)"]
        ),
    ]
}
