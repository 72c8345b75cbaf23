import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerPostgres
import ChandlerStore
import Testing

/// A scripted aggregator, a database of its own and the runs between them.
struct PoolMarket {
    let source: ScriptedPoolSource
    let database: ConnectionConfiguration
    let series: PoolSeriesID

    init(
        now: Timestamp,
        interval: Interval = .minute,
        sharing other: PoolMarket? = nil
    )
        async throws
    {
        source = other?.source ?? ScriptedPoolSource(now: now)
        database = try await TestCluster.database()
        series = PoolSeriesID(
            venue: "scripted",
            pool: Pool(network: "solana", address: "PoolAddress", mint: "Mint", symbol: "TOK"),
            interval: interval
        )
    }

    static let indicators = "core,ad,cmf_20,vwap_20,sma_7"

    /// An ingest as a command makes it.
    func ingest(
        _ from: Timestamp,
        _ to: Timestamp? = nil,
        indicators: String = PoolMarket.indicators,
        overlap: Int = 3,
        refetch: Bool = false,
        recompute: Bool = false
    ) async throws -> PoolIngest {
        let lane = try StoreLane(database, applicationName: "chandler tests")
        let runID = try await lane.beginRun(command: "ingest", arguments: "{}", version: "1.2.3")
        return PoolIngest(
            source: source,
            lane: lane,
            runID: runID,
            options: IngestOptions(
                series: series,
                from: from,
                to: to,
                indicators: try IndicatorSet(parsing: indicators),
                overlap: overlap,
                refetch: refetch,
                recompute: recompute
            ),
            progress: QuietProgress()
        )
    }

    /// Runs an ingest.
    @discardableResult
    func run(
        _ from: Timestamp,
        _ to: Timestamp? = nil,
        indicators: String = PoolMarket.indicators,
        overlap: Int = 3,
        refetch: Bool = false,
        recompute: Bool = false
    ) async throws -> PoolReport {
        var seconds = StageSeconds()
        return try await ingest(
            from,
            to,
            indicators: indicators,
            overlap: overlap,
            refetch: refetch,
            recompute: recompute
        ).run(seconds: &seconds)
    }

    /// Rows and what of the record is a function of the candles, as one text.
    func contents() throws -> String {
        try text(
            """
            SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM (
                SELECT to_jsonb(t)::text FROM cubi.token_candles AS t
                UNION ALL
                SELECT (to_jsonb(s) - 'coverage' - 'updated_at' - 'run_id')::text
                FROM cubi.token_series AS s
            ) AS lines (line)
            """
        )
    }

    /// One text for all rows as they lie in the tables: which transaction wrote each, and where.
    func fingerprint() throws -> String {
        try text(
            """
            SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM (
                SELECT t.xmin::text || ' ' || t.ctid::text || ' ' || t::text
                FROM cubi.token_candles AS t
                UNION ALL
                SELECT s.xmin::text || ' ' || s.ctid::text || ' ' || s::text
                FROM cubi.token_series AS s
            ) AS lines (line)
            """
        )
    }

    /// The first value of a query's first row.
    func text(_ sql: String) throws -> String {
        try PostgresConnection(database).query(sql).firstRow().text(0)
    }

    func record() async throws -> PoolSeriesRecord? {
        try await StoreLane(database, applicationName: "chandler tests").record(of: series)
    }

    func rows() async throws -> [StoredTokenRow] {
        try await StoreLane(database, applicationName: "chandler tests")
            .rows(of: series, in: TimeRange(Timestamp(seconds: 0), Timestamp(seconds: 1 << 33)))
    }

    /// What the rows' indicators must be: computed in one go, and spelled by the server.
    func expectedIndicators(_ candles: [TokenCandle], _ indicators: String) throws -> [String] {
        let set = try IndicatorSet(parsing: indicators)
        var engine = IndicatorEngine(set)
        let frame = engine.update(
            CandleColumns(
                openTimes: candles.map(\.openTime.microseconds),
                opens: candles.map(\.open),
                highs: candles.map(\.high),
                lows: candles.map(\.low),
                closes: candles.map(\.close),
                volumes: candles.map { $0.volume ?? .nan }
            )
        )
        let columns = IndicatorColumns(
            names: set.names,
            columns: frame.columns,
            count: frame.count
        )
        let document = "[" + candles.indices.map(columns.json).joined(separator: ",") + "]"
        return try PostgresConnection(database).query(
            "SELECT value::text FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY ORDER BY ordinality",
            [.text(document)]
        ).map { try $0.text(0) }
    }
}

/// Candles of a token in which little is traded.
enum SparseHistory {
    /// A random walk with 40 % of the intervals silent.
    static func candles(
        from start: Timestamp,
        slots: Int,
        hasVolume: Bool = true,
        generator: inout SeededGenerator
    ) -> [TokenCandle] {
        var price = 4.2e-7
        return (0..<slots).compactMap { slot in
            if generator.int(1...100) <= 40 { return nil }
            return candle(
                Interval.minute.advance(start, by: slot),
                &price,
                hasVolume: hasVolume,
                &generator
            )
        }
    }

    /// A candle that goes on from a price.
    static func candle(
        _ openTime: Timestamp,
        _ price: inout Double,
        hasVolume: Bool = true,
        _ generator: inout SeededGenerator
    ) -> TokenCandle {
        let open = price
        price *= Double.random(in: 0.9...1.1, using: &generator)
        let volume = generator.oneIn(10) ? 0 : Double.random(in: 0...5e4, using: &generator)
        return TokenCandle(
            openTime: openTime,
            open: open,
            high: max(open, price) * Double.random(in: 1...1.05, using: &generator),
            low: min(open, price) * Double.random(in: 0.95...1, using: &generator),
            close: price,
            volume: hasVolume ? volume : nil
        )
    }
}

extension TokenCandle {
    /// The same candle with another close and volume.
    var revised: TokenCandle {
        TokenCandle(
            openTime: openTime,
            open: open,
            high: high,
            low: low,
            close: (high + low) / 2,
            volume: volume.map { $0 * 2 + 1 }
        )
    }
}
