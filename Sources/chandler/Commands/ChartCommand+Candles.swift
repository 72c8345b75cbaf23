import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerReport
import ChandlerStore

/// The candles of a chart as they are stored, with some before them for the indicators.
struct StoredCandles: Sendable {
    /// Candles of an exchange, or of a pool, whose prices are doubles.
    enum Candles: Sendable {
        case exchange([Candle])
        case pool([TokenCandle])
    }

    let candles: Candles
    /// Where the candles that are drawn begin.
    let first: Int
    let interval: Interval
    let title: String
    let venue: String
    let symbol: String?
    let pool: Pool?
    /// From the first candle that is drawn to the end of the last.
    let range: TimeRange
    /// What a person should know.
    let notes: [String]

    /// Reads them; nothing is written or migrated.
    init(
        _ lane: StoreLane,
        _ source: ChartSourceArguments,
        _ span: ChartSpanArguments,
        leadIn: Int
    ) async throws {
        if let address = source.pool {
            self = try await .pool(lane, address, source, span, leadIn)
        } else if let symbol = source.symbol {
            let venue = source.venue?.lowercased() ?? "binance"
            let series = SeriesID(venue: venue, symbol: symbol, interval: source.interval)
            self = try await .exchange(lane, series, span, leadIn)
        } else {
            preconditionFailure("Invariant: the arguments name a series")
        }
    }

    private init(
        _ candles: Candles,
        openTimes: [Timestamp],
        from start: Timestamp,
        interval: Interval,
        title: String,
        venue: String,
        symbol: String?,
        pool: Pool?,
        notes: [String]
    ) throws {
        first = openTimes.firstIndex { $0 >= start } ?? openTimes.count
        guard first < openTimes.count, let last = openTimes.last else {
            throw PipelineError(
                .nothingStored,
                "\(title) has no candle in the span asked for; nothing was drawn"
            )
        }
        self.candles = candles
        self.interval = interval
        self.title = title
        self.venue = venue
        self.symbol = symbol
        self.pool = pool
        self.notes = notes
        range = TimeRange(openTimes[first], interval.close(of: last))
    }

    /// How many candles are drawn.
    var shownCount: Int {
        switch candles {
        case .exchange(let candles): candles.count - first
        case .pool(let candles): candles.count - first
        }
    }

    /// The prices of all that is drawn.
    var prices: (open: Double, high: Double, low: Double, close: Double) {
        switch candles {
        case .exchange(let candles):
            let shown = candles[first...]
            return (
                shown.first?.open.double ?? 0, shown.map(\.high).max()?.double ?? 0,
                shown.map(\.low).min()?.double ?? 0, shown.last?.close.double ?? 0
            )
        case .pool(let candles):
            let shown = candles[first...]
            return (
                shown.first?.open ?? 0, shown.map(\.high).max() ?? 0, shown.map(\.low).min() ?? 0,
                shown.last?.close ?? 0
            )
        }
    }

    func drawn(
        _ indicators: ChartIndicators
    ) -> (overlays: [ChartSeries], panels: [ChartPanel]) {
        switch candles {
        case .exchange(let candles): indicators.drawn(candles, from: first)
        case .pool(let candles): indicators.drawn(tokenCandles: candles, from: first)
        }
    }

    // MARK: - Reading

    private static func exchange(
        _ lane: StoreLane,
        _ series: SeriesID,
        _ span: ChartSpanArguments,
        _ leadIn: Int
    ) async throws -> StoredCandles {
        guard let record = try await lane.hasTables ? lane.record(of: series) : nil else {
            throw PipelineError(
                .nothingStored,
                "\(series) is not stored; nothing was drawn; load it with \"chandler ingest "
                    + "--symbol \(series.symbol) --interval \(series.interval.rawValue) --from ...\""
            )
        }
        let end = series.interval.close(of: record.watermark)
        let range = try span.range(record.firstOpenTime, end, series.interval, "\(series)")
        let start = series.interval.advance(range.start, by: -leadIn)
        let candles = try await lane.candles(
            of: series,
            in: TimeRange(max(record.firstOpenTime, start), range.end)
        )
        return try StoredCandles(
            .exchange(candles),
            openTimes: candles.map(\.openTime),
            from: range.start,
            interval: series.interval,
            title: "\(series)",
            venue: series.venue,
            symbol: series.symbol.text,
            pool: nil,
            notes: try await archiveNotes(lane, range)
        )
    }

