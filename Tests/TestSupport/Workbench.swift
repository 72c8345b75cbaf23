/// A venue, and as many stores as a test needs to load it into.
package struct Workbench: Sendable {
    /// A folder for the test's files.
    package let scratch: ScratchFolder
    /// The venue.
    package let exchange: FixtureServer

    /// Makes a venue of candle files; of the committed ones by default.
    package init(
        candles: [String] = [TestPlaces.candles],
        now: String = "2024-04-02T13:11:30Z",
        options: [String] = []
    ) async throws {
        scratch = try ScratchFolder()
        exchange = try await FixtureServer(candles: candles, now: now, options: options)
    }

    /// Makes a venue of one series.
    package init(
        _ candles: CandleLines,
        symbol: String = "BTCUSDT",
        interval: String = "1m",
        now: String = "2024-04-02T13:11:30Z",
        options: [String] = []
    ) async throws {
        scratch = try ScratchFolder()
        let file = "\(scratch.path)/\(symbol)-\(interval).csv"
        try candles.write(to: file)
        exchange = try await FixtureServer(candles: [file], now: now, options: options)
    }

    /// A new, empty database and the program that uses it.
    package func store() throws -> TestStore {
        TestStore(exchange: exchange, database: try TestCluster.shared().makeDatabase())
    }
}

/// A database and the program that loads it from a venue.
package struct TestStore: Sendable {
    /// The venue.
    package let exchange: FixtureServer
    /// The database.
    package let database: TestDatabase
    /// The program.
    package var chandler: Chandler

    /// Joins a venue and a database.
    package init(exchange: FixtureServer, database: TestDatabase) {
        self.exchange = exchange
        self.database = database
        chandler = Chandler(database: database)
    }

    /// The words of an ingest.
    package func ingestWords(_ symbol: String, from: String, _ more: [String]) -> [String] {
        ["ingest", "--symbol", symbol, "--from", from, "--base-url", exchange.baseURL] + more
    }

    /// Runs an ingest to its end, with `--json`.
    package func ingest(
        _ symbol: String = "BTCUSDT",
        from: String = "2024-01-01",
        _ more: String...
    ) async throws -> FinishedProgram {
        try await chandler.run(ingestWords(symbol, from: from, more + ["--json"]))
    }

    /// Starts an ingest.
    package func startIngest(
        _ symbol: String = "BTCUSDT",
        from: String = "2024-01-01",
        _ more: String...
    ) throws -> RunningProgram {
        try chandler.start(ingestWords(symbol, from: from, more + ["--json"]))
    }
}
