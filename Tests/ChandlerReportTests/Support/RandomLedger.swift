import ChandlerCore
import ChandlerPostgres

@testable import ChandlerReport

/// Writes a series of which every place is known into a database: rows and ledger.
struct RandomLedger {
    let connection: PostgresConnection

    func write(_ known: RandomSeries) throws {
        let series = known.series
        let key: [PostgresParameter] = [
            .text(series.symbol.text), .text(series.interval.rawValue), .text(series.venue),
        ]
        for month in Set(known.openTimes.map(\.month)).sorted() {
            try connection.query(
                "SELECT chandler_upkeep.ensure_month('market_data', $1::date)",
                [.text("\(month.dashed)-01")]
            )
        }
        let stored = zip(known.openTimes, known.places).filter { $0.1 == .stored }.map(\.0)
        try connection.query(
            """
            INSERT INTO market_data
                (symbol, "interval", venue, "timestamp", open, high, low, close, volume, indicators)
            SELECT $1, $2, $3, moment::timestamptz, 2, 3, 1, 2, 5, '{"sma_50": 2, "rsi_14": 50}'
            FROM unnest(string_to_array($4, ',')) AS moment
            """,
            key + [.text(stored.map(\.description).joined(separator: ","))]
        )
        let coverage = known.ledger.coverage.map { "[\"\($0.start)\",\"\($0.end)\")" }
        try connection.query(
            """
            INSERT INTO ingest_watermarks (symbol, "interval", venue, first_open_time, watermark,
                coverage, asked_until, indicators, indicator_fingerprint, run_id)
            VALUES ($1, $2, $3, $4, $5, $6::tstzmultirange, $5, 'sma_50,rsi_14', '-', 1)
            """,
            key + [
                .timestampMicroseconds(known.openTimes[0].microseconds),
                .timestampMicroseconds(known.openTimes[known.openTimes.count - 1].microseconds),
                .text("{\(coverage.joined(separator: ","))}"),
            ]
        )
        for gap in known.gaps { try write(gap, key) }
    }

    /// Writes a gap of the series with a key.
    func write(_ gap: Gap, _ key: [PostgresParameter]) throws {
        try connection.query(
            """
            INSERT INTO ingest_gaps (symbol, "interval", venue, gap_start, gap_end, missing, status,
                reason, run_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
            """,
            key + [
                .timestampMicroseconds(gap.range.start.microseconds),
                .timestampMicroseconds(gap.range.end.microseconds), .int64(Int64(gap.missing)),
                .text(gap.status.rawValue), gap.status == .open ? .null : .text("outage"),
            ]
        )
    }
}
