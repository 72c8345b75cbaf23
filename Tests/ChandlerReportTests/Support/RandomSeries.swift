import ChandlerCore
import TestSupport

@testable import ChandlerReport

/// A series of which every place is known: what a ledger says of it, and what is to be counted.
struct RandomSeries {
    /// What became of one place.
    enum Place: CaseIterable {
        case stored
        case confirmed
        case open
        case rejected
    }

    let series: SeriesID
    let openTimes: [Timestamp]
    let places: [Place]

    /// Makes runs of places that are alike; the first and the last are stored.
    init(_ series: SeriesID, from first: Timestamp, count: Int, _ random: inout SeededGenerator) {
        self.series = series
        openTimes = (0..<count).map { series.interval.advance(first, by: $0) }
        var places: [Place] = []
        while places.count < count {
            let place = Place.allCases.randomElement(using: &random) ?? .stored
            let length = Int.random(in: 1...max(1, count / 12), using: &random)
            places += Array(repeating: place, count: min(length, count - places.count))
        }
        places[0] = .stored
        places[count - 1] = .stored
        self.places = places
    }

    /// The spans of places of some kinds, joined.
    func spans(_ kinds: Place...) -> [TimeRange] {
        Coverage(
            zip(openTimes, places).filter { kinds.contains($0.1) }.map { open, _ in
                TimeRange(open, series.interval.close(of: open))
            }
        ).ranges
    }

    /// The gaps of the ledger.
    var gaps: [Gap] {
        [(Place.open, Gap.Status.open), (.confirmed, .confirmed)].flatMap { place, status in
            spans(place).map {
                Gap(range: $0, missing: series.interval.count(in: $0), status: status)
            }
        }
    }

    /// What the ledger says, as the reader would read it.
    var ledger: LedgerSeries {
        var ledger = LedgerSeries(
            series: series,
            firstOpenTime: openTimes[0],
            watermark: openTimes[openTimes.count - 1]
        )
        ledger.coverage = spans(.stored, .confirmed)
        for gap in gaps {
            let month = gap.range.start.month
            if month == (gap.range.end - 1).month {
                ledger.monthGaps.append(
                    .init(month: month, status: gap.status, missing: gap.missing)
                )
            } else {
                ledger.longGaps.append(gap)
            }
        }
        return ledger
    }

    /// Counts the places of a kind by month, one by one.
    func counts(_ kind: Place) -> [Month: Int] {
        zip(openTimes, places).reduce(into: [:]) { counts, entry in
            if entry.1 == kind { counts[entry.0.month, default: 0] += 1 }
        }
    }
}
