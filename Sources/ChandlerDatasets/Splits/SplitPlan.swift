import ChandlerCore

/// Cuts a span of time into splits and says which rows near a cut must go.
///
/// A row uses time from its open to the end of the candle its longest label looks at. That window
/// must end at or before its split does (purge), and a row must not open within the embargo after
/// a boundary. So no moment is used by two splits, whatever the row's interval is.
///
/// **Source:** M. López de Prado, "Advances in Financial Machine Learning", chapter 7.
struct SplitPlan: Sendable, Equatable {
    /// A split and the span its rows open in.
    struct Zone: Sendable, Equatable {
        let split: Split
        let range: TimeRange
    }

    /// What becomes of a row.
    enum Verdict: Equatable {
        case keep(Split)
        case drop(DropReason)
    }

    /// The splits that have a share, ascending; they touch and cover the range.
    let zones: [Zone]
    /// Candles a label looks ahead at most.
    let longestHorizon: Int
    /// Candles dropped after each boundary.
    let embargo: Int

    /// Cuts a range; boundaries are rounded down to the coarsest of the grids.
    init(
        range: TimeRange,
        fractions: SplitFractions,
        intervals: [Interval],
        longestHorizon: Int,
        embargo: Int
    ) {
        let shares = [
            (Split.train, fractions.train), (.validation, fractions.validation),
            (.test, fractions.test),
        ].filter { $0.1 > 0 }
        var zones: [Zone] = []
        var start = range.start
        var percent = 0
        for (index, (split, share)) in shares.enumerated() {
            percent += share
            let end =
                index == shares.count - 1
                ? range.end : Self.boundary(at: percent, of: range, on: intervals)
            zones.append(Zone(split: split, range: TimeRange(start, end)))
            start = end
        }
        self.zones = zones
        self.longestHorizon = longestHorizon
        self.embargo = embargo
    }

    /// The moments at which a later split begins, ascending.
    var boundaries: [Timestamp] { zones.dropFirst().map(\.range.start) }

    /// The first moment after the embargo of a boundary.
    func embargoEnd(of boundary: Timestamp, interval: Interval) -> Timestamp {
        interval.advance(interval.ceiling(boundary), by: embargo)
    }

    /// The end of the time that a row and its labels use.
    func windowEnd(of openTime: Timestamp, interval: Interval) -> Timestamp {
        interval.advance(openTime, by: longestHorizon + 1)
    }

    /// What becomes of a row that is past its warm-up.
    func verdict(of openTime: Timestamp, interval: Interval) -> Verdict {
        guard let index = zones.lastIndex(where: { $0.range.contains(openTime) }) else {
            preconditionFailure("Invariant: a row opens inside the dataset's range")
        }
        let zone = zones[index]
        let isLast = index == zones.count - 1
        if !isLast, windowEnd(of: openTime, interval: interval) > zone.range.end {
            return .drop(.purged)
        }
        for earlier in zones[...index].dropFirst()
        where openTime < embargoEnd(of: earlier.range.start, interval: interval) {
            return .drop(.embargoed)
        }
        return .keep(zone.split)
    }

    private static func boundary(
        at percent: Int,
        of range: TimeRange,
        on intervals: [Interval]
    ) -> Timestamp {
        let (hundredths, rest) = range.microseconds.quotientAndRemainder(dividingBy: 100)
        let exact = range.start + (hundredths * Int64(percent) + rest * Int64(percent) / 100)
        let onGrid = intervals.map { $0.floor(exact) }.min() ?? exact
        return max(onGrid, range.start)
    }
}
