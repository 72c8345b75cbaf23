public import ChandlerCore
public import ChandlerDatasets
public import ChandlerIndicators
public import ChandlerStore

/// Writes the dataset of a stored series: byte for byte what `ingest` would have written.
public struct DatasetExport: Sendable {
    private let lane: StoreLane
    private let series: SeriesID
    private let indicators: IndicatorSet?

    /// Prepares an export; nothing is done yet.
    ///
    /// - Parameters:
    ///   - lane: Where the rows are read.
    ///   - series: The series.
    ///   - indicators: The features; those stored with the series by default.
    public init(lane: StoreLane, series: SeriesID, indicators: IndicatorSet? = nil) {
        self.lane = lane
        self.series = series
        self.indicators = indicators
    }

    /// Reads the rows of a span and writes their dataset.
    ///
    /// - Parameters:
    ///   - from: The first moment wanted; the series' first candle where that is later.
    ///   - to: The first moment not wanted any more; the end of what is stored by default.
    ///   - seconds: The stages' clocks.
    ///   - dataset: Describes the dataset.
    /// - Returns: The span that was written and what the dataset holds.
    /// - Throws: ``PipelineError`` with code `nothingStored`, `StoreError` or `DatasetError`.
    public func run(
        from: Timestamp,
        to: Timestamp?,
        seconds: inout StageSeconds,
        dataset: DatasetRequest
    ) async throws -> (range: TimeRange, dataset: DatasetReport) {
        let record = try await currentRecord()
        let interval = series.interval
        let end = interval.close(of: record.watermark)
        let range = TimeRange(
            max(interval.ceiling(from), record.firstOpenTime),
            to.map { DatasetExport.end(interval.ceiling($0), record) } ?? end
        )
        guard !range.isEmpty else {
            throw PipelineError(
                .nothingStored,
                "\(series) is stored from \(record.firstOpenTime.compact) to \(end.compact): "
                    + "there is nothing in the span asked for; no dataset was written"
            )
        }
        let set = try indicators ?? IndicatorSet(names: record.indicators)
        let feed = try DatasetFeed(dataset(range, set))
        do {
            let state = SeriesState(series: series, indicators: set, record: record)
            try await StoredRows(lane: lane, state: state).feed(range, to: feed, seconds: &seconds)
            return (range, try await feed.finish(watermark: end))
        } catch {
            await feed.abandon()
            throw error
        }
    }

    /// The end of the span: what was asked for where the venue has been asked that far, as the
    /// ingest of the same span takes it; else the end of what is stored.
    private static func end(_ to: Timestamp, _ record: SeriesRecord) -> Timestamp {
        let stored = record.series.interval.close(of: record.watermark)
        let asked = max(stored, record.coverage.ranges.last?.end ?? stored)
        return to <= asked + SpanLoad.settleDelay ? to : stored
    }

    private func currentRecord() async throws -> SeriesRecord {
        guard let record = try await lane.record(of: series) else {
            throw PipelineError(
                .nothingStored,
                "\(series) is not stored; no dataset was written; load it with "
                    + "\"chandler ingest --symbol \(series.symbol) --interval "
                    + "\(series.interval.rawValue) --from ...\""
            )
        }
        return record
    }
}
