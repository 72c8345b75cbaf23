import ChandlerCore

/// Chandler with an embedded server of its own and a stand-in for the venue.
struct Laboratory: ~Copyable {
    private let chandler: String
    private let folder: String
    private let exchange: Exchange

    /// Runs `body` in a new laboratory, and takes it down whatever happens.
    ///
    /// - Parameters:
    ///   - programs: What is measured.
    ///   - series: The symbols and how many candles each has, from ``CandleWalk/firstOpenTime`` on.
    ///   - body: The measurements.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or ``BenchError`` when something could not be started.
    static func run<Result>(
        _ programs: Programs,
        series: [(symbol: String, candles: Int)],
        _ body: (borrowing Laboratory) throws -> Result
    ) throws -> Result {
        Interruption.trap()
        let chandler = try programs.chandlerPath
        let exchange = try programs.exchangePath
        return try Folder.withScratch { folder in
            let candles = folder + "/candles"
            try Folder.make(candles)
            for (symbol, count) in series {
                _ = try CandleFile.write(count, symbol: symbol, in: candles)
            }
            let laboratory = Laboratory(
                chandler: chandler,
                folder: folder,
                exchange: try Exchange(exchange, candles: [candles], folder: folder)
            )
            defer { laboratory.stopServer() }
            return try body(laboratory)
        }
    }

    private init(chandler: String, folder: String, exchange: consuming Exchange) {
        self.chandler = chandler
        self.folder = folder
        self.exchange = exchange
    }

    /// Empties the table, and starts the server anew so that it owes no work to earlier runs.
    func reset() throws(BenchError) {
        try call("db", "start")
        try call("db", "rollback", "--to", "0", "--yes")
        try call("db", "stop")
        try call("db", "start")
        Folder.remove(folder + "/dataset")
    }

    /// Stores the candles with these positions in the series.
    func ingest(
        _ symbol: String,
        _ positions: Range<Int>,
        dataset: Bool = true,
        more: [String] = []
    ) throws(BenchError) -> IngestRun {
        try ingest([symbol], positions, dataset: dataset, more: more)
    }

    /// Stores the candles with these positions in many series, in one run.
    func ingest(
        _ symbols: [String],
        _ positions: Range<Int>,
        dataset: Bool,
        more: [String] = []
    ) throws(BenchError) -> IngestRun {
        let training = dataset ? ["--training", folder + "/dataset"] : []
        let outcome = try Program(
            [
                chandler, "ingest", "--from", Self.time(positions.lowerBound),
                "--to", Self.time(positions.upperBound), "--base-url", exchange.url, "--json",
            ] + symbols.flatMap { ["--symbol", $0] } + training + more,
            environment: environment
        ).run()
        return try IngestRun(outcome)
    }

    /// What the server answers to a query of one value.
    func value(_ query: String) throws(BenchError) -> String {
        let outcome = try call("db", "psql", "--", "-X", "-A", "-t", "-c", query)
        return String(outcome.output.split(separator: "\n").last ?? "")
    }

    private static func time(_ position: Int) -> String {
        Timestamp(milliseconds: CandleWalk.firstOpenTime + Int64(position) * 60_000).description
    }

    private var environment: [String: String] {
        Program.environment(["CHANDLER_HOME": folder + "/home"])
    }

    @discardableResult
    private func call(_ arguments: String...) throws(BenchError) -> Program.Outcome {
        try Program([chandler] + arguments, environment: environment).run()
    }

    /// Stops the server, also after an interruption.
    private func stopServer() {
        Interruption.trap()
        do {
            try call("db", "stop")
        } catch {
            Console.note("\(error)")
        }
    }
}
