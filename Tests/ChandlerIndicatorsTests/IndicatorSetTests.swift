import ChandlerIndicators
import Testing

struct IndicatorSetTests {
    @Test func theNamedSetsHaveTheirColumns() {
        #expect(IndicatorSet.core.names.count == 25)
        #expect(IndicatorSet.full.names.count == 72)
        #expect(IndicatorSet.none.names.isEmpty)
        #expect(Set(IndicatorSet.core.names).isSubset(of: IndicatorSet.full.names))
        #expect(!IndicatorSet.full.names.contains("ichimoku_chikou_plot"))
        #expect(IndicatorSet.core.warmUp == 199)
        #expect(IndicatorSet.none.warmUp == 0)
    }

    @Test func theOrderIsThatOfTheTableWithFurtherParametersAfterTheirFamily() throws {
        let names = [
            "realized_vol_20", "bb_upper_10_2p5", "sma_37", "obv", "sma_200", "bb_bandwidth_20_2",
            "sma_3", "bb_lower_10_2p5", "ema_12", "bb_upper_20_2", "sma_20", "obv",
        ]
        #expect(
            try IndicatorSet(names: names).names == [
                "sma_20", "sma_200", "sma_3", "sma_37", "ema_12", "bb_upper_20_2",
                "bb_bandwidth_20_2", "bb_upper_10_2p5", "bb_lower_10_2p5", "obv",
                "realized_vol_20",
            ]
        )
        #expect(try IndicatorSet(names: names) == IndicatorSet(names: names.reversed()))
        #expect(
            IndicatorSet.core.names.prefix(7) == [
                "sma_20", "sma_50", "sma_200", "ema_12", "ema_26", "ema_50", "rsi_14",
            ]
        )
    }

    @Test(arguments: [
        ("core", 25), ("full", 72), ("none", 0), ("core,full", 72), ("none, sma_37", 1),
        (" core , sma_37 ", 26), ("sma_20\nsma_20\r\n# all\n  ema_3 # short, and fast\n\n", 2),
        ("core,sma_20,", 25),
    ])
    func listsAreParsed(text: String, count: Int) throws {
        #expect(try IndicatorSet(parsing: text).names.count == count)
    }

    @Test(arguments: ["", " ", "# nothing", ",,\n,"])
    func anEmptyListIsAnError(text: String) {
        let error = #expect(throws: IndicatorError.self) { try IndicatorSet(parsing: text) }
        #expect(error?.code == .emptyList)
    }

    @Test(arguments: [
        ("smaa_20", "sma_20"), ("rsi14", "rsi_14"), ("ris_9", "rsi_9"), ("RSI_14", "rsi_14"),
        ("stoch_14_3_3", "stoch_k_14_3_3"), ("bollinger_20_2", "bb_lower_20_2"),
        ("on_balance", "obv"), ("macd_hst_5_35_5", "macd_hist_5_35_5"),
    ])
    func unknownNamesListTheNearestKnownOnes(name: String, nearest: String) throws {
        let error = #expect(throws: IndicatorError.self) { try IndicatorSet(names: [name]) }
        let found = try #require(error)
        #expect(found.code == .unknownName)
        #expect(found.name == name)
        #expect(found.message.contains(name))
        #expect(!found.isRetryable)
        if name != "bollinger_20_2", name != "on_balance" {
            #expect(found.nearest.first == nearest)
        }
        #expect(found.nearest.count == 3)
        for known in found.nearest {
            #expect(throws: Never.self) { try IndicatorSet(names: [known]) }
            #expect(found.message.contains(known))
        }
    }

    @Test(arguments: [
        "sma_0", "sma_10001", "sma_-3", "sma_+3", "sma_03", "sma_", "sma", "sma_20_2", "sma_2p5",
        "sma_99999999999999999999", "sma_x", "sma_20_", "rsi_14_", "obv_14", "bb_upper_20",
        "bb_upper_20_0", "bb_upper_20_2p", "bb_upper_20_p5", "bb_upper_20_2p50", "bb_upper_20_02",
        "bb_upper_20_2.5", "bb_upper_20_10001", "bb_upper_1_2", "bb_upper_20_2p5p1",
        "bb_upper_20_0p0", "macd_26_12_9", "macd_12_12_9", "macd_12_26", "psar_0p3_0p2",
        "psar_0p02_2", "kama_10_30_2", "ultosc_14_7_28", "ultosc_7_7_28", "realized_vol_1",
        "cci_1", "hma_1", "ichimoku_span_a_now_9", "vwap_day_2", "supertrend_10", "sma_２０",
        "sma_1e2", "bb_upper_20_1e1",
    ])
    func malformedOrAbsurdParametersAreErrors(name: String) throws {
        let error = #expect(throws: IndicatorError.self) { try IndicatorSet(names: [name]) }
        let found = try #require(error)
        #expect(found.code == .badParameter || found.code == .unknownName)
        #expect(found.message.contains("nearest known: "))
        #expect(!found.nearest.isEmpty)
    }

    @Test(arguments: ["sma_10000", "bb_upper_2_0p1", "psar_1_1", "ema_1", "bb_pctb_20_10000"])
    func theLimitsThemselvesAreAllowed(name: String) throws {
        #expect(try IndicatorSet(names: [name]).names == [name])
    }

    @Test(arguments: ["ichimoku_chikou_plot", "core, ichimoku_chikou_plot"])
    func theColumnThatLooksAheadIsRefusedWithTheReason(text: String) throws {
        let error = #expect(throws: IndicatorError.self) { try IndicatorSet(parsing: text) }
        #expect(error?.code == .looksAhead)
        #expect(error?.message.contains("25 candles") == true)
        #expect(error?.message.contains("charts only") == true)
    }

    @Test func strangeNamesAreQuotedAndCut() throws {
        let name = String(repeating: "ab\u{1B}[31m", count: 400)
        let error = #expect(throws: IndicatorError.self) { try IndicatorSet(names: [name]) }
        let message = try #require(error?.message)
        #expect(message.utf8.count < 300)
        #expect(!message.contains("\u{1B}"))
    }

    /// Fixed values: a fingerprint that changes makes every stored series look out of date.
    @Test func fingerprintsAreStableAndTellSetsApart() throws {
        #expect(IndicatorSet.none.fingerprint == "v1-b6b810b8af748aab")
        #expect(IndicatorSet.core.fingerprint == "v1-5a2833fe48a51f6a")
        #expect(IndicatorSet.full.fingerprint == "v1-4f7ffba7d8c808da")
        let names = try ["sma_20", "sma_21", "sma_2"].map {
            try IndicatorSet(names: [$0]).fingerprint
        }
        #expect(Set(names).count == 3)
        let shuffled = try IndicatorSet(names: IndicatorSet.core.names.reversed())
        #expect(shuffled.fingerprint == IndicatorSet.core.fingerprint)
    }

    @Test func unionsHoldEachColumnOnce() throws {
        let own = try IndicatorSet(names: ["sma_20", "sma_37"])
        #expect(own.union(.core).names.count == 26)
        #expect(own.union(.core) == IndicatorSet.core.union(own))
        #expect(own.union(.none) == own)
    }

    @Test func columnsAreDescribed() throws {
        let set = IndicatorSet.full.union(try IndicatorSet(names: ["rsi_9", "adx_5"]))
        for name in set.names {
            let info = set.info(of: name)
            #expect(info.name == name)
            #expect(!info.looksAhead)
            #expect(!info.meaning.isEmpty && !info.meaning.contains("\n"))
            #expect(info.warmUp <= set.warmUp)
        }
        #expect(set.info(of: "rsi_9").warmUp == 9)
        #expect(set.info(of: "adx_5").warmUp == 9)
        #expect(set.info(of: "obv").unit == .volume)
        #expect(set.info(of: "supertrend_dir_10_3").unit == .sign)
        #expect(ChartOnly.chikouInfo.looksAhead)
    }
}
