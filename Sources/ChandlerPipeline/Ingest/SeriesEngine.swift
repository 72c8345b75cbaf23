import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// The indicators of a series at one place in its history.
///
/// `atr_14` is always computed, stored or not: the triple-barrier label is measured in it.
struct SeriesEngine {
    /// The indicators stored with each candle.
    let stored: IndicatorSet
    /// The set the state belongs to: the stored ones and `atr_14`.
    let computed: IndicatorSet
    private var engine: IndicatorEngine
    /// The open time of the last candle seen; `nil` at the beginning of the series.
    private(set) var lastOpenTime: Timestamp?

    /// Begins before the first candle of a series.
    init(_ stored: IndicatorSet) {
        self.stored = stored
        computed = SeriesEngine.computed(for: stored)
        engine = IndicatorEngine(computed)
    }

    /// Continues after the candle a state was saved at.
    init(_ stored: IndicatorSet, _ state: SavedState) throws(PipelineError) {
        self.stored = stored
        computed = SeriesEngine.computed(for: stored)
        do throws(IndicatorError) {
            engine = try IndicatorEngine(computed, savedState: state.bytes)
        } catch {
            throw PipelineError(
                .inconsistent,
                "read the indicator state saved after \(state.lastOpenTime.compact): \(error); "
                    + "nothing was changed; run with --recompute to build it anew"
            )
        }
        lastOpenTime = state.lastOpenTime
    }

    /// The set whose state a series with these stored indicators keeps.
    static func computed(for stored: IndicatorSet) -> IndicatorSet {
        stored.union(.averageTrueRange)
    }

    /// Sees the next candles and returns their indicators.
    mutating func update(_ candles: some RandomAccessCollection<Candle>) -> ComputedRows {
        let frame = engine.update(CandleColumns(candles))
        lastOpenTime = candles.last?.openTime ?? lastOpenTime
        return ComputedRows(frame, computed: computed, stored: stored)
    }

    /// Sees the next candles without keeping their indicators.
    mutating func skip(_ candles: some RandomAccessCollection<Candle>) {
        engine.skip(CandleColumns(candles))
        lastOpenTime = candles.last?.openTime ?? lastOpenTime
    }

    /// The state after the last candle seen.
    func savedState(_ kind: SavedState.Kind) -> SavedState? {
        lastOpenTime.map {
            SavedState(
                lastOpenTime: $0,
                kind: kind,
                fingerprint: computed.fingerprint,
                bytes: engine.savedState()
            )
        }
    }
}

/// The indicators of some rows, with the stored ones picked out.
struct ComputedRows {
    /// The stored indicators' names.
    let names: [String]
    /// Their columns, NaN where undefined.
    let columns: [[Double]]
    /// `atr_14`, NaN where undefined.
    let averageTrueRange: [Double]
    /// The number of rows.
    let count: Int

    init(_ frame: IndicatorFrame, computed: IndicatorSet, stored: IndicatorSet) {
        let positions = Dictionary(
            uniqueKeysWithValues: computed.names.enumerated().map { ($1, $0) }
        )
        func column(_ name: String) -> [Double] {
            guard let position = positions[name] else {
                preconditionFailure("Invariant: \(name) is among the computed indicators")
            }
            return frame.columns[position]
        }
        names = stored.names
        columns = stored.names.map(column)
        averageTrueRange = column(IndicatorSet.averageTrueRange.names[0])
        count = frame.count
    }

    private init(names: [String], columns: [[Double]], averageTrueRange: [Double], count: Int) {
        self.names = names
        self.columns = columns
        self.averageTrueRange = averageTrueRange
        self.count = count
    }

    /// These rows and then those of another batch.
    func appending(_ other: ComputedRows) -> ComputedRows {
        ComputedRows(
            names: names,
            columns: zip(columns, other.columns).map { $0 + $1 },
            averageTrueRange: averageTrueRange + other.averageTrueRange,
            count: count + other.count
        )
    }

    /// The stored indicators as the loader takes them; `nil` when none are stored.
    var loadable: IndicatorColumns? {
        names.isEmpty ? nil : IndicatorColumns(names: names, columns: columns, count: count)
    }
}

extension IndicatorSet {
    /// The set of `atr_14` alone.
    static let averageTrueRange: IndicatorSet = {
        guard let set = try? IndicatorSet(names: ["atr_14"]) else {
            preconditionFailure("Invariant: atr_14 is an indicator")
        }
        return set
    }()
}
