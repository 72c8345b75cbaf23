import ChandlerCore
import ChandlerIndicators
import ChandlerParquet

/// The columns of a dataset in memory, cut into row groups, as its Parquet files hold them.
struct DatasetRows {
    let count: Int
    private let schema: ParquetSchema
    private let groups: [[ParquetColumnData]]
    private let workspace: ParquetWorkspace

    var columnCount: Int { schema.columns.count }

    /// As many rows as a dataset writes at a time.
    private static let groupRows = 65_536
    private static let keys = [("venue", "binance"), ("symbol", "BTCUSDT"), ("interval", "1m")]

    init(_ sample: MicroSample) throws {
        count = sample.candles.count
        let labels = try HorizonLabels.all(sample)
        schema = try Self.schema(labels)
        groups = stride(from: 0, to: count, by: Self.groupRows).map { start in
            Self.group(start..<min(start + Self.groupRows, sample.candles.count), sample, labels)
        }
        workspace = try ParquetWorkspace(options: ParquetOptions(createdBy: "chandler-bench"))
    }

    /// Writes a file.
    ///
    /// - Returns: Seconds of processor time that it took.
    func write(to path: String) throws -> Double {
        let start = Clock.process
        let sink = try FileSink(path)
        let writer = ParquetFileWriter(schema: schema, workspace: workspace, sink: sink)
        for group in groups { try writer.writeRowGroup(group) }
        try writer.finish()
        try sink.finish()
        return Clock.process - start
    }

    private static func schema(_ labels: [HorizonLabels]) throws -> ParquetSchema {
        let texts = keys.map { ParquetColumn(name: $0.0, type: .string) }
        let prices = ["open", "high", "low", "close", "volume"].map {
            ParquetColumn(name: $0, type: .double)
        }
        let features = IndicatorSet.core.names.map {
            ParquetColumn(name: $0, type: .double, nullable: true)
        }
        let targets = labels.flatMap { label in
            [
                ParquetColumn(
                    name: "label_log_return_\(label.horizon)",
                    type: .double,
                    nullable: true
                ),
                ParquetColumn(
                    name: "label_direction_\(label.horizon)",
                    type: .int32,
                    nullable: true
                ),
                ParquetColumn(
                    name: "label_barrier_\(label.horizon)",
                    type: .int32,
                    nullable: true
                ),
            ]
        }
        let time = ParquetColumn(name: "timestamp", type: .timestampMicroseconds)
        return try ParquetSchema(columns: texts + [time] + prices + features + targets)
    }

    private static func group(
        _ rows: Range<Int>,
        _ sample: MicroSample,
        _ labels: [HorizonLabels]
    ) -> [ParquetColumnData] {
        let candles = sample.columns
        let prices = [candles.opens, candles.highs, candles.lows, candles.closes, candles.volumes]
        let features = sample.frame.columns.map { column in
            // Datasets hold ten digits, as the table does.
            ParquetColumnData.doubles(column[rows].map { TenDigits.rounded($0) })
        }
        return keys.map { .repeatedString($0.1, count: rows.count) }
            + [.timestamps(Array(candles.openTimes[rows]))]
            + prices.map { .doubles(Array($0[rows])) } + features
            + labels.flatMap { $0.columns(rows) }
    }
}
