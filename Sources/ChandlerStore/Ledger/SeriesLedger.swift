public import ChandlerCore

/// All that the ledger holds of a series, to tell its status without reading its rows.
public struct SeriesLedger: Sendable, Hashable {
    /// The row of `ingest_watermarks`.
    public let record: SeriesRecord
    /// The run that wrote that row last.
    public let runID: Int64
    /// All its gaps, ascending.
    public let gaps: [Gap]
    /// The open times of rows that were rejected, whether or not a candle was stored there since.
    public let rejects: [Timestamp]

    /// From the first candle to the end of the last one.
    public var span: TimeRange {
        TimeRange(record.firstOpenTime, record.series.interval.close(of: record.watermark))
    }

    /// How many places of a span hold a rejected row and no candle.
    public func rejectedCount(in span: TimeRange) -> Int {
        let interval = record.series.interval
        return rejects.count { openTime in
            guard span.contains(openTime) else { return false }
            let open = interval.floor(openTime)
            return record.coverage.covered(in: TimeRange(open, interval.close(of: open))).isEmpty
        }
    }
}

/// All that the ledger holds of a pool's series.
public struct PoolLedger: Sendable, Hashable {
    /// The row of `cubi.token_series`, without its indicator state.
    public let record: PoolSeriesRecord
    /// The run that wrote that row last.
    public let runID: Int64
    /// How many candles are stored.
    public let stored: Int
}
