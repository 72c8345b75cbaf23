public import ChandlerCore
public import ChandlerDatasets
public import ChandlerIndicators
public import ChandlerScheduling
public import ChandlerWarehouse

/// A pipeline as its file describes it, every default filled in.
public struct PipelineFile: Sendable {
    /// Its name: lower-case letters, digits and hyphens; what the ledger, locks and units call it.
    public var name = ""
    /// What it is for, in a sentence.
    public var description: String?
    /// Candles of venues.
    public var series: [SeriesEntry] = []
    /// Candles of pools.
    public var pools: [PoolEntry] = []
    /// Snapshots of tokens.
    public var tokens: [TokenEntry] = []
    /// The indicators of entries that name none; `nil` for what is stored, and `core` for new ones.
    public var indicators: IndicatorSet?
    /// How rows are fetched and loaded.
    public var load = LoadEntry()
    /// The dataset to write of every series; `nil` for none.
    public var dataset: DatasetEntry?
    /// What is archived and removed; `nil` for nothing.
    public var retention: RetentionEntry?
    /// The upkeep of the database; `nil` for none.
    public var maintenance: MaintenanceEntry?
    /// When it runs; `nil` where it is started by hand.
    public var schedule: ScheduleEntry?
    /// Who is told of its end.
    public var notifications: [NotificationEntry] = []
    /// Where its metrics go.
    public var metrics = MetricsEntry()
    /// Its test cases.
    public var tests: [TestEntry] = []

    /// Creates an empty pipeline.
    public init() {}
}

/// A moment as a file names it: fixed, or a span back from when the run begins.
public enum Moment: Sendable, Hashable {
    /// A fixed moment.
    case at(Timestamp)
    /// So many seconds before the run begins.
    case back(seconds: Int64)

    /// The moment for a run that begins at a time.
    public func resolved(at now: Timestamp) -> Timestamp {
        switch self {
        case .at(let moment): moment
        case .back(let seconds): Timestamp(microseconds: now.microseconds - seconds * 1_000_000)
        }
    }
}

/// Series of one venue: every symbol in every interval.
public struct SeriesEntry: Sendable {
    /// The venue's name.
    public var venue = ""
    /// The tickers.
    public var symbols: [Symbol] = []
    /// A rule that picks tickers when the run begins; beside `symbols` or instead of them.
    public var rule: SymbolRule?
    /// The lengths of candles.
    public var intervals: [Interval] = []
    /// The first moment wanted.
    public var from = Moment.at(Timestamp(microseconds: 0))
    /// The first moment not wanted any more; `nil` for all that is complete.
    public var to: Moment?
    /// The indicators; `nil` for the pipeline's.
    public var indicators: IndicatorSet?
    /// Whether an interval that the venue lacks is joined from a shorter one.
    public var resample = false

    /// Creates an empty entry.
    public init() {}
}

/// Pools of one aggregator.
public struct PoolEntry: Sendable {
    /// The aggregator's name.
    public var venue = ""
    /// The chain.
    public var network = "solana"
    /// The pools' addresses, or a coin's keys.
    public var pools: [String] = []
    /// The token of a pool whose price is wanted; `nil` for its base.
    public var token: String?
    /// The lengths of candles.
    public var intervals: [Interval] = []
    /// The first moment wanted.
    public var from = Moment.at(Timestamp(microseconds: 0))
    /// The first moment not wanted any more; `nil` for all that is complete.
    public var to: Moment?
    /// The indicators; `nil` for the pipeline's.
    public var indicators: IndicatorSet?

    /// Creates an empty entry.
    public init() {}
}

/// Snapshots of tokens: of exactly one of `mints`, `query` and `recent`.
public struct TokenEntry: Sendable {
    /// Who is asked first.
    public var source = "jupiter"
    /// Who is asked for what is missing, in the order of asking; `nil` for all.
    public var enrich: [String]?
    /// The chain.
    public var network = "solana"
    /// Addresses of tokens.
    public var mints: [String] = []
    /// A name or ticker.
    public var query: String?
    /// Whether the newest tokens are wanted.
    public var recent = false

    /// Creates an empty entry.
    public init() {}
}

