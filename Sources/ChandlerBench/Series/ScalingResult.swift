/// All runs over series of one length.
struct ScalingResult {
    let candles: Int
    let runs: [IngestRun]

    /// Medians over the runs.
    var wall: Double { median(runs.map(\.wall)) }
    var processor: Double { median(runs.map(\.processor)) }
    var throughput: Double { Double(candles) / wall }

    /// One row a length.
    static func table(_ results: [ScalingResult]) -> MarkdownTable {
        var table = MarkdownTable([
            "candles", "wall, s", "process CPU, s", "candles/s", "ns/candle", "CPU ns/candle",
            "peak MB",
        ])
        for result in results {
            let count = Double(result.candles)
            table.add([
                grouped(result.candles),
                Spread(result.runs.map(\.wall)).text(decimals: 2),
                Spread(result.runs.map(\.processor)).text(decimals: 2),
                grouped(Int(result.throughput)),
                fixed(result.wall / count * 1e9, 0),
                fixed(result.processor / count * 1e9, 0),
                fixed(result.runs.map(\.peakMegabytes).max() ?? .nan, 1),
            ])
        }
        return table
    }

    /// What ten times the candles cost, for every pair of lengths that differ by that.
    ///
    /// Below 9.5 it is the start of a run that weighs on the shorter series.
    static func goals(_ results: [ScalingResult]) -> [Goal] {
        let pairs = results.flatMap { short in
            results.filter { $0.candles == short.candles * 10 }.map { (short, $0) }
        }
        let peak = results.flatMap { $0.runs.map(\.peakMegabytes) }.max() ?? .nan
        return pairs.flatMap { short, long in
            let name = "\(grouped(short.candles)) to \(grouped(long.candles))"
            return [
                Goal("wall, \(name)", long.wall / short.wall, within: 9.5...10.5),
                Goal("process CPU, \(name)", long.processor / short.processor, within: 9.5...10.5),
            ]
        } + [Goal("peak memory", peak, atMost: 256, unit: " MB")]
    }
}
