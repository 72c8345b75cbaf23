public import ChandlerCore
public import ChandlerDatasets
public import ChandlerIndicators

/// A dataset that is being written, fed by whichever task has the next rows.
actor DatasetFeed {
    private let writer: DatasetWriter
    private let options: DatasetOptions
    /// Why the dataset cannot be finished; the load it belongs to goes on.
    private var failure: DatasetError?

    /// Takes the folder and begins the only series of the options.
    init(_ options: DatasetOptions) throws(DatasetError) {
        self.options = options
        writer = try DatasetWriter(options: options)
        for series in options.series.prefix(1) { try writer.begin(series: series) }
    }

    /// Appends the rows that lie in the dataset's span.
    ///
    /// A full disk must not stop a load: what goes wrong here is told by ``finish(watermark:)``.
    func append(_ candles: [Candle], _ rows: ComputedRows) {
        precondition(
            rows.names == options.indicators.names,
            "Invariant: rows carry the dataset's indicators"
        )
        let first = candles.firstIndex { options.range.contains($0.openTime) } ?? candles.count
        let end = candles.lastIndex { options.range.contains($0.openTime) }.map { $0 + 1 } ?? first
        guard first < end, failure == nil else { return }
        do throws(DatasetError) {
            try writer.append(
                candles: candles,
                features: IndicatorFrame(count: rows.count, columns: rows.columns),
                atr14: rows.averageTrueRange,
                rows: first..<end
            )
        } catch {
            failure = error
        }
    }

    /// Puts the dataset in place.
    ///
    /// - Parameter watermark: Up to where the series is complete.
    /// - Returns: What the dataset holds.
    /// - Throws: `DatasetError`; an older dataset in the folder is untouched then.
    func finish(watermark: Timestamp) throws(DatasetError) -> DatasetReport {
        if let failure { throw failure }
        try writer.endSeries()
        return try writer.finish(
            watermarks: Dictionary(
                uniqueKeysWithValues: options.series.map { ($0, watermark) }
            )
        )
    }

    /// Removes what was staged.
    func abandon() {
        writer.abandon()
    }
}

/// How a run's dataset is described once its span is known.
public typealias DatasetRequest = @Sendable (TimeRange, IndicatorSet) -> DatasetOptions
