import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// The indicators of a pool's series at one place in its history.
///
/// A candle's place in the series counts, not its time: silent intervals are no candles, so that a
/// mean of twenty is that of the last twenty candles in which something was traded.
///
/// A volume that the aggregator does not tell is undefined, and undefines exactly the values it is
/// part of: of a series without volumes, indicators that read them are left out, except where their
/// value holds whatever the volume was, such as an accumulation of candles without any range.
struct PoolEngine {
    private let set: IndicatorSet
    private var engine: IndicatorEngine

    /// Begins before the first candle, or goes on after the one a state was saved at.
    init(_ set: IndicatorSet, _ state: PoolSeriesRecord.State?) throws(PipelineError) {
        self.set = set
        guard let state else {
            engine = IndicatorEngine(set)
            return
        }
        do throws(IndicatorError) {
            engine = try IndicatorEngine(set, savedState: state.bytes)
        } catch {
            throw PipelineError(
                .inconsistent,
                "read the indicator state saved after \(state.openTime.compact): \(error); "
                    + "nothing was changed; run with --recompute to build it anew"
            )
        }
    }

    /// Sees the next candles and returns their indicators.
    mutating func update(_ candles: some Collection<TokenCandle>) -> IndicatorFrame {
        engine.update(
            CandleColumns(
                openTimes: candles.map(\.openTime.microseconds),
                opens: candles.map(\.open),
                highs: candles.map(\.high),
                lows: candles.map(\.low),
                closes: candles.map(\.close),
                volumes: candles.map { $0.volume ?? .nan }
            )
        )
    }

    /// The state after the last candle seen, which opened at a moment.
    func savedState(at openTime: Timestamp) -> PoolSeriesRecord.State {
        PoolSeriesRecord.State(openTime: openTime, bytes: engine.savedState())
    }

    /// Frames in their order as the loader takes them; `nil` where no indicators are stored.
    func loadable(_ frames: [IndicatorFrame]) -> IndicatorColumns? {
        let names = set.names
        if names.isEmpty { return nil }
        return IndicatorColumns(
            names: names,
            columns: names.indices.map { column in frames.flatMap { $0.columns[column] } },
            count: frames.reduce(0) { $0 + $1.count }
        )
    }
}
