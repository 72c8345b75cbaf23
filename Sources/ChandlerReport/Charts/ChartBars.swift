import ChandlerCore

/// Candles along the time axis: each has its place, and so has each that is missing.
///
/// Where there are more places than fit, neighbours are joined to one bar. A very long hole is cut
/// short, or the candles beside it would be too thin to be seen.
struct ChartBars: Sendable {
    /// What is drawn at one place.
    struct Bar: Sendable {
        let place: Int
        /// Open, high, low, close and volume of all its candles; the open time of the first.
        let candle: ChartCandle
        /// Which candles it is made of.
        let candles: Range<Int>
    }

    /// Places without a candle.
    struct Hole: Sendable {
        let places: Range<Int>
        /// The candles that are missing.
        let missing: Int
        /// Whether it has fewer places than it should have.
        let isCut: Bool
    }

    /// Places that follow one another in time without a cut.
    struct Run: Sendable {
        let firstSlot: Int
        let start: Timestamp
        var slots: Int
    }

    let interval: Interval
    private(set) var bars: [Bar] = []
    private(set) var holes: [Hole] = []
    private(set) var runs: [Run] = []
    /// How many places there are.
    private(set) var count = 0
    /// How many candles are joined to one bar.
    private(set) var joined = 1
    /// Candles that are missing between the first and the last.
    private(set) var missing = 0

    /// Finds the places.
    ///
    /// - Parameters:
    ///   - candles: Ascending; those that are not after the one before are left out.
    ///   - interval: Their interval.
    ///   - most: How many places fit.
    init(_ candles: [ChartCandle], interval: Interval, most: Int) {
        self.interval = interval
        let longest = max(12, candles.count / 4)
        var slots: [Int] = []
        var open: [(slot: Int, slots: Int, missing: Int)] = []
        for candle in candles {
            guard let last = slots.last, let run = runs.last else {
                runs = [Run(firstSlot: 0, start: candle.openTime, slots: 1)]
                slots = [0]
                continue
            }
            let end = interval.advance(run.start, by: run.slots)
            let absent =
                candle.openTime > end ? interval.count(in: TimeRange(end, candle.openTime)) : 0
            let shown = min(absent, longest)
            if absent > 0 {
                open.append((last + 1, shown, absent))
                missing += absent
            }
            slots.append(last + 1 + shown)
            if shown < absent {
                runs.append(Run(firstSlot: last + 1 + shown, start: candle.openTime, slots: 1))
            } else {
                runs[runs.count - 1].slots += shown + 1
            }
        }
        guard let last = slots.last else { return }
        joined = max(1, (last + max(1, most)) / max(1, most))
        count = last / joined + 1
        join(candles, slots)
        holes = open.compactMap { hole in
            let first = (hole.slot + joined - 1) / joined
            let end = (hole.slot + hole.slots) / joined
            let isCut = hole.slots < hole.missing
            guard first < end else { return nil }
            return Hole(places: first..<end, missing: hole.missing, isCut: isCut)
        }
    }

    private mutating func join(_ candles: [ChartCandle], _ slots: [Int]) {
        var start = 0
        while start < slots.count {
            let place = slots[start] / joined
            var end = start + 1
            while end < slots.count, slots[end] / joined == place { end += 1 }
            bars.append(
                Bar(place: place, candle: .joining(candles[start..<end]), candles: start..<end)
            )
            start = end
        }
    }

    /// The place of the first candle that opens at or after a moment, or `nil` outside of all runs.
    func place(of moment: Timestamp) -> Int? {
        for run in runs where moment >= run.start {
            let slots = interval.count(in: TimeRange(run.start, moment))
            if slots < run.slots { return (run.firstSlot + slots) / joined }
        }
        return nil
    }
}

extension ChartCandle {
    /// One candle for several, the first of which opens it.
    fileprivate static func joining(_ candles: ArraySlice<ChartCandle>) -> ChartCandle {
        guard let first = candles.first, let last = candles.last else {
            preconditionFailure("Invariant: a bar has a candle")
        }
        if candles.count == 1 { return first }
        let volumes = candles.map(\.volume).filter { !$0.isNaN }
        return ChartCandle(
            openTime: first.openTime,
            open: first.open,
            high: candles.map(\.high).max() ?? first.high,
            low: candles.map(\.low).min() ?? first.low,
            close: last.close,
            volume: volumes.isEmpty ? .nan : volumes.reduce(0, +)
        )
    }
}
