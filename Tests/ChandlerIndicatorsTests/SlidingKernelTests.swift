import ChandlerIndicators
import Testing

/// The window columns against plain loops over each period, where prices jump by a factor 1e9 and
/// back: a running sum would keep the rounding error of the large values.
struct SlidingKernelTests {
    private static let rows = 1_400

    private func jumpingColumns(seed: UInt64) -> CandleColumns {
        var random = SeededGenerator(seed: seed)
        let closes = (0..<Self.rows).map { row in
            let factor = (500..<700).contains(row) ? 1e9 : 1
            return Double.random(in: 0.5...1.5, using: &random) * factor
        }
        let spreads = closes.map { $0 * Double.random(in: 0...0.01, using: &random) }
        return CandleColumns(
            openTimes: (0..<Self.rows).map { Int64($0) * 60_000_000 },
            opens: closes,
            highs: zip(closes, spreads).map { $0 + $1 },
            lows: zip(closes, spreads).map { $0 - $1 },
            closes: closes,
            volumes: closes.map { _ in Double.random(in: 0...1, using: &random) }
        )
    }

    @Test(arguments: [2, 3, 19, 20, 21, 300])
    func windowsAgreeWithPlainLoops(period: Int) throws {
        let seed = UInt64(30 + period)
        print("seed \(seed)")
        let columns = jumpingColumns(seed: seed)
        try check("sma_\(period)", columns) { mean(columns.closes[$0]) }
        try check("wma_\(period)", columns) { rows in
            let weighted = columns.closes[rows].enumerated().map { Double($0 + 1) * $1 }
            return weighted.reduce(0, +) / Double(period * (period + 1) / 2)
        }
        try check("bb_upper_\(period)_2", columns) { rows in
            let middle = mean(columns.closes[rows])
            let squares = columns.closes[rows].map { ($0 - middle) * ($0 - middle) }
            return middle + 2 * mean(squares[...]).squareRoot()
        }
        try check("donchian_upper_\(period)", columns) { columns.highs[$0].max() ?? .nan }
        try check("donchian_lower_\(period)", columns) { columns.lows[$0].min() ?? .nan }
        try check("vwap_\(period)", columns) { rows in
            let money = rows.map { row in
                (columns.highs[row] + columns.lows[row] + columns.closes[row]) / 3
                    * columns.volumes[row]
            }
            return money.reduce(0, +) / columns.volumes[rows].reduce(0, +)
        }
        try check("cci_\(period)", columns) { rows in
            let prices = rows.map { row in
                (columns.highs[row] + columns.lows[row] + columns.closes[row]) / 3
            }
            let middle = mean(prices[...])
            let deviation = mean(prices.map { abs($0 - middle) }[...])
            return (prices[period - 1] - middle) / (0.015 * deviation)
        }
        try check("aroon_up_\(period - 1)", columns) { rows in
            let values = Array(columns.highs[rows])
            let latest = values.lastIndex(of: values.max() ?? .nan) ?? 0
            return 100 * Double(latest) / Double(period - 1)
        }
    }

    private func mean(_ values: ArraySlice<Double>) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    private func check(
        _ name: String,
        _ columns: CandleColumns,
        _ naive: (Range<Int>) -> Double
    ) throws {
        let set = try IndicatorSet(names: [name])
        var engine = IndicatorEngine(set)
        let frame = engine.update(columns)
        let info = set.info(of: name)
        let golden = (0..<columns.count).map { row in
            // Every one of these columns looks at the rows of its warm-up and at its own.
            row < info.warmUp ? Double.nan : naive(row - info.warmUp..<row + 1)
        }
        let comparison = GoldenComparison(candles: columns)
        #expect(comparison.firstDifference(info, frame.columns[0], golden) == nil)
    }

    @Test func dayBoundariesRestartTheDayAverageAlsoBefore1970() throws {
        let day: Int64 = 86_400_000_000
        let times = [-day - 1, -day, -1, 0, 1, day - 1, day, 3 * day + 5]
        let columns = CandleColumns(
            openTimes: times,
            opens: Array(repeating: 1, count: 8),
            highs: [1, 2, 3, 4, 5, 6, 7, 8],
            lows: [1, 2, 3, 4, 5, 6, 7, 8],
            closes: [1, 2, 3, 4, 5, 6, 7, 8],
            volumes: [1, 1, 3, 0, 2, 2, 0, 1]
        )
        var engine = IndicatorEngine(try IndicatorSet(names: ["vwap_day"]))
        #expect(engine.update(columns).columns[0] == [1, 2, 2.75, 0, 5, 5.5, 0, 8])
    }
}
