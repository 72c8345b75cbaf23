import ChandlerCore
import ChandlerIndicators
import ChandlerPostgres
import ChandlerStore

/// Writing rows as PostgreSQL takes them, with the core indicators.
enum RowSteps {
    static func all(_ sample: MicroSample) throws -> [MicroStep] {
        let batches = Batch.all(sample)
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .minute)
        return [
            indicators("json: text of a row's indicators", .text, batches),
            indicators("jsonb: image of a row's indicators", .image, batches),
            try copy("copy: rows with json text", .text, series, batches),
            try copy("copy: rows with jsonb images", .image, series, batches),
        ]
    }

    /// Rows that are written into one buffer; a larger one would leave the caches.
    private struct Batch {
        static let rows = 1_024

        let candles: [Candle]
        let indicators: IndicatorColumns

        static func all(_ sample: MicroSample) -> [Batch] {
            stride(from: 0, to: sample.candles.count, by: rows).map { start in
                let range = start..<min(start + rows, sample.candles.count)
                return Batch(
                    candles: Array(sample.candles[range]),
                    indicators: IndicatorColumns(
                        names: IndicatorSet.core.names,
                        columns: sample.frame.columns.map { Array($0[range]) },
                        count: range.count
                    )
                )
            }
        }
    }

    private static func indicators(
        _ name: String,
        _ form: IndicatorWriter.Form,
        _ batches: [Batch]
    ) -> MicroStep {
        let work = { () -> Int in
            batches.reduce(0) { $0 + write($1, form) }
        }
        return MicroStep(
            name: name,
            item: "row of 25",
            items: batches.reduce(0) { $0 + $1.candles.count },
            bytes: work(),
            work: work
        )
    }

    private static func write(_ batch: Batch, _ form: IndicatorWriter.Form) -> Int {
        var writer = IndicatorWriter(batch.indicators, as: form)
        let room = writer.maximumLength
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { buffer in
            guard let target = buffer.baseAddress else { return 0 }
            var length = 0
            for row in batch.candles.indices { length += writer.write(row: row, to: target) }
            return length
        }
    }

    private static func copy(
        _ name: String,
        _ form: IndicatorWriter.Form,
        _ series: SeriesID,
        _ batches: [Batch]
    ) throws -> MicroStep {
        let encoder = CandleRowEncoder(series)
        let work = { () throws -> Int in
            var length = 0
            for batch in batches {
                var writer = BinaryCopyWriter(capacity: 2 << 20)
                try encoder.write(batch.candles, batch.indicators, as: form, to: &writer)
                length += writer.byteCount
            }
            return length
        }
        return MicroStep(
            name: name,
            item: "row",
            items: batches.reduce(0) { $0 + $1.candles.count },
            bytes: try work(),
            work: work
        )
    }
}
