import ChandlerCore
import ChandlerIndicators
import Testing

struct IndicatorEngineTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func anySplitIntoBatchesGivesTheSameBits(seed: UInt64) throws {
        print("seed \(seed)")
        let columns = CandleColumns(randomCandles(1_300, seed: seed))
        var random = SeededGenerator(seed: seed)
        let set = try IndicatorSet.wide()
        var whole = IndicatorEngine(set)
        let wanted = whole.update(columns).bits
        for longest in [7, 100, 600] {
            var engine = IndicatorEngine(set)
            var frames: [IndicatorFrame] = []
            var start = 0
            while start < columns.count {
                let end = min(columns.count, start + Int.random(in: 0...longest, using: &random))
                frames.append(engine.update(columns.slice(start..<end)))
                start = end
            }
            #expect(joinedBits(frames) == wanted)
            #expect(engine.rowsSeen == columns.count)
            #expect(engine.savedState() == whole.savedState())
        }
    }

    @Test func oneCandleAtATimeGivesTheSameBits() throws {
        let candles = randomCandles(700, seed: 4)
        let set = try IndicatorSet.wide()
        var whole = IndicatorEngine(set)
        let frame = whole.update(CandleColumns(candles))
        var single = IndicatorEngine(set)
        for (row, candle) in candles.enumerated() {
            let values = single.update(candle).map { ($0 ?? .nan).bitPattern }
            #expect(values == frame.columns.map { $0[row].bitPattern })
        }
        #expect(single.savedState() == whole.savedState())
    }

    @Test func skippedCandlesLeaveTheSameState() throws {
        let columns = CandleColumns(randomCandles(900, seed: 5))
        let set = try IndicatorSet.wide()
        var skipping = IndicatorEngine(set)
        var keeping = skipping
        skipping.skip(columns.slice(0..<613))
        _ = keeping.update(columns.slice(0..<613))
        #expect(skipping.savedState() == keeping.savedState())
        let rest = columns.slice(613..<900)
        #expect(skipping.update(rest).bits == keeping.update(rest).bits)
    }

    @Test func aReusedFrameHoldsOnlyTheNewRows() throws {
        let columns = CandleColumns(randomCandles(300, seed: 6))
        var first = IndicatorEngine(.core)
        var second = IndicatorEngine(.core)
        var frame = IndicatorFrame()
        for range in [0..<200, 200..<300] {
            first.update(columns.slice(range), into: &frame)
            #expect(frame.count == range.count)
            #expect(frame.bits == second.update(columns.slice(range)).bits)
        }
        var narrow = IndicatorEngine(try IndicatorSet(names: ["obv"]))
        narrow.update(columns, into: &frame)
        #expect(frame.columns.count == 1)
    }

    @Test(arguments: [7, 8] as [UInt64])
    func changingLaterCandlesChangesNothingBefore(seed: UInt64) throws {
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let candles = randomCandles(800, seed: seed)
        let other = randomCandles(800, seed: seed + 100)
        let set = try IndicatorSet.wide()
        var engine = IndicatorEngine(set)
        let wanted = engine.update(CandleColumns(candles)).bits
        for _ in 0..<6 {
            let cut = Int.random(in: 1..<800, using: &random)
            var changed = IndicatorEngine(set)
            let mixed = Array(candles[..<cut] + other[cut...])
            let bits = changed.update(CandleColumns(mixed)).bits
            #expect(bits.map { $0[..<cut] } == wanted.map { $0[..<cut] })
            #expect(bits.map { $0[cut...] } != wanted.map { $0[cut...] })
        }
    }

    @Test func aCopiedEngineGoesItsOwnWay() throws {
        let columns = CandleColumns(randomCandles(400, seed: 9))
        var engine = IndicatorEngine(try IndicatorSet.wide())
        engine.skip(columns.slice(0..<100))
        let copy = engine
        let state = copy.savedState()
        engine.skip(columns.slice(100..<400))
        #expect(copy.savedState() == state)
        #expect(copy.rowsSeen == 100)
    }

    @Test func noValueComesBeforeTheWarmUpAndNoneIsInfinite() throws {
        let set = try IndicatorSet.wide()
        var engine = IndicatorEngine(set)
        let frame = engine.update(CandleColumns(randomCandles(1_500, seed: 10)))
        for (name, column) in zip(set.names, frame.columns) {
            let warmUp = set.info(of: name).warmUp
            #expect(column[..<warmUp].allSatisfy { $0.isNaN }, "\(name)")
            // In 600 candles there is one without a price, and so without a return.
            if name != "realized_vol_600" {
                #expect(column[warmUp...].contains { !$0.isNaN }, "\(name)")
            }
            #expect(column.allSatisfy { !$0.isInfinite }, "\(name)")
        }
    }

    /// With ordinary candles the first value is exactly at the warm-up, in a series that ends there.
    @Test func aSeriesAsLongAsTheWarmUpHasNoValueAndOneCandleMoreHasOne() throws {
        let candles = (0..<1_300).map { rising($0) }
        for name in try IndicatorSet.wide().names {
            let set = try IndicatorSet(names: [name])
            var engine = IndicatorEngine(set)
            let short = engine.update(CandleColumns(candles.prefix(set.warmUp)))
            #expect(short.columns[0].allSatisfy { $0.isNaN }, "\(name)")
            let value = engine.update(candles[set.warmUp])
            #expect(value[0] != nil, "\(name)")
        }
    }

    private func rising(_ row: Int) -> Candle {
        let price = Int64(10_000_000_000) + Int64(row % 7) * 13_000_000 + Int64(row) * 1_000_000
        return Candle(
            openTime: Timestamp(seconds: Int64(row) * 60),
            open: Price(raw: price),
            high: Price(raw: price + 5_000_000),
            low: Price(raw: price - 3_000_000),
            close: Price(raw: price + 1_000_000),
            volume: Quantity(raw: 100_000_000)
        )
    }

    @Test func constantCandlesGiveTheDocumentedValues() throws {
        let candle = Candle(
            openTime: Timestamp(seconds: 0),
            open: Price(raw: 10_000_000),
            high: Price(raw: 10_000_000),
            low: Price(raw: 10_000_000),
            close: Price(raw: 10_000_000),
            volume: Quantity(raw: 300_000_000)
        )
        var engine = IndicatorEngine(.full)
        let frame = engine.update(CandleColumns(Array(repeating: candle, count: 300)))
        let last = Dictionary(
            uniqueKeysWithValues: zip(IndicatorSet.full.names, frame.columns.map { $0[299] })
        )
        let zeros = [
            "rsi_14", "macd_12_26_9", "macd_hist_12_26_9", "atr_14", "adx_14", "cci_20", "mfi_14",
            "stoch_k_14_3_3", "willr_14", "trix_15", "bb_bandwidth_20_2", "realized_vol_20", "ad",
            "cmf_20", "ultosc_7_14_28", "stochrsi_k_14_14_3", "plus_di_14", "roc_10",
        ]
        for name in zeros { #expect(last[name] == 0, "\(name)") }
        let prices = [
            "sma_20", "sma_50", "sma_200", "ema_12", "ema_26", "ema_50", "bb_upper_20_2",
            "bb_lower_20_2", "kama_10_2_30", "donchian_upper_20", "psar_0p02_0p2",
            "supertrend_10_3", "ichimoku_tenkan_9",
        ]
        for name in prices { #expect(last[name] == 0.1, "\(name)") }
        #expect(last["bb_pctb_20_2"]?.isNaN == true)
        #expect(last["aroon_up_14"] == 100)
        #expect(last["obv"] == 3)
    }

    @Test func theMiddleBandIsTheSimpleAverageToTheLastBit() throws {
        let set = try IndicatorSet(names: ["sma_20", "bb_middle_20_2"])
        var engine = IndicatorEngine(set)
        let frame = engine.update(CandleColumns(randomCandles(500, seed: 11)))
        #expect(frame.bits[0] == frame.bits[1])
    }

    @Test func noCandlesGiveAnEmptyFrame() {
        var engine = IndicatorEngine(.core)
        let frame = engine.update(CandleColumns([Candle]()))
        #expect(frame.count == 0)
        #expect(frame.columns.count == 25)
        #expect(engine.rowsSeen == 0)
        var nothing = IndicatorEngine(.none)
        #expect(nothing.update(CandleColumns(randomCandles(5, seed: 12))).columns.isEmpty)
        #expect(nothing.rowsSeen == 5)
    }
}