/// How rows are fetched and loaded.
public struct LoadEntry: Sendable {
    /// The variable that holds the database's URI; `nil` for what the environment says otherwise.
    public var databaseVariable: String?
    /// Batches loaded side by side.
    public var connections = 2
    /// Series worked on at the same time.
    public var concurrency = 4
    /// How many candles up to the last stored one are read again.
    public var overlap = 3
    /// How many rows of a series may break a rule before the run fails.
    public var maxRejects = 0
    /// Seconds after which a request is given up, repetitions and pauses included.
    public var patienceSeconds = 300

    /// Creates the defaults.
    public init() {}
}

/// The dataset written of every series, a folder each.
public struct DatasetEntry: Sendable {
    /// The folder; each series has a folder of its own inside it.
    public var folder = ""
    /// The first moment in it; `nil` for the series' own.
    public var from: Moment?
    /// The first moment not in it any more; `nil` for the series' own.
    public var to: Moment?
    /// How rows are stored.
    public var format = DatasetFormat.parquetZstd
    /// How many candles ahead labels look.
    public var horizons = [1, 5, 15, 60]
    /// Log returns up to this size count as no direction.
    public var directionThreshold = 0.0
    /// The distance of the triple barrier's barriers, in units of `atr_14`.
    public var barrierATR = 2.0
    /// The shares of train, validation and test, by time.
    public var split = SplitFractions.standard
    /// Candles dropped after each split boundary; `nil` for the longest horizon.
    public var embargo: Int?
    /// Whether rows are dropped in which a label is unknown.
    public var dropUnlabelled = false

    /// Creates the defaults.
    public init() {}
}

/// What is archived and removed.
public struct RetentionEntry: Sendable {
    /// Where archives go; `nil` for the usual place.
    public var archive: String?
    /// How long a table's rows are kept, where that is not the usual time.
    public var keep: [String: RetentionSpan] = [:]
    /// These tables only; empty for all.
    public var only: [String] = []

    /// Creates the defaults.
    public init() {}
}

/// The upkeep of the database.
public struct MaintenanceEntry: Sendable {
    /// What is done.
    public var subjects = Set(MaintenanceSubject.allCases)
    /// Which indexes are rebuilt.
    public var reindex = MaintenanceOptions.Reindexing.auto
    /// Seconds after which nothing more is begun; `nil` for no end.
    public var deadlineSeconds: Int?
    /// Whether a backup is made afterwards, where one is set up.
    public var backup = false
    /// Whether the health of the database is examined at the end.
    public var doctor = false

    /// Creates the defaults.
    public init() {}
}

/// When a pipeline runs.
public struct ScheduleEntry: Sendable {
    /// The times, in UTC.
    public var cron: CronExpression
    /// Seconds by which starts are spread, so that not all machines ask a venue at once.
    public var jitterSeconds = 0
    /// Seconds after which a run ends at the next batch, with code 75; `nil` for no end.
    public var deadlineSeconds: Int?
    /// Over how many machines the series are spread.
    public var shards = 1

    /// Creates an entry.
    public init(cron: CronExpression) { self.cron = cron }
}

/// Who is told how a run ended.
public struct NotificationEntry: Sendable {
    /// What is told.
    public enum Occasion: String, Sendable, Hashable, CaseIterable {
        /// A run failed.
        case failure
        /// A run succeeded and the one before had failed.
        case recovery
        /// A run succeeded.
        case success
    }

    /// What is told.
    public var on: Set<Occasion> = [.failure, .recovery]
    /// The variable that holds the address a JSON document is posted to.
    public var webhookVariable: String?
    /// A program and its arguments; it gets the JSON document on its standard input.
    public var command: [String] = []

    /// Creates the defaults.
    public init() {}
}

/// Where metrics go.
public struct MetricsEntry: Sendable {
    /// A file in Prometheus' text format, for the node exporter's collector.
    public var file: String?
    /// The variable that holds the address of a push gateway.
    public var pushVariable: String?

    /// Creates the defaults.
    public init() {}
}

/// A test case: the pipeline run against a stand-in venue whose clock stands still.
public struct TestEntry: Sendable {
    /// What is tested, in words.
    public var name = ""
    /// The venue's time, and the moment that spans count back from.
    public var at = Timestamp(microseconds: 0)
    /// The exit code that is expected.
    public var exit = 0
    /// How many rows of `market_data` are expected; `nil` where that is not tested.
    public var candles: Int?
    /// How many rows of `cubi.token_candles`.
    public var poolCandles: Int?
    /// How many rows of `cubi.token_data`.
    public var tokens: Int?
    /// How many datasets.
    public var datasets: Int?

    /// Creates an empty case.
    public init() {}
}
