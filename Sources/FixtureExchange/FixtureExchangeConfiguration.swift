public import ChandlerCore

/// What a fixture server serves, and how it behaves.
public struct FixtureExchangeConfiguration: Sendable {
    /// Candle files, or folders whose candle files are all served.
    public var candles: [String]
    /// The port on 127.0.0.1; 0 takes any free one.
    public var port: Int = 0
    /// The server's fixed time, or `nil` for the real time.
    public var now: Timestamp?
    /// Faults that are switched on from the start.
    public var faults: [Fault] = []
    /// How long every answer is held back.
    public var latency: Duration = .zero
    /// Whether answers are compressed for clients that ask for it.
    public var compresses: Bool = true
    /// The request weight one minute allows; benchmarks raise it.
    public var weightLimit: Int = 6_000
    /// Whether all files are loaded at the start rather than when they are first asked for.
    public var preloads: Bool = false
    /// Trading states other than `TRADING`, such as `BREAK`, by symbol.
    public var statuses: [String: String] = [:]
    /// How the bulk archive differs from the candles.
    public var archive = ArchiveFlaws()
    /// How the aggregators of tokens behave.
    public var aggregators = AggregatorSettings()

    /// Creates a configuration that serves these files without any fault.
    ///
    /// - Parameter candles: Files named `SYMBOL-INTERVAL.csv.gz` or `.csv`, or folders of them.
    public init(candles: [String]) {
        self.candles = candles
    }
}
