/// The same columns written by Chandler and by pyarrow, and both files read, in turn.
struct ParquetComparison {
    private let rows: DatasetRows
    private let worker: Worker
    private let ours: String
    private let theirs: String

    init(_ rows: DatasetRows, _ worker: Worker, folder: String) {
        self.rows = rows
        self.worker = worker
        ours = folder + "/chandler.parquet"
        theirs = folder + "/pyarrow.parquet"
    }

    /// Measures everything once a round.
    func measure(rounds: Int) throws -> ParquetResult {
        var result = ParquetResult(rows: rows.count)
        for round in -1..<rounds {
            try Interruption.check()
            // Files that are there already would be cut, which costs whoever does it.
            Folder.remove(ours)
            Folder.remove(theirs)
            let isFirst = round % 2 == 0
            let early = isFirst ? try rows.write(to: ours) : nil
            let written = try worker.number("write \(theirs)")
            let own = try early ?? rows.write(to: ours)
            let pyarrow = try read("pyarrow", oursFirst: isFirst)
            let duckdb = try read("duckdb", oursFirst: isFirst)
            // The round before the first one warms memory and caches.
            if round < 0 {
                try check()
                continue
            }
            result.writing.add(ours: own, theirs: written)
            result.sizes.add(ours: try size(ours), theirs: try size(theirs))
            result.pyarrow.add(ours: pyarrow.ours, theirs: pyarrow.theirs)
            result.duckdb.add(ours: duckdb.ours, theirs: duckdb.theirs)
        }
        return result
    }

    /// How often a round reads each file: the least counts, since neighbours only ever add.
    private static let readings = 3

    private func read(
        _ reader: String,
        oursFirst: Bool
    ) throws -> (ours: Double, theirs: Double) {
        var least: [String: Double] = [:]
        for _ in 0..<Self.readings {
            for file in oursFirst ? [ours, theirs] : [theirs, ours] {
                let seconds = try worker.number("read \(reader) \(file)")
                least[file] = min(seconds, least[file] ?? seconds)
            }
        }
        return (least[ours] ?? .nan, least[theirs] ?? .nan)
    }

    /// Fails when the files hold different values: then the two did not do the same work.
    private func check() throws {
        let answer = try worker.ask("compare \(ours) \(theirs)")
        guard answer == "same" else {
            throw BenchError(.valuesDiffer, "compare both Parquet files: \(answer)")
        }
    }

    private func size(_ path: String) throws -> Double {
        Double(try TextFile.size(of: path))
    }
}
