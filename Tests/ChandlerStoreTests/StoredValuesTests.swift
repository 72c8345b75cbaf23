import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

/// What goes into the table is what was sent, digit by digit.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct StoredValuesTests {
    private static func candle(_ price: Int64, _ volume: Int128, _ time: Timestamp) -> Candle {
        Candle(
            openTime: time,
            open: Price(raw: price),
            high: Price(raw: price),
            low: Price(raw: price),
            close: Price(raw: price),
            volume: Quantity(raw: volume),
            quoteVolume: Quantity(raw: volume),
            tradeCount: Int64.max,
            takerBuyVolume: Quantity(raw: volume)
        )
    }

    @Test(arguments: [LoadJob.Way.insert, .merge])
    func decimalsAtTheColumnsLimitsComeBackExactly(way: LoadJob.Way) async throws {
        let store = try await TestStore()
        let series = try SeriesID("EXTREME", .minute)
        let start = try moment("2024-02-01")
        var generator = SeededGenerator(seed: 7)
        var pairs: [(Int64, Int128)] = [
            (Price.limit, Quantity.limit), (-Price.limit, 0), (0, 1), (1, 99_999_999),
            (100_000_000, 3_206_735_508_139_900_000_000), (-1, 100_000_000),
            (9_999, 10_000), (10_000, 99_990_000), (1_000_000_000_000, Int128(Int64.max)),
            (123_400_005_678, Int128(Int64.max) + 1),
        ]
        for _ in 0..<500 {
            let digits = generator.int(1...28)
            var volume: Int128 = 0
            for _ in 0..<digits { volume = volume * 10 + Int128(generator.int(0...9)) }
            let price = Int64.random(in: -Price.limit...Price.limit, using: &generator)
            pairs.append((price >> generator.int(0...50), volume))
        }
        let candles = pairs.enumerated().map { index, pair in
            Self.candle(pair.0, pair.1, start + Int64(index) * 60_000_000)
        }
        let range = TimeRange(start, start + 86_400_000_000)
        let job = LoadJob(
            series: series,
            range: range,
            way: way,
            candles: candles,
            indicators: nil
        )
        try await store.lane.load(job, runID: 1)
        #expect(try await store.lane.candles(of: series, in: range) == candles)
        let rows = try store.connection().query(
            """
            SELECT open::text, volume::text, quote_volume::text, trade_count, indicators IS NULL
            FROM market_data ORDER BY "timestamp"
            """
        )
        for (row, candle) in zip(rows, candles) {
            #expect(try row.text(0) == candle.open.description)
            #expect(try row.text(1) == candle.volume.description)
            #expect(try row.text(2) == candle.volume.description)
            #expect(try row.int64(3) == Int64.max)
            #expect(try row.bool(4))
        }
    }

    @Test func timesAreStoredToTheMicrosecond() async throws {
        let store = try await TestStore()
        let series = try SeriesID("TIMES", .month)
        for text in ["0001-03-01", "1969-12-01", "2000-02-01", "2024-02-01", "9999-12-01"] {
            let time = try moment(text)
            let job = LoadJob(
                series: series,
                range: time.month.range,
                way: .insert,
                candles: [Self.candle(1, 1, time)],
                indicators: nil
            )
            try await store.lane.load(job, runID: 1)
            let found = try await store.lane.candles(of: series, in: time.month.range)
            #expect(found.map(\.openTime) == [time])
        }
    }

    @Test func jsonIsSentAsTheServerStoresIt() async throws {
        let names = [
            "sma_200", "obv", "macd_signal_12_26_9", "rsi_14", "adx_14", "vwap_day", "rsi_9",
            "log_return", "bb_upper_20_2", "ema_12", "atr_14", "ad",
        ]
        var generator = SeededGenerator(seed: 11)
        let count = 300
        let columns = names.map { _ in
            (0..<count).map { _ -> Double in
                switch generator.int(0...9) {
                case 0: .nan
                case 1: 0
                case 2: -0.0
                case 3: .infinity
                case 4: Double(generator.int(-1_000_000...1_000_000))
                case 5: Double.random(in: -1...1, using: &generator) * 1e-9
                case 6: Double.random(in: -1...1, using: &generator) * 1e21
                default: Double.random(in: -1e5...1e5, using: &generator)
                }
            }
        }
        let indicators = IndicatorColumns(names: names, columns: columns, count: count)
        let store = try await TestStore()
        let series = try SeriesID("JSON", .minute)
        let start = try moment("2024-02-01")
        let candles = (0..<count).map { Self.candle(1, 1, start + Int64($0) * 60_000_000) }
        let range = TimeRange(start, start + 86_400_000_000)
        let job = LoadJob(
            series: series,
            range: range,
            way: .insert,
            candles: candles,
            indicators: indicators
        )
        try await store.lane.load(job, runID: 1)
        for (index, row) in try await store.lane.rows(of: series, in: range).enumerated() {
            let text = row.indicators.map { $0.filter { $0 != " " } }
            #expect(text == indicators.json(row: index))
        }
        let half = indicators.dropFirst(150)
        #expect(half.count == 150)
        #expect(half.json(row: 0) == indicators.json(row: 150))
    }

    @Test func rowsWithoutAnyValueAreEmptyObjects() {
        let none = IndicatorColumns(names: ["a"], columns: [[.nan, 1]], count: 2)
        #expect(none.json(row: 0) == "{}")
        #expect(none.json(row: 1) == #"{"a":1}"#)
        #expect(IndicatorColumns(names: [], columns: [], count: 1).json(row: 0) == "{}")
    }
}
