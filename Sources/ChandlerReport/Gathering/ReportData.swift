public import ChandlerStore

/// All that a page shows, as it was at one moment.
public struct ReportData: Sendable {
    /// What was asked for.
    public let options: ReportOptions
    /// The database's name; neither its host nor who asked.
    public let database: String
    /// The program's version.
    public let version: String
    /// The series in the order of the page: by venue, symbol and interval.
    public var series: [SeriesCoverage] = []
    /// The candles of pools, by venue, network, pool and interval.
    public var pools: [PoolCoverage] = []
    /// The candles to draw.
    public var charts: [StoredChart] = []
    /// The gaps to list.
    public var gaps = GapList()
    /// The newest runs, the newest first.
    public var runs: [RunRecord] = []
    /// The last run of every pipeline, however long ago.
    public var pipelines: [RunRecord] = []
    /// How many runs the ledger holds.
    public var runCount = 0
    /// Folders of datasets that runs of the ledger wrote, the newest first.
    public var datasetFolders: [String] = []

    /// Creates the data of an empty database.
    public init(options: ReportOptions, database: String, version: String) {
        self.options = options
        self.database = database
        self.version = version
    }

    /// In one line, how things stand.
    public var verdict: Verdict { Verdict(self) }
}
