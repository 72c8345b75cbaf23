import ChandlerCore
import ChandlerParquet

/// Writes rows as Parquet, one row group per table.
final class ParquetRows: RowEncoder {
    private let series: SeriesID
    private let writer: ParquetFileWriter

    init(
        series: SeriesID,
        options: DatasetOptions,
        file: StagedFile
    ) throws(DatasetError) {
        self.series = series
        let columns = options.columns.map {
            ParquetColumn(name: $0.name, type: $0.type, nullable: $0.nullable)
        }
        do throws(ParquetError) {
            writer = try ParquetFileWriter(
                schema: try ParquetSchema(columns: columns),
                options: ParquetOptions(
                    createdBy: "chandler version \(options.programVersion)",
                    compression: options.format == .parquetGzip ? .gzip(level: 6) : .zstd(level: 3)
                ),
                sink: file
            )
        } catch {
            throw .encoding(error, series)
        }
    }

    func write(_ table: inout RowTable) throws(DatasetError) {
        table.roundFeatures()
        do throws(ParquetError) {
            try writer.writeRowGroup(data(table))
        } catch {
            throw .encoding(error, series)
        }
    }

    func finish() throws(DatasetError) {
        do throws(ParquetError) {
            try writer.finish()
        } catch {
            throw .encoding(error, series)
        }
    }

    private func data(_ table: RowTable) -> [ParquetColumnData] {
        var columns: [ParquetColumnData] = [
            .repeatedString(series.venue, count: table.count),
            .repeatedString(series.symbol.text, count: table.count),
            .repeatedString(series.interval.rawValue, count: table.count),
            .timestamps(table.openTimes),
        ]
        columns += table.prices.map { .doubles($0.map { Price(raw: $0).double }) }
        columns.append(.doubles(table.volumes.map { Quantity(raw: $0).double }))
        columns += table.features.map { .doubles($0) }
        for labels in table.labels.horizons {
            columns.append(.doubles(labels.logReturns))
            columns.append(.int32(labels.directions, validity: labels.hasDirection))
            columns.append(.int32(labels.barriers, validity: labels.hasBarrier))
        }
        return columns
    }
}

extension DatasetError {
    /// The reason below an encoder's error: a full disk stays a full disk.
    static func encoding(_ error: ParquetError, _ series: SeriesID) -> DatasetError {
        if let below = error.cause as? DatasetError { return below }
        return DatasetError(
            .encodingFailed,
            "encode rows of \(series): \(error.message)",
            series: series,
            cause: error
        )
    }
}
