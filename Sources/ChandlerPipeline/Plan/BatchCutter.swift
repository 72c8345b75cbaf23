import ChandlerCore
import ChandlerStore

/// Cuts a stream of pages into batches: one transaction each, never across a month.
///
/// A batch ends where its month ends or when it holds `limit` candles, so that memory is flat
/// whatever the range. The ranges of consecutive batches touch.
struct BatchCutter {
    /// Rows a batch may hold; a month of one-minute candles fits.
    static let defaultLimit = 50_000

    private let limit: Int
    private let interval: Interval
    private let end: Timestamp
    private var position: Timestamp
    private var candles: [Candle] = []
    private var rejects: [RejectEntry] = []
    private var origins: [PageOrigin] = []

    /// Begins at the start of a fetch.
    init(_ range: TimeRange, interval: Interval, limit: Int = BatchCutter.defaultLimit) {
        position = range.start
        end = range.end
        self.interval = interval
        self.limit = limit
    }

    /// Takes the next page and returns the batches it completes.
    mutating func append(_ page: CandlePage) -> [FetchedBatch] {
        var finished: [FetchedBatch] = []
        var rest = page.candles[...]
        var rejects = page.rejected[...]
        origins.append(page.origin)
        while position.month.end <= page.range.end {
            let end = position.month.end
            take(before: end, from: &rest, page.origin, &rejects)
            finished.append(cut(at: end))
            if end < page.range.end { origins.append(page.origin) }
        }
        take(before: page.range.end, from: &rest, page.origin, &rejects)
        self.rejects += rejects.map { RejectEntry(row: $0, origin: page.origin) }
        if candles.count >= limit, position < page.range.end {
            finished.append(cut(at: page.range.end))
        }
        return finished
    }

    /// Returns what is left when the fetch ends at `end`.
    mutating func finish(at end: Timestamp) -> FetchedBatch? {
        position < end || !rejects.isEmpty ? cut(at: end) : nil
    }

    private mutating func take(
        before end: Timestamp,
        from rest: inout ArraySlice<Candle>,
        _ origin: PageOrigin,
        _ rejected: inout ArraySlice<RejectedRow>
    ) {
        let taken = rest.prefix { $0.openTime < end }
        rest = rest.dropFirst(taken.count)
        if candles.isEmpty, !taken.isEmpty {
            // Growing a month by doubling would need three times its memory.
            let month = TimeRange(position, min(position.month.end, self.end))
            candles.reserveCapacity(min(limit, interval.count(in: month)))
        }
        candles.append(contentsOf: taken)
        let mine = rejected.filter { ($0.openTime ?? position) < end }
        rejected = rejected.filter { ($0.openTime ?? position) >= end }[...]
        rejects += mine.map { RejectEntry(row: $0, origin: origin) }
    }

    private mutating func cut(at end: Timestamp) -> FetchedBatch {
        defer {
            position = end
            candles = []
            rejects = []
            origins = []
        }
        return FetchedBatch(
            range: TimeRange(position, end),
            candles: candles,
            rejects: rejects,
            origins: origins
        )
    }
}

/// What the venue answered for a span inside one month.
struct FetchedBatch: Sendable {
    let range: TimeRange
    let candles: [Candle]
    let rejects: [RejectEntry]
    /// One entry a page that contributed.
    let origins: [PageOrigin]
}
