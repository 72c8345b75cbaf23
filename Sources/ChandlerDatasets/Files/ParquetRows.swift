import ChandlerCore
import ChandlerParquet

/// Writes rows as Parquet, one row group per table.
final class ParquetRows: RowEncoder {
    private let series: SeriesID
    private let resources: EncoderResources
    private let writer: ParquetFileWriter

    init(
        series: SeriesID,
        options: DatasetOptions,
        file: StagedFile,
        resources: EncoderResources
    ) throws(DatasetError) {
        self.series = series
        self.resources = resources
        let columns = options.columns.map {
            ParquetColumn(name: $0.name, type: $0.type, nullable: $0.nullable)
        }
        do throws(ParquetError) {
            writer = ParquetFileWriter(
                schema: try ParquetSchema(columns: columns),
                workspace: try resources.parquetWorkspace(),
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
        convertPrices(table)
        columns += resources.doubles.map { .doubles($0) }
        columns += table.features.map { .doubles($0) }
        for labels in table.labels.horizons {
            columns.append(.doubles(labels.logReturns))
            columns.append(.int32(labels.directions, validity: labels.hasDirection))
            columns.append(.int32(labels.barriers, validity: labels.hasBarrier))
        }
        return columns
    }

    private func convertPrices(_ table: RowTable) {
        for (index, units) in table.prices.enumerated() {
            convert(units, to: &resources.doubles[index], FixedPointColumn.convert)
        }
        convert(table.volumes, to: &resources.doubles[4], FixedPointColumn.convert)
    }

    private func convert<Units>(
        _ units: [Units],
        to doubles: inout [Double],
        _ body: (UnsafePointer<Units>, Int, UnsafeMutablePointer<Double>) -> Void
    ) {
        doubles.resize(to: units.count, repeating: 0)
        doubles.withUnsafeMutableBufferPointer { target in
            units.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else {
                    return
                }
                body(source, units.count, target)
            }
        }
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
