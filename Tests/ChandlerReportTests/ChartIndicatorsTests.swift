import ChandlerCore
import ChandlerIndicators
import Testing

@testable import ChandlerReport

/// Names of indicators, and what is drawn for them.
@Suite struct ChartIndicatorsTests {
    @Test func namesStandForWhatBelongsTogether() throws {
        let indicators = try ChartIndicators(
            parsing: " sma_20, ema_50,bb,macd RSI,obv,stoch_14_3_3,bb,psar,donchian_55 "
        )
        #expect(
            indicators.names == [
                "sma_20", "ema_50", "bb_20_2", "macd_12_26_9", "rsi_14", "obv", "stoch_14_3_3",
                "psar_0p02_0p2", "donchian_55",
            ]
        )
        let candles = ChartTestCandles.walk(900)
        let drawn = indicators.drawn(candles, from: 700)
        #expect(
            drawn.overlays.map(\.name) == [
                "sma_20", "ema_50", "bb_20_2", "", "psar_0p02_0p2", "donchian_55", "",
            ]
        )
        #expect(drawn.panels.map(\.title) == ["macd_12_26_9", "rsi_14", "obv", "stoch_14_3_3"])
        #expect(drawn.panels[1].levels == [30, 70] && drawn.panels[1].bounds == 0...100)
        #expect(drawn.panels[0].series.map(\.mark) == [.histogram, .line, .line])
        #expect(drawn.panels[3].series.map(\.name) == ["stoch_k", "stoch_d"])
        #expect(
            (drawn.overlays + drawn.panels.flatMap(\.series)).allSatisfy { $0.values.count == 200 }
        )
    }

    @Test func valuesAreThoseOfTheEngine() throws {
        let candles = ChartTestCandles.walk(600)
        let drawn = try ChartIndicators(parsing: "sma_20").drawn(candles, from: 500)
        let closes = candles.map(\.close.double)
        for (offset, value) in drawn.overlays[0].values.enumerated() {
            let mean = closes[(481 + offset)...(500 + offset)].reduce(0, +) / 20
            #expect((value / mean - 1).magnitude < 1e-12)
        }
    }

    @Test(arguments: ["ema_50", "rsi_14", "macd", "atr_14", "bb"])
    func theLeadInMakesUpForWhatIsNotRead(name: String) throws {
        let indicators = try ChartIndicators(parsing: name)
        let candles = ChartTestCandles.walk(6_000, seed: 11)
        let all = indicators.drawn(candles, from: 5_900)
        let part = Array(candles[(5_900 - indicators.leadIn)...])
        let some = indicators.drawn(part, from: indicators.leadIn)
        for (one, other) in zip(
            (all.overlays + all.panels.flatMap(\.series)).flatMap(\.all),
            (some.overlays + some.panels.flatMap(\.series)).flatMap(\.all)
        ) {
            #expect((one - other).magnitude <= 1e-6 * max(1, one.magnitude))
        }
    }

    @Test(arguments: ["sma_0", "nonsense", "bb_20", "ichimoku_chikou_plot"])
    func unknownNamesAreRefused(name: String) {
        #expect(throws: IndicatorError.self) { try ChartIndicators(parsing: name) }
    }

    @Test(arguments: ["", "none", " , "])
    func nothingIsNothing(text: String) throws {
        let indicators = try ChartIndicators(parsing: text)
        #expect(indicators.names.isEmpty && indicators.leadIn == 0)
        #expect(indicators.drawn(ChartTestCandles.walk(3)).overlays.isEmpty)
    }

    @Test func everyColumnOfTheTableCanBeDrawn() throws {
        let candles = ChartTestCandles.walk(400)
        for name in IndicatorSet.full.names {
            let drawn = try ChartIndicators(parsing: name).drawn(candles, from: 200)
            #expect(drawn.overlays.count + drawn.panels.count >= 1, "\(name)")
            let chart = CandleChart(
                candles: Array(candles[200...]),
                interval: .minute,
                title: name,
                overlays: drawn.overlays,
                panels: drawn.panels
            )
            #expect(DrawnElement.parse(chart.svg(.page)) != nil, "\(name)")
        }
    }
}
