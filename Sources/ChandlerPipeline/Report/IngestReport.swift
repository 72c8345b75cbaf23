public import ChandlerDatasets

/// What an ingest of one series did.
public struct IngestReport: Sendable {
    /// What became of the series' rows.
    public let series: SeriesReport
    /// What the dataset holds, or why it could not be written though the rows were loaded; `nil`
    /// where none was wanted.
    public let dataset: Result<DatasetReport, DatasetError>?
}
