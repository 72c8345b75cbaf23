import ChandlerIndicators
import ChandlerParquet

/// Writing candles and core indicators as a Parquet file of 31 columns of doubles.
enum ParquetStep {
    static func make(_ sample: MicroSample) throws -> MicroStep {
        let columns = Self.columns(sample)
        let schema = try ParquetSchema(
            columns: columns.map { ParquetColumn(name: $0.name, type: .double) }
        )
        let values = columns.map { ParquetColumnData.doubles($0.values) }
        let sink = CountingSink()
        let work = { () throws -> Int in
            let writer = try ParquetFileWriter(
                schema: schema,
                options: ParquetOptions(createdBy: "chandler-bench"),
                sink: sink
            )
            try writer.writeRowGroup(values)
            try writer.finish()
            return Int(writer.byteCount)
        }
        let share = Double(try work()) / Double(sample.candles.count * columns.count * 8)
        return MicroStep(
            name: "parquet: 31 columns, zstd 3 (\(fixed(share * 100, 0)) % of the size)",
            item: "row",
            items: sample.candles.count,
            bytes: sample.candles.count * columns.count * 8,
            work: work
        )
    }

    private static func columns(_ sample: MicroSample) -> [(name: String, values: [Double])] {
        let candles = sample.columns
        return [
            ("open_time", candles.openTimes.map { Double($0) }), ("open", candles.opens),
            ("high", candles.highs), ("low", candles.lows), ("close", candles.closes),
            ("volume", candles.volumes),
        ] + Array(zip(IndicatorSet.core.names, sample.frame.columns))
    }

    /// Forgets everything: the disk is not measured.
    private final class CountingSink: ByteSink {
        private(set) var count = 0

        func write(_ bytes: UnsafeRawBufferPointer) { count += bytes.count }
    }
}
