import ChandlerCore

extension DatasetOptions {
    /// The longest horizon and embargo: what lies ahead of a row is held in memory.
    static let longestLookAhead = 100_000

    /// The options with horizons and series in their canonical order.
    ///
    /// - Throws: ``DatasetError`` with code `invalidOptions` naming the first fault.
    func checked() throws(DatasetError) -> DatasetOptions {
        var result = self
        result.horizons = Array(Set(horizons)).sorted()
        result.series = series.sorted { $0.fileStem < $1.fileStem }
        try result.checkSeries()
        try result.checkNumbers()
        return result
    }

    private func checkSeries() throws(DatasetError) {
        guard !directory.isEmpty else { throw .option("the output folder was empty: name one") }
        guard !range.isEmpty else { throw .option("the range \(range) holds no time") }
        guard !series.isEmpty else { throw .option("no series was named") }
        for (one, next) in zip(series, series.dropFirst()) where one == next {
            throw .option("series \(one) was named twice")
        }
        for one in series where !one.venue.utf8.allSatisfy(isPlain) || one.venue.isEmpty {
            throw .option(
                "venue \(quoted(one.venue)) cannot stand in a file name: lower-case letters, "
                    + "digits and _ were expected"
            )
        }
    }

    private func checkNumbers() throws(DatasetError) {
        let allowed = 1...Self.longestLookAhead
        for horizon in horizons where !allowed.contains(horizon) {
            throw .option(
                "a horizon was \(horizon): 1 to \(Self.longestLookAhead) candles are possible"
            )
        }
        guard (0...Self.longestLookAhead).contains(embargoCandles) else {
            throw .option(
                "the embargo was \(embargoCandles): 0 to \(Self.longestLookAhead) candles are possible"
            )
        }
        guard directionThreshold.isFinite, directionThreshold >= 0 else {
            throw .option(
                "the direction threshold was \(directionThreshold): 0 or more was expected"
            )
        }
        guard barrierATR.isFinite, barrierATR > 0 else {
            throw .option("the barrier was \(barrierATR) times atr_14: more than 0 was expected")
        }
        guard (1...1_048_576).contains(rowGroupRows) else {
            throw .option("rows in a row group were \(rowGroupRows): 1 to 1048576 are possible")
        }
    }

    private func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "_")
    }
}

extension DatasetError {
    fileprivate static func option(_ reason: String) -> DatasetError {
        DatasetError(.invalidOptions, "dataset options: \(reason); nothing was written")
    }
}
