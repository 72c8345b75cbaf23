public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// The record of a series, or `nil` when nothing of it is stored.
    public func record(of series: SeriesID) throws(StoreError) -> SeriesRecord? {
        try doing("read the watermark of \(series)") {
            let rows = try connection.query(
                """
                SELECT first_open_time, watermark, indicators, indicator_fingerprint, stale_from,
                    asked_until
                FROM ingest_watermarks WHERE \(SeriesID.condition)
                """,
                series.parameters
            )
            guard let row = rows.first else { return nil }
            let spans = try connection.query(
                """
                SELECT lower(span), upper(span)
                FROM ingest_watermarks, unnest(coverage) AS span WHERE \(SeriesID.condition)
                """,
                series.parameters
            )
            return SeriesRecord(
                series: series,
                firstOpenTime: try row.time(0),
                watermark: try row.time(1),
                coverage: try Coverage(rows: spans),
                askedUntil: try row.time(5),
                indicators: try row.text(2).split(separator: ",").map(String.init),
                fingerprint: try row.text(3),
                staleFrom: try row.timeIfPresent(4)
            )
        }
    }

    /// The names of all stored series.
    public func allSeries() throws(StoreError) -> [SeriesID] {
        try doing("list the stored series") {
            let rows = try connection.query(
                "SELECT venue, symbol, \"interval\" FROM ingest_watermarks ORDER BY 1, 2, 3"
            )
            return try rows.map { row in
                let interval = try row.text(2)
                guard let known = Interval(rawValue: interval) else {
                    throw StoreError(
                        .inconsistent,
                        "the stored interval \(quoted(interval)) is not known"
                    )
                }
                return SeriesID(
                    venue: try row.text(0),
                    symbol: try Symbol(try row.text(1)),
                    interval: known
                )
            }
        }
    }

    /// Sets a series' record without loading anything.
    public func save(_ record: SeriesRecord, runID: Int64) throws(StoreError) {
        try doing("save the watermark of \(record.series)") {
            try LedgerWriter(connection: connection, runID: runID).write(record)
        }
    }

    /// Writes what a venue says about an instrument, where it differs from what is stored.
    public func save(_ instrument: Instrument) throws(StoreError) {
        try doing("save the instrument \(instrument.venue) \(instrument.symbol)") {
            try connection.query(
                """
                INSERT INTO instruments AS stored (symbol, venue, venue_symbol, base_asset,
                    quote_asset, status, tick_size, step_size)
                VALUES ($1, $2, $3, $4, $5, $6, $7::numeric, $8::numeric)
                ON CONFLICT (symbol, venue) DO UPDATE SET
                    (venue_symbol, base_asset, quote_asset, status, tick_size, step_size,
                     updated_at) =
                    (excluded.venue_symbol, excluded.base_asset, excluded.quote_asset,
                     excluded.status, excluded.tick_size, excluded.step_size, clock_timestamp())
                WHERE (stored.venue_symbol, stored.base_asset, stored.quote_asset, stored.status,
                       stored.tick_size, stored.step_size) IS DISTINCT FROM
                      (excluded.venue_symbol, excluded.base_asset, excluded.quote_asset,
                       excluded.status, excluded.tick_size, excluded.step_size)
                """,
                [
                    .text(instrument.symbol.text), .text(instrument.venue),
                    .text(instrument.venueSymbol), .text(instrument.baseAsset),
                    .text(instrument.quoteAsset), .text(instrument.status),
                    instrument.tickSize.map { .text($0) } ?? .null,
                    instrument.stepSize.map { .text($0) } ?? .null,
                ]
            )
        }
    }

    /// Forgets all saved indicator states of a series.
    public func dropStates(of series: SeriesID) throws(StoreError) {
        try doing("drop the indicator states of \(series)") {
            try connection.query(
                "DELETE FROM ingest_states WHERE \(SeriesID.condition)",
                series.parameters
            )
        }
    }

    /// The newest state saved after a candle before a moment, or `nil`.
    public func savedState(
        of series: SeriesID,
        before moment: Timestamp,
        fingerprint: String
    ) throws(StoreError) -> SavedState? {
        try savedState(
            of: series,
            "last_open_time < $4 AND indicator_fingerprint = $5",
            [.time(moment), .text(fingerprint)]
        )
    }

    /// The state saved after one candle, or `nil`.
    public func savedState(
        of series: SeriesID,
        at openTime: Timestamp
    ) throws(StoreError) -> SavedState? {
        try savedState(of: series, "last_open_time = $4", [.time(openTime)])
    }

    private func savedState(
        of series: SeriesID,
        _ condition: String,
        _ parameters: [PostgresParameter]
    ) throws(StoreError) -> SavedState? {
        try doing("read the indicator state of \(series)") {
            try connection.query(
                """
                SELECT last_open_time, kind, indicator_fingerprint, state FROM ingest_states
                WHERE \(SeriesID.condition) AND \(condition)
                ORDER BY last_open_time DESC LIMIT 1
                """,
                series.parameters + parameters
            ).first.map { row in
                SavedState(
                    lastOpenTime: try row.time(0),
                    kind: try row.text(1) == SavedState.Kind.month.rawValue ? .month : .tail,
                    fingerprint: try row.text(2),
                    bytes: try row.bytes(3)
                )
            }
        }
    }
}
