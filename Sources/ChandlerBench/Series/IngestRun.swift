/// One run of `chandler ingest` and what it used.
struct IngestRun {
    let report: IngestReport
    let wall: Double
    /// Processor time in seconds, of the program alone and not of the server.
    let processor: Double
    let peakBytes: Int

    init(_ outcome: Program.Outcome) throws(BenchError) {
        report = try IngestReport(outcome.output)
        wall = outcome.wall
        processor = outcome.processor
        peakBytes = outcome.peakBytes
    }

    var candles: Int { report.inserted }
    var candlesPerSecond: Double { Double(candles) / wall }
    var nanosecondsPerCandle: Double { wall / Double(candles) * 1e9 }
    var peakMegabytes: Double { Double(peakBytes) / 1e6 }

    /// Fails when another number of candles was stored than there were.
    func check(stored count: Int) throws(BenchError) {
        guard candles == count else {
            throw BenchError(
                .valuesDiffer,
                "store \(count) candles: \(candles) were stored, so the time says nothing"
            )
        }
    }
}
