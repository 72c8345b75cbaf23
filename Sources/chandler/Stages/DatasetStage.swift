import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore

/// Writes the dataset of a stored series.
struct DatasetStage: Sendable {
    /// What was written.
    struct Outcome: Sendable {
        let range: TimeRange
        let dataset: DatasetReport
        let seconds: StageSeconds
    }

    let series: SeriesID
    /// The features; `nil` for those stored with the series.
    var indicators: IndicatorSet?
    let from: Timestamp
    let to: Timestamp?
    /// Describes the dataset once its span is known.
    let request: DatasetRequest

    /// Does the work.
    ///
    /// - Throws: `PipelineError`, `StoreError` or `DatasetError`; an older dataset in the folder is
    ///   untouched then.
    func run(over lane: StoreLane) async throws -> Outcome {
        var seconds = StageSeconds()
        let clock = ContinuousClock()
        let begun = clock.now
        let export = DatasetExport(lane: lane, series: series, indicators: indicators)
        do {
            let written = try await export.run(
                from: from,
                to: to,
                seconds: &seconds,
                dataset: request
            )
            seconds.wall = begun.duration(to: clock.now) / .seconds(1)
            return Outcome(range: written.range, dataset: written.dataset, seconds: seconds)
        } catch {
            throw Interruption.seen(error)
        }
    }
}
