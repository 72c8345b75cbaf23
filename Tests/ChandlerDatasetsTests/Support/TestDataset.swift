import ChandlerCore
import ChandlerIndicators
import ChandlerParquet
import Foundation
import Testing

@testable import ChandlerDatasets

/// One series of random candles with options for a dataset of it, and what came out.
struct TestDataset {
    var series: SeriesID
    var candles: [Candle]
    var options: DatasetOptions

    init(
        seed: UInt64,
        count: Int = 2_000,
        interval: Interval = .minute,
        start: String = "2024-01-30T12:00:00Z",
        directory: String,
        holes: Bool = true
    ) throws {
        let from = try #require(Timestamp(parsing: start))
        series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
        candles = RandomCandles.make(
            seed: seed,
            count: count,
            interval: interval,
            from: from,
            holes: holes
        )
        let last = try #require(candles.last)
        options = DatasetOptions(
            directory: directory,
            series: [series],
            range: TimeRange(interval.floor(from), interval.close(of: last.openTime)),
            indicators: try IndicatorSet(names: PlainFeatures.names),
            programVersion: "1.2.3",
            format: .csvGzip
        )
    }

    /// Writes everything, cut into batches of the sizes that `cut` gives.
    @discardableResult
    func write(
        cut: () -> Int = { 1_000 },
        write call: @escaping SystemCalls.Write = SystemCalls.write
    ) throws -> DatasetReport {
        let writer = try DatasetWriter(options: options, write: call)
        try Self.append(candles, PlainFeatures(candles), as: series, to: writer, cut: cut)
        return try writer.finish(watermarks: [series: options.range.end])
    }

    static func append(
        _ candles: [Candle],
        _ features: PlainFeatures,
        as series: SeriesID,
        to writer: DatasetWriter,
        cut: () -> Int = { 1_000 }
    ) throws {
        try writer.begin(series: series)
        var start = 0
        while start < candles.count {
            let end = min(candles.count, start + cut())
            try writer.append(
                candles: candles,
                features: features.frame,
                atr14: features.atr14,
                rows: start..<end
            )
            start = end
        }
        try writer.endSeries()
    }

    /// The rows of a CSV dataset in the order of time, with the split each was in.
    func rows() throws -> [TestRow] {
        var rows: [TestRow] = []
        for split in Split.allCases {
            let folder = options.directory + "/" + split.rawValue
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names.sorted() {
                let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
                let text = String(
                    decoding: try Gzip.decompress([UInt8](data), limit: 1 << 28),
                    as: UTF8.self
                )
                let lines = text.split(separator: "\n")
                let header = lines[0].split(separator: ",").map(String.init)
                rows += lines.dropFirst().map { TestRow(split, name, header, $0) }
            }
        }
        return rows
    }
}

/// A line of a CSV dataset.
struct TestRow: Equatable {
    let split: Split
    let file: String
    let fields: [String: String]
    let openTime: Timestamp

    init(_ split: Split, _ file: String, _ header: [String], _ line: Substring) {
        self.split = split
        self.file = file
        let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        fields = Dictionary(uniqueKeysWithValues: zip(header, values))
        openTime = Timestamp(parsing: fields["timestamp"] ?? "") ?? Timestamp(seconds: -1)
        precondition(header.count == values.count, "a line has a field per column")
    }

    /// A number of the line, or `nil` where the field is empty.
    subscript(_ name: String) -> Double? { fields[name].flatMap(Double.init) }
}
