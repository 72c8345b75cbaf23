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
    /// - Throws: ``PipelineError`` with code `nothingStored`, or `usage` where candles of the span
    ///   are archived; `StoreError` or `DatasetError`.
    public func run(
        from: Timestamp,
        to: Timestamp?,
        seconds: inout StageSeconds,
        dataset: DatasetRequest
    ) async throws -> (range: TimeRange, dataset: DatasetReport) {
        let record = try await currentRecord()
        let interval = series.interval
        let start = interval.ceiling(from)
        // A first row that was rejected is where an ingest of the same span began.
        let rejected =
            start < record.firstOpenTime
            ? try await lane.firstRejected(
                of: series,
                in: TimeRange(start, record.firstOpenTime)
            ) : nil
        let range = TimeRange(
            max(start, rejected ?? record.firstOpenTime),
            min(to.map { interval.ceiling($0) } ?? record.askedUntil, record.askedUntil)
        )
        guard !range.isEmpty else {
            throw PipelineError(
                .nothingStored,
                "\(series) is stored from \(record.firstOpenTime.compact) to "
                    + "\(interval.close(of: record.watermark).compact): "
                    + "there is nothing in the span asked for; no dataset was written"
            )
        }
        let archive = try await ArchivedMonths(lane)
        try await checkArchive(archive, range, record)
        let set = try indicators ?? IndicatorSet(names: record.indicators)
        let feed = try DatasetFeed(dataset(range, set))
        do {
            let state = SeriesState(
                series: series,
                indicators: set,
                record: record,
                archive: archive
            )
            try await StoredRows(lane: lane, state: state).feed(range, to: feed, seconds: &seconds)
            return (range, try await feed.finish(watermark: interval.close(of: record.watermark)))
        } catch {
            await feed.abandon()
            throw error
        }
    }

    /// Makes sure that every candle of the span can be read.
    private func checkArchive(
        _ archive: ArchivedMonths,
        _ range: TimeRange,
        _ record: SeriesRecord
    ) async throws {
        let months = archive.within(range)
        guard let last = months.months.last,
            try await months.candles(of: record, in: range, lane) > 0
        else { return }
        throw PipelineError(
            .usage,
            "write a dataset of \(series) \(range): \(months.words); no dataset was written; bring "
                + "them back first: \(months.hint), or begin at --from \(last.end.compact) or later"
        )
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
