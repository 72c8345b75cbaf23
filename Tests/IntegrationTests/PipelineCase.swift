import ChandlerCore
import ChandlerPipelineFiles
import Foundation
import TestSupport

/// One of a pipeline's own test cases, with the venues, the folder and the database it runs in.
///
/// All venues are one server. Its clock stands at the case's `at`, and it has candles from two
/// days before the full hour of `at` to an hour after it.
struct PipelineCase {
    /// The pipeline.
    let pipeline: PipelineFile
    /// The case.
    let test: TestEntry
    /// A new database.
    let database: PipelineDatabase
    /// Where the pipeline's file is and its run begins.
    let folder: String
    private let chandler: Chandler
    private let exchange: FixtureServer
    private let scratch: ScratchFolder
    private let file: String

    /// Sets the scene for a case of a pipeline's file, of which a copy is run.
    init(_ path: String, _ pipeline: PipelineFile, _ test: TestEntry) async throws {
        self.pipeline = pipeline
        self.test = test
        scratch = try ScratchFolder(pipeline.name)
        database = try PipelineDatabase(
            home: scratch.path + "/home",
            isHealthy: pipeline.maintenance?.doctor == true
        )
        folder = try scratch.folder("work")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        file = try scratch.write(text, to: "work/\(pipeline.name).yaml")
        exchange = try await FixtureServer(
            candles: [try Self.writeCandles(of: pipeline, at: test, into: scratch)],
            now: test.at.description,
            options: Self.options(pipeline)
        )
        var chandler = Chandler(environment: database.variables)
        chandler.prefix = ["env", "-C", folder]
        chandler.environment.merge(Self.addresses(pipeline, exchange.baseURL)) { $1 }
        self.chandler = chandler
    }

    /// Runs the pipeline at the case's moment.
    func run() async throws -> FinishedProgram {
        try await chandler.run(["run", file, "--at", test.at.description, "--json"])
    }

    /// The files of all datasets.
    func datasetFiles() throws -> [String: Data] {
        try filesBelow(folder).filter { !$0.key.hasSuffix(".yaml") }
    }

    /// Which version of each row is stored, of every table that pipelines fill.
    func rowVersions() throws -> [String] {
        try ["market_data", "cubi.token_candles", "cubi.token_data"].flatMap {
            try database.rowVersions($0)
        }
    }

    /// Two days before the full hour of a moment to an hour after it, in milliseconds.
    private static func history(of test: TestEntry) -> Range<Int> {
        let hour = 3_600_000
        let start = Int(test.at.milliseconds) / hour * hour
        return start - 48 * hour..<start + 2 * hour
    }

    private static func writeCandles(
        of pipeline: PipelineFile,
        at test: TestEntry,
        into scratch: ScratchFolder
    ) throws -> String {
        let folder = try scratch.folder("candles")
        // A venue has one ticker at least, and the pools' candles are those of the last.
        try write("ZZZUSDC", .minute, at: test, into: folder)
        for series in pipeline.series {
            for symbol in Set(series.symbols.map(\.text)) {
                for interval in Set(series.intervals + [.minute]) {
                    try write(symbol, interval, at: test, into: folder)
                }
            }
        }
        return folder
    }

    private static func write(
        _ symbol: String,
        _ interval: Interval,
        at test: TestEntry,
        into folder: String
    ) throws {
        guard let length = interval.fixedMicroseconds else {
            throw TestFailure("candles of \(interval.rawValue) are not made up")
        }
        try MadeUpMarket(symbol: symbol)
            .candles(in: history(of: test), minutes: Int(length / 60_000_000))
            .write(to: "\(folder)/\(symbol)-\(interval.rawValue).csv")
    }

    /// What the aggregators know beside their own tokens.
    private static func options(_ pipeline: PipelineFile) -> [String] {
        pipeline.tokens.flatMap(\.mints).flatMap { ["--known-mint", $0] }
            + pipeline.pools.flatMap(\.pools).flatMap { ["--known-pool", $0] }
    }

    /// The variables that lead every venue of the pipeline to one address, as fast as it can.
    private static func addresses(_ pipeline: PipelineFile, _ address: String) -> [String: String] {
        let aggregators = ["jupiter", "jupiter-price", "dexscreener", "geckoterminal", "coingecko"]
        var variables: [String: String] = [:]
        for venue in Set(pipeline.series.map(\.venue) + aggregators) {
            let stem = "CHANDLER_" + venue.uppercased().replacing("-", with: "_")
            variables[stem + "_URL"] = address
            variables[stem + "_LIMIT"] = "100000/1s"
        }
        return variables
    }
}
