import ChandlerCore
import ChandlerPostgres

/// Brings snapshots into `cubi.token_data`, past those that are there.
struct TokenDataWriter {
    private static let staging = "pg_temp.chandler_stage_tokens"
    private static let fieldCount = 13
    private static let columns = """
        mint, network, source, observed_at, symbol, price, liquidity, volume, holder_count, \
        created_at, origins, raw_data
        """

    let connection: PostgresConnection
    let runID: Int64

    /// Stages the rows and inserts those that are not stored.
    ///
    /// - Returns: How many were inserted.
    func write(_ rows: [TokenRow]) throws -> Int {
        if rows.isEmpty { return 0 }
        try prepare()
        try connection.copyIn(
            "COPY \(Self.staging) (\(Self.columns), doubts) FROM STDIN (FORMAT binary)"
        ) { writer in
            for row in rows { try append(row, to: &writer) }
        }
        return try connection.execute(
            """
            INSERT INTO cubi.token_data (\(Self.columns), doubts, run_id)
            SELECT \(Self.columns),
                CASE WHEN doubts IS NOT NULL THEN
                    ARRAY(SELECT jsonb_array_elements_text(doubts))
                END, \(runID)
            FROM \(Self.staging)
            ON CONFLICT (mint, network, source, observed_at) DO NOTHING
            """
        )
    }

    private func prepare() throws {
        if try connection.hasTable(Self.staging) {
            try connection.execute("TRUNCATE \(Self.staging)")
        } else {
            try connection.execute(
                """
                CREATE TEMP TABLE \(Self.staging.split(separator: ".")[1]) AS
                SELECT \(Self.columns), NULL::jsonb AS doubts FROM cubi.token_data WITH NO DATA
                """
            )
        }
    }

    private func append(_ row: TokenRow, to writer: inout BinaryCopyWriter) throws {
        try writer.beginRow(fieldCount: Self.fieldCount)
        writer.append(utf8: row.mint)
        writer.append(utf8: row.network)
        writer.append(utf8: row.source)
        writer.append(timestampMicroseconds: row.observedAt.microseconds)
        if let symbol = row.symbol { writer.append(utf8: symbol) } else { writer.appendNull() }
        writer.append(row.price)
        writer.append(row.liquidity)
        writer.append(row.volume)
        if let count = row.holderCount.flatMap({ Int32(exactly: $0) }) {
            writer.append(int32: count)
        } else {
            writer.appendNull()
        }
        if let time = row.createdAt {
            writer.append(timestampMicroseconds: time.microseconds)
        } else {
            writer.appendNull()
        }
        let origins = row.origins.sorted { $0.key < $1.key }
        writer.append(
            jsonb: JSONText.object(origins.map { ($0.key, JSONText.string($0.value)) })
        )
        writer.append(jsonb: JSONText.object(row.raw.map { ($0.source, $0.text) }))
        if row.doubts.isEmpty {
            writer.appendNull()
        } else {
            writer.append(jsonb: JSONText.array(row.doubts))
        }
    }
}

extension BinaryCopyWriter {
    /// Appends a `double precision` or NULL.
    mutating func append(_ value: Double?) {
        if let value { append(double: value) } else { appendNull() }
    }

    /// Appends a `jsonb` from its text.
    fileprivate mutating func append(jsonb text: String) {
        appendJSONB { raw in raw.append(utf8: text) }
    }
}
