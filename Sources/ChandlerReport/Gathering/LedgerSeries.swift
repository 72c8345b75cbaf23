import ChandlerCore

/// What the ledger says of one series: all that is needed to count its candles by month.
struct LedgerSeries {
    let series: SeriesID
    let firstOpenTime: Timestamp
    let watermark: Timestamp
    var indicators: [String] = []
    var staleFrom: Timestamp?
    /// The spans the venue has answered for, ascending.
    var coverage: [TimeRange] = []
    /// Gaps inside one month, added up.
    var monthGaps: [MonthGaps] = []
    /// Gaps that reach from one month into another.
    var longGaps: [Gap] = []
    var gapsOpen = 0
    var gapsConfirmed = 0

    /// The gaps of one month and status.
    struct MonthGaps {
        let month: Month
        let status: Gap.Status
        let missing: Int
    }

    /// From the first candle to the end of the last one.
    var span: TimeRange { TimeRange(firstOpenTime, series.interval.close(of: watermark)) }

    private var grid: CandleGrid { CandleGrid(interval: series.interval, anchor: firstOpenTime) }

    /// Counts the candles of every month.
    ///
    /// A place that the venue answered for holds a candle unless a confirmed gap is there. A place
    /// that it did not answer for is an open gap, or a row that broke a rule.
    ///
    /// - Parameter archived: The months whose candles are in an archive.
    /// - Returns: The series with its months.
    func counted(archived: Set<Month>) -> SeriesCoverage {
        SeriesCoverage(
            series: series,
            range: span,
            watermark: watermark,
            indicators: indicators,
            staleFrom: staleFrom,
            months: months(archived),
            gapsOpen: gapsOpen,
            gapsConfirmed: gapsConfirmed
        )
    }

    private func months(_ archived: Set<Month>) -> [MonthCoverage] {
        let grid = grid
        var answered = parts(of: coverage, grid)
        var missing = gapCounts(grid)
        var months: [MonthCoverage] = []
        // A monthly candle's span ends with the month; no candle opens in an empty one.
        var month = span.start.month
        while month.start < span.end {
            defer { month = month.next }
            guard let part = month.range.intersection(span) else { continue }
            let expected = grid.opens(in: part)
            if expected == 0 { continue }
            let gaps = missing.removeValue(forKey: month) ?? (open: 0, confirmed: 0)
            let length = Double(month.range.microseconds)
            months.append(
                MonthCoverage(
                    month: month,
                    expected: expected,
                    present: max(0, (answered.removeValue(forKey: month) ?? 0) - gaps.confirmed),
                    open: gaps.open,
                    confirmed: gaps.confirmed,
                    isArchived: archived.contains(month),
                    begin: Double(part.start - month.start) / length,
                    end: Double(part.end - month.start) / length
                )
            )
        }
        return months
    }

    /// How many candles open in each month of some spans.
    private func parts(of spans: [TimeRange], _ grid: CandleGrid) -> [Month: Int] {
        var counts: [Month: Int] = [:]
        for whole in spans {
            guard let inside = whole.intersection(span) else { continue }
            var month = inside.start.month
            while month.start < inside.end {
                if let part = month.range.intersection(inside) {
                    counts[month, default: 0] += grid.opens(in: part)
                }
                month = month.next
            }
        }
        return counts
    }

    private func gapCounts(_ grid: CandleGrid) -> [Month: (open: Int, confirmed: Int)] {
        var counts: [Month: (open: Int, confirmed: Int)] = [:]
        func add(_ month: Month, _ status: Gap.Status, _ count: Int) {
            var entry = counts[month] ?? (open: 0, confirmed: 0)
            if status == .open { entry.open += count } else { entry.confirmed += count }
            counts[month] = entry
        }
        for gaps in monthGaps { add(gaps.month, gaps.status, gaps.missing) }
        for status in [Gap.Status.open, .confirmed] {
            let long = longGaps.filter { $0.status == status }.map(\.range)
            for (month, count) in parts(of: long, grid) { add(month, status, count) }
        }
        return counts
    }
}
