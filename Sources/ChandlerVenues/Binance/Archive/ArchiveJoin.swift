import ChandlerCore

/// The pages of a file's span, made of what the archive has and of what REST answered.
///
/// Where both have a candle and they differ, REST's is taken. What only the archive has is kept.
struct ArchiveJoin {
    /// They touch and cover the span; a page that REST answered names REST as its origin.
    private(set) var pages: [CandlePage] = []
    /// Candles of which the archive had other values than REST, broken rows included.
    private(set) var differences = 0
    /// Candles that only REST had.
    private(set) var filled = 0

    private let wanted: TimeRange
    private let archived: ArchivedCandles
    private let interval: Interval
    private var rest: ArraySlice<Candle>
    /// Broken rows by the place on the grid that they would have had.
    private var broken: [Timestamp: RejectedRow]

    /// Joins the two.
    ///
    /// - Parameters:
    ///   - archived: The file.
    ///   - wanted: The part of it that is wanted.
    ///   - interval: The series' interval.
    ///   - answers: REST's pages for parts of it, ascending.
    init(
        _ archived: ArchivedCandles,
        _ wanted: TimeRange,
        interval: Interval,
        answers: [CandlePage]
    ) {
        self.wanted = wanted
        self.archived = archived
        self.interval = interval
        let start = archived.candles.partitioningIndex { $0.openTime >= wanted.start }
        let end = archived.candles.partitioningIndex { $0.openTime >= wanted.end }
        rest = archived.candles[start..<end]
        broken = archived.rejected.reduce(into: [:]) { broken, row in
            guard let openTime = row.openTime, wanted.contains(openTime) else { return }
            let place = interval.floor(openTime)
            if broken[place] == nil { broken[place] = row }
        }
        var position = wanted.start
        for answer in answers {
            if position < answer.range.start {
                appendFile(TimeRange(position, answer.range.start))
            }
            append(answer)
            position = answer.range.end
        }
        if position < wanted.end { appendFile(TimeRange(position, wanted.end)) }
    }

    private mutating func take(before end: Timestamp) -> ArraySlice<Candle> {
        let index = rest.partitioningIndex { $0.openTime >= end }
        defer { rest = rest[index...] }
        return rest[..<index]
    }

    private mutating func appendFile(_ range: TimeRange) {
        let candles = Array(take(before: range.end))
        pages.append(
            CandlePage(
                range: range,
                candles: candles,
                rejected: [],
                origin: archived.origin
            )
        )
    }

    private mutating func append(_ answer: CandlePage) {
        let mine = take(before: answer.range.end)
        let merge = merged(mine, answer.candles)
        let taken = Set(merge.map(\.openTime))
        let unmended = broken.filter {
            answer.range.contains($0.key) && !taken.contains($0.key)
        }
        let known = Set(answer.rejected.compactMap(\.openTime).map(interval.floor))
        let rejected = unmended.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
        pages.append(
            CandlePage(
                range: answer.range,
                candles: merge,
                rejected: answer.rejected + rejected.map(\.value),
                origin: answer.origin
            )
        )
    }

    /// Joins two ascending lists, counting what differs.
    private mutating func merged(_ mine: ArraySlice<Candle>, _ theirs: [Candle]) -> [Candle] {
        var merged: [Candle] = []
        merged.reserveCapacity(max(mine.count, theirs.count))
        var mine = mine
        for candle in theirs {
            while let first = mine.first, first.openTime < candle.openTime {
                merged.append(first)
                mine = mine.dropFirst()
            }
            if let first = mine.first, first.openTime == candle.openTime {
                differences += first == candle ? 0 : 1
                mine = mine.dropFirst()
            } else {
                filled += 1
                differences += broken[candle.openTime] == nil ? 0 : 1
            }
            merged.append(candle)
        }
        merged.append(contentsOf: mine)
        return merged
    }
}

extension RandomAccessCollection {
    /// The first position from which on a condition holds, where it holds to the end.
    fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Index {
        var low = startIndex
        var count = self.count
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if holds(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
