import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// The months whose candles are in an archive and not in the table.
struct ArchivedMonths: Sendable {
    /// The months, ascending.
    let months: [Month]
    private let spans: Coverage

    /// Knows of some months, in any order.
    init(_ months: [Month] = []) {
        self.months = months.sorted()
        spans = Coverage(months.map(\.range))
    }

    /// Reads which months of candles are archived.
    init(_ lane: StoreLane) async throws(StoreError) {
        self.init(try await lane.archivedMonths(of: .marketData))
    }

    /// Whether there are none.
    var isEmpty: Bool { months.isEmpty }

    /// Those that reach into a span.
    func within(_ span: TimeRange) -> ArchivedMonths {
        ArchivedMonths(months.filter { $0.range.intersection(span) != nil })
    }

    /// The parts of a span that are archived, ascending.
    func archived(in span: TimeRange) -> [TimeRange] { spans.covered(in: span) }

    /// The parts of a span that are not, ascending.
    func stored(in span: TimeRange) -> [TimeRange] { spans.missing(in: span) }

    /// The end of the archived months that a moment is in; `nil` where it is in none.
    func end(at moment: Timestamp) -> Timestamp? {
        spans.ranges.first { $0.contains(moment) }?.end
    }

    /// How many candles of a series are in the archived parts of a span.
    func candles(
        of record: SeriesRecord,
        in span: TimeRange,
        _ lane: StoreLane
    ) async throws(StoreError) -> Int {
        var count = 0
        for part in archived(in: span) { count += try await lane.candles(of: record, in: part) }
        return count
    }

    /// The engine as it was after the last archived candle before a moment.
    ///
    /// - Returns: `nil` where no state was saved after that very candle.
    func engine(
        of record: SeriesRecord,
        at moment: Timestamp,
        _ lane: StoreLane
    ) async throws -> SeriesEngine? {
        let saved = try await lane.savedState(
            of: record.series,
            before: moment,
            fingerprint: record.fingerprint
        )
        guard let saved else { return nil }
        let after = TimeRange(record.series.interval.close(of: saved.lastOpenTime), moment)
        guard try await lane.candles(of: record, in: after) == 0 else { return nil }
        return try SeriesEngine(try IndicatorSet(names: record.indicators), saved)
    }
}

extension ArchivedMonths {
    /// The first and last month, such as `2023-01 to 2023-06`; empty where there are none.
    var names: String {
        guard let first = months.first, let last = months.last else { return "" }
        return first == last ? first.dashed : "\(first.dashed) to \(last.dashed)"
    }

    /// Such as `2 months are archived (2023-01 to 2023-02)`.
    var words: String {
        "\(months.count == 1 ? "1 month is" : "\(months.count) months are") archived (\(names))"
    }

    /// The command that brings them back.
    var hint: String {
        guard let first = months.first, let last = months.last else { return "" }
        let span =
            first == last
            ? "--month \(first.dashed)" : "--from \(first.dashed) --to \(last.dashed)"
        return "\"chandler restore-archive --table market_data \(span)\""
    }
}

extension SeriesRecord {
    /// From the first candle to the end of the last one.
    var span: TimeRange { TimeRange(firstOpenTime, series.interval.close(of: watermark)) }

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

extension StoreLane {
    /// How many candles a series has in a part of its span, told from the ledger: in the table or
    /// in an archive.
    func candles(of record: SeriesRecord, in span: TimeRange) throws(StoreError) -> Int {
        guard let span = span.intersection(record.span) else { return 0 }
        let missing = try gaps(of: record.series, in: span).reduce(0) { sum, gap in
            sum + (gap.range.intersection(span).map { record.opens(in: $0) } ?? 0)
        }
        return record.opens(in: span) - missing
            - (try rejectedCount(of: record.series, in: span))
    }
}
