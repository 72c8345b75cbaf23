import ChandlerCore
import ChandlerIndicators

/// A seeded source of random numbers, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Random one-minute candles with what makes indicators stumble: ties, flat and zero-volume
/// stretches, jumps by a factor of a thousand, candles without range and prices of zero.
func randomCandles(_ count: Int, seed: UInt64) -> [Candle] {
    var random = SeededGenerator(seed: seed)
    var price: Int64 = 2_000_000_000
    var time = Timestamp(seconds: 1_709_244_000)
    var candles: [Candle] = []
    var quiet = 0
    var factor: Int64 = 1
    for _ in 0..<count {
        if quiet == 0, Int.random(in: 0..<40, using: &random) == 0 {
            quiet = Int.random(in: 1...40, using: &random)
        }
        if Int.random(in: 0..<150, using: &random) == 0 { factor = factor == 1 ? 1_000 : 1 }
        let open = price
        if quiet == 0 {
            price = max(100_000, price + 1_000_000 * Int64.random(in: -40...40, using: &random))
        }
        let isFlat = quiet > 0 || Int.random(in: 0..<20, using: &random) == 0
        let spread = isFlat ? 0 : 1_000_000 * Int64.random(in: 0...30, using: &random)
        let isVoid = Int.random(in: 0..<400, using: &random) == 0
        let scale = isVoid ? 0 : factor
        let first = isFlat ? price : open
        let volume = quiet > 0 ? 0 : Int128.random(in: 0...90_000_000_000, using: &random)
        quiet = max(0, quiet - 1)
        candles.append(
            Candle(
                openTime: time,
                open: Price(raw: first * scale),
                high: Price(raw: (max(first, price) + spread) * scale),
                low: Price(raw: max(0, min(first, price) - spread) * scale),
                close: Price(raw: price * scale),
                volume: Quantity(raw: volume)
            )
        )
        time = time + 60_000_000 * Int64.random(in: 1...3, using: &random)
    }
    return candles
}

extension IndicatorSet {
    /// Every column, and further parameters of every family, some longer than a block of rows.
    static func wide() throws -> IndicatorSet {
        IndicatorSet.full.union(
            try IndicatorSet(
                parsing: """
                    sma_1, sma_3, sma_700, ema_1, ema_90, wma_2, wma_600, dema_7, tema_3, kama_3_2_5
                    hma_2, hma_35, rsi_1, rsi_3, macd_3_7_4, macd_signal_3_7_4, macd_hist_3_7_4
                    bb_upper_5_1p5, bb_pctb_600_2p25, atr_3, natr_2, plus_di_1, minus_di_3, dx_3, adx_2
                    stoch_k_3_2_5, stoch_d_3_2_5, stochf_k_2_4, stochf_d_2_4, stochrsi_k_3_4_2
                    stochrsi_d_3_4_2, stochrsi_tv_k_3_4_2_5, stochrsi_tv_d_3_4_2_5, cci_3, cci_530
                    mfi_2, willr_600, roc_1, roc_513, mom_512, trix_2, ultosc_1_2_3, aroon_up_1
                    aroon_down_600, aroonosc_4, donchian_upper_2, donchian_middle_3, donchian_lower_1
                    keltner_upper_3_8_1, keltner_lower_3_8_1, keltner_tv_upper_3_8_0p5, psar_0p1_0p5
                    ichimoku_tenkan_2, ichimoku_kijun_3, ichimoku_span_b_now_4, ichimoku_span_b_plot_4
                    vwap_2, cmf_3, supertrend_2_1, supertrend_dir_2_1, supertrend_tv_2_1
                    supertrend_tv_dir_2_1, realized_vol_2, realized_vol_600
                    """
            )
        )
    }
}

extension IndicatorFrame {
    /// The values' bits, so that equality means the same doubles and the same undefined ones.
    var bits: [[UInt64]] { columns.map { $0.map(\.bitPattern) } }
}

/// Frames one below the other, as bits.
func joinedBits(_ frames: [IndicatorFrame]) -> [[UInt64]] {
    guard let first = frames.first else { return [] }
    return first.columns.indices.map { column in
        frames.flatMap { $0.columns[column].map(\.bitPattern) }
    }
}