    private static func archiveNotes(
        _ lane: StoreLane,
        _ range: TimeRange
    ) async throws -> [String] {
        let months = try await lane.archivedMonths(of: .marketData)
            .filter { $0.range.intersection(range) != nil }.sorted()
        guard let first = months.first, let last = months.last else { return [] }
        return [
            "\(Words.plural(months.count, "month")) of the span archived and not drawn: \"chandler "
                + "restore-archive --table market_data --from \(first.dashed) --to \(last.dashed)\" "
                + "brings them back"
        ]
    }

    private static func pool(
        _ lane: StoreLane,
        _ address: String,
        _ source: ChartSourceArguments,
        _ span: ChartSpanArguments,
        _ leadIn: Int
    ) async throws -> StoredCandles {
        let all = try await lane.hasTables ? lane.allPoolSeries() : []
        let found = all.filter { series in
            series.pool.address == address && series.interval == source.interval
                && (source.venue == nil || source.venue?.lowercased() == series.venue)
                && (source.token == nil || source.token == series.pool.mint)
        }
        guard let series = found.first, let record = try await lane.record(of: series),
            let firstOpenTime = record.firstOpenTime, let watermark = record.watermark
        else {
            throw PipelineError(
                .nothingStored,
                "no \(source.interval.rawValue) candles of pool \(quoted(address)) are stored; nothing "
                    + "was drawn; \"chandler status\" lists what is"
            )
        }
        guard found.count == 1 else {
            let names = found.map { "--venue \($0.venue) --token \($0.pool.mint)" }
            throw PipelineError(
                .usage,
                "pool \(quoted(address)) is stored \(found.count) times; choose by "
                    + names.joined(separator: " or ")
            )
        }
        let symbol = series.pool.symbol.map { Words.printable($0) + " " } ?? ""
        let range = try span.range(
            firstOpenTime,
            series.interval.close(of: watermark),
            series.interval,
            "\(series)"
        )
        let start = series.interval.advance(range.start, by: -leadIn)
        let candles = try await lane.candles(
            of: series,
            in: TimeRange(max(firstOpenTime, start), range.end)
        )
        return try StoredCandles(
            .pool(candles),
            openTimes: candles.map(\.openTime),
            from: range.start,
            interval: series.interval,
            title: "\(symbol)\(series)",
            venue: series.venue,
            symbol: series.pool.symbol,
            pool: series.pool,
            notes: []
        )
    }
}

extension StoreLane {
    /// Whether the schema is there; a chart does not make it.
    fileprivate var hasTables: Bool {
        get throws(StoreError) { try !schemaStatus().applied.isEmpty }
    }
}

extension ChartSpanArguments {
    /// The span that is drawn, within what is stored.
    func range(
        _ first: Timestamp,
        _ end: Timestamp,
        _ interval: Interval,
        _ name: String
    ) throws -> TimeRange {
        let stop = min(to.map { interval.ceiling($0) } ?? end, end)
        let start = from ?? interval.advance(stop, by: -(last ?? 200))
        let range = TimeRange(max(interval.ceiling(start), first), stop)
        guard stop > start, !range.isEmpty else {
            throw PipelineError(
                .nothingStored,
                "\(name) is stored from \(first.compact) to \(end.compact): there is nothing in the "
                    + "span asked for; nothing was drawn"
            )
        }
        guard interval.count(in: range) <= ChartSpanArguments.most else {
            throw PipelineError(
                .usage,
                "\(name) \(range) has more than \(Words.count(ChartSpanArguments.most)) candles; "
                    + "nothing was drawn; choose a shorter span or a longer interval"
            )
        }
        return range
    }
}
