import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// The months of a series' span whose candles are in an archive.
struct ArchivedMonths {
    /// The months, ascending.
    let months: [Month]
    /// The parts of the span that are stored, ascending.
    let stored: [TimeRange]

    init(_ span: TimeRange, _ archived: [Month]) {
        months = archived.filter { $0.range.intersection(span) != nil }
        stored = Coverage(months.map(\.range)).missing(in: span)
    }

    /// The end of the archived months that a moment is in; `nil` where it is in none.
    func end(at moment: Timestamp) -> Timestamp? {
        var end = moment
        for month in months where month.range.contains(end) { end = month.end }
        return end > moment ? end : nil
    }

    /// The engine as it was after the last archived candle before a moment.
    ///
    /// - Returns: `nil` where no state was saved after that very candle.
    func engine(
        of record: SeriesRecord,
        at moment: Timestamp,
        _ lane: StoreLane
    ) async throws -> SeriesEngine? {
        let interval = record.series.interval
        let saved = try await lane.savedState(
            of: record.series,
            before: moment,
            fingerprint: record.fingerprint
        )
        guard let saved else { return nil }
        let after = TimeRange(interval.close(of: saved.lastOpenTime), moment)
        let gaps = try await lane.gaps(of: record.series, in: after)
        let missing = gaps.reduce(0) { sum, gap in
            sum + (gap.range.intersection(after).map { record.opens(in: $0) } ?? 0)
        }
        let rejected = try await lane.rejectedCount(of: record.series, in: after)
        guard record.opens(in: after) == missing + rejected else { return nil }
        return try SeriesEngine(try IndicatorSet(names: record.indicators), saved)
    }

    /// The months for a person; `nil` where there are none.
    var words: String? {
        guard let first = months.first, let last = months.last else { return nil }
        let span = first == last ? first.dashed : "\(first.dashed) to \(last.dashed)"
        let count = months.count == 1 ? "1 month is" : "\(months.count) months are"
        return "\(count) archived (\(span)) and were compared when they left the table"
    }
}

extension SeriesRecord {
    /// How many candles open in a span, whose start need not be on the series' grid.
    func opens(in span: TimeRange) -> Int {
        let interval = series.interval
        var start = interval.ceiling(span.start)
        // The 3-day grid is the venue's own: it is known from the first candle.
        if interval == .threeDays, let length = interval.fixedMicroseconds, start > firstOpenTime {
            let beyond = (start - firstOpenTime) % length
            if beyond > 0 { start = start + (length - beyond) }
        }
        return start < span.end ? interval.count(in: TimeRange(start, span.end)) : 0
    }
}
