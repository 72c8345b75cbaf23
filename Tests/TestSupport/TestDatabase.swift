package import ChandlerPostgres

/// One database of a test; it is dropped with the last reference.
package final class TestDatabase: Sendable {
    /// Its server.
    package let cluster: TestCluster
    /// Its name.
    package let name: String

    init(cluster: TestCluster, name: String) {
        self.cluster = cluster
        self.name = name
    }

    deinit {
        _ = try? cluster.connect().execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    /// The URI of the superuser over the socket.
    package var url: String { configuration.uri }

    private var configuration: ConnectionConfiguration {
        cluster.server.connectionConfiguration.with(database: name)
    }

    /// A connection as superuser.
    package func connect() throws -> PostgresConnection {
        try PostgresConnection(configuration, applicationName: "test")
    }

    /// Runs statements.
    package func execute(_ sql: String) throws {
        try connect().execute(sql)
    }

    /// The first value of an answer; `"null"` for null.
    package func value(_ sql: String) throws -> String {
        try connect().query(sql).firstRow().textIfPresent(0) ?? "null"
    }

    /// The first column of an answer.
    package func column(_ sql: String) throws -> [String] {
        try connect().query(sql).map { try $0.textIfPresent(0) ?? "null" }
    }

    /// The number of rows of a table.
    package func count(_ table: String, where condition: String = "true") throws -> Int {
        Int(try value("SELECT count(*) FROM \(table) WHERE \(condition)")) ?? -1
    }
}

extension TestDatabase {
    /// A digest of all rows in order, indicators included, ids left out.
    package func checksum() throws -> String {
        try value(
            """
            SELECT count(*) || ' rows, ' || coalesce(md5(string_agg(md5(ROW(
                venue, symbol, "interval", "timestamp", open, high, low, close, volume,
                quote_volume, trade_count, taker_buy_volume, indicators)::text), ''
                ORDER BY symbol, "interval", venue, "timestamp")), '-')
            FROM market_data
            """
        )
    }

    /// What the ledger says of the series: watermark, coverage, indicators and gaps.
    package func ledger() throws -> [String] {
        try column(
            """
            SELECT ROW(symbol, "interval", venue, first_open_time, watermark, coverage,
                indicators, indicator_fingerprint, stale_from)::text
            FROM ingest_watermarks ORDER BY 1
            """
        )
            + column(
                """
                SELECT ROW(symbol, "interval", venue, gap_start, gap_end, missing, status, reason)::text
                FROM ingest_gaps ORDER BY symbol, "interval", venue, gap_start
                """
            )
    }

    /// The checksum and the ledger: what two ways of loading must agree in.
    package func state() throws -> [String] {
        [try checksum()] + (try ledger())
    }

    /// Where each stored row version lies and which transaction wrote it.
    package func rowVersions() throws -> String {
        try value(
            """
            SELECT count(*) || ' ' || md5(string_agg(tableoid || ctid::text || xmin, ' '
                ORDER BY tableoid, ctid)) FROM market_data
            """
        )
    }

    /// Month tables that are no partitions: what an interrupted load must not leave.
    package func looseTables() throws -> [String] {
        try column(
            """
            SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relispartition
                AND relname LIKE 'market\\_data\\_y%'
            """
        )
    }
}
