import ChandlerIndicators

/// The columns that both sides have, computed by one and the other in turn.
struct TalibComparison {
    private let worker: Worker
    private let columns: CandleColumns
    private let known: Set<String>

    init(_ worker: Worker, _ columns: CandleColumns) throws(BenchError) {
        self.worker = worker
        self.columns = columns
        known = Set(try worker.ask("columns").split(separator: " ").map(String.init))
    }

    /// What was found about one set.
    struct Result {
        /// Columns that TA-Lib has no function for.
        let missing: [String]
        let shared: Int
        let candles: Int
        let seconds: Paired

        var cells: [String] {
            [String(shared)] + seconds.cells(times: 1e9 / Double(candles), decimals: 1)
        }
    }

    /// Measures the columns of a set that both sides have.
    func measure(_ set: IndicatorSet, rounds: Int) throws -> Result {
        let shared = set.names.filter { known.contains($0) }
        let both = try IndicatorSet(names: shared)
        let question = both.names.joined(separator: " ")
        var frame = IndicatorFrame()
        var paired = Paired()
        for round in -1..<rounds {
            let start = Clock.thread
            var engine = IndicatorEngine(both)
            engine.update(columns, into: &frame)
            let seconds = Clock.thread - start
            if round < 0 { try check(frame, both, worker.ask("values " + question)) }
            let answer = try worker.number("time " + question)
            // The round before the first one warms memory and caches.
            if round >= 0 { paired.add(ours: seconds, theirs: answer) }
        }
        return Result(
            missing: set.names.filter { !known.contains($0) },
            shared: shared.count,
            candles: columns.count,
            seconds: paired
        )
    }

    /// Fails when the last rows differ: then the two did not do the same work.
    private func check(_ frame: IndicatorFrame, _ set: IndicatorSet, _ answer: String) throws {
        let values = answer.split(separator: " ").map { Double($0) ?? .nan }
        let scale = (columns.closes.last ?? 1).magnitude
        for (index, name) in set.names.enumerated() {
            let ours = frame.columns[index].last ?? .nan
            let theirs = index < values.count ? values[index] : .nan
            let unit = set.info(of: name).unit == .price ? scale : 1
            guard abs(ours - theirs) <= 1e-6 * max(theirs.magnitude, unit) else {
                throw BenchError(
                    .valuesDiffer,
                    "compare \(name) with TA-Lib: its last value is \(ours) here and \(theirs) "
                        + "there"
                )
            }
        }
    }

    /// All arrays, one after the other, in this machine's byte order.
    static func bytes(of columns: CandleColumns) -> [UInt8] {
        [columns.opens, columns.highs, columns.lows, columns.closes, columns.volumes].flatMap {
            $0.withUnsafeBytes { Array($0) }
        }
    }
}
