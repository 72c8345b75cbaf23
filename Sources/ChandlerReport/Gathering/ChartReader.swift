import ChandlerCore
import ChandlerPostgres

/// Reads the last candles of a series with the indicators that a chart draws.
struct ChartReader {
    let connection: PostgresConnection

    /// The last candles of a series; `nil` where none is in the table.
    func read(_ coverage: SeriesCoverage, count: Int) throws -> StoredChart? {
        let series = coverage.series
        let choice = ChartChoice(coverage.indicators)
        let names = choice.columns
        let columns = names.indices.map { ", (indicators ->> $\(5 + $0))::float8" }.joined()
        let rows = try connection.query(
            """
            SELECT "timestamp", open, high, low, close, volume\(columns) FROM market_data
            WHERE symbol = $1 AND "interval" = $2 AND venue = $3
            ORDER BY "timestamp" DESC LIMIT $4
            """,
            [
                .text(series.symbol.text), .text(series.interval.rawValue), .text(series.venue),
                .int64(Int64(count)),
            ] + names.map { .text($0) }
        )
        var candles: [Candle] = []
        var values: [String: [Double]] = [:]
        for row in rows.reversed() {
            candles.append(try Candle(row))
            for (place, name) in names.enumerated() {
                let value = try row.doubleIfPresent(.index(6 + place)) ?? .nan
                values[name, default: []].append(value)
            }
        }
        if candles.isEmpty { return nil }
        return StoredChart(
            series: series,
            candles: candles,
            overlays: choice.groups.flatMap { $0.overlays(values) },
            panels: choice.groups.compactMap { $0.panel(values) }
        )
    }
}

extension Candle {
    /// Reads open time, prices and volume, the first six columns.
    fileprivate init(_ row: PostgresRow) throws {
        func price(_ column: Int) throws -> Price {
            var text = try row.text(.index(column))
            return try text.withUTF8 { try Price(parsing: $0) }
        }
        var volume = try row.text(5)
        self.init(
            openTime: try row.moment(0),
            open: try price(1),
            high: try price(2),
            low: try price(3),
            close: try price(4),
            volume: try volume.withUTF8 { try Quantity(parsing: $0) }
        )
    }
}
