import ChandlerCore

/// Collects the candles of one answer and settles what only shows beside other rows.
///
/// Rows out of order are sorted in: sent late is not wrong. A row that repeats an earlier one is
/// dropped. Where rows with the same open time differ, all of them are rejected, because nothing
/// says which is right and a later answer may; at venues that send corrections so, the last one
/// sent is kept.
struct PageAssembly {
    private(set) var page = ParsedPage()
    private let scope: PageScope
    private let keepsLast: Bool
    private var rowNumbers: [Int32] = []
    private var isAscending = true

    /// Begins a page with room for this many candles.
    init(scope: PageScope, rows: Int, keepsLast: Bool = false) {
        self.scope = scope
        self.keepsLast = keepsLast
        page.rows = rows
        page.candles.reserveCapacity(rows)
        rowNumbers.reserveCapacity(rows)
    }

    /// Notes an open time of any row; answers whether the row is to be read further.
    ///
    /// - Throws: ``RowFault`` where the row was not asked for.
    @inline(__always)
    mutating func admits(_ openTime: Timestamp) throws(RowFault) -> Bool {
        switch scope.place(of: openTime) {
        case .complete:
            note(openTime)
            return true
        case .forming:
            // The running candle may come beside what was asked for: then it ends nothing.
            if scope.range.contains(openTime) { note(openTime) }
            page.notes.forming += 1
            return false
        case .edge:
            page.notes.duplicates += 1
            return false
        case .outside:
            throw Self.outside(openTime, scope.range)
        }
    }

    /// Notes a row that the venue itself calls incomplete.
    mutating func noteForming(_ openTime: Timestamp) {
        note(openTime)
        page.earliestForming = min(page.earliestForming ?? openTime, openTime)
        page.notes.forming += 1
    }

    /// Takes a candle that breaks no rule on its own.
    @inline(__always)
    mutating func append(_ candle: Candle, row: Int) {
        if let last = page.candles.last, candle.openTime <= last.openTime { isAscending = false }
        page.candles.append(candle)
        rowNumbers.append(Int32(truncatingIfNeeded: row))
    }

    /// Takes a row that broke a rule.
    mutating func reject(_ fault: RowFault, openTime: Timestamp?, payload: String) {
        if !(openTime.map(scope.interval.isAligned) ?? false) { page.unplaced += 1 }
        page.rejected.append(
            RejectedRow(
                openTime: openTime,
                rule: fault.rule,
                reason: fault.reason,
                payload: payload
            )
        )
    }

    /// The page, sorted and without repetitions; `payload` gives the text of a row by
    /// its number and what was read from it.
    mutating func finish(payload: (Int, Candle) -> String) -> ParsedPage {
        if !isAscending { settleOrder(payload: payload) }
        return page
    }

    @inline(__always)
    private mutating func note(_ openTime: Timestamp) {
        if page.latestOpen.map({ $0 < openTime }) ?? true { page.latestOpen = openTime }
    }

    private mutating func settleOrder(payload: (Int, Candle) -> String) {
        page.notes.reordered = countLate()
        let sent = page.candles
        let order = sent.indices.sorted {
            (sent[$0].openTime, $0) < (sent[$1].openTime, $1)
        }
        page.candles.removeAll(keepingCapacity: true)
        for rows in order.chunked(by: { sent[$0].openTime == sent[$1].openTime }) {
            settle(versions(of: rows, sent), sent, payload: payload)
        }
    }

    /// The first row of each version of a candle, in the order in which they were sent last.
    private mutating func versions(of rows: ArraySlice<Int>, _ sent: [Candle]) -> [Int] {
        var versions: [Int] = []
        for row in rows {
            if let known = versions.firstIndex(where: { sent[$0] == sent[row] }) {
                page.notes.duplicates += 1
                versions.append(versions.remove(at: known))
            } else {
                versions.append(row)
            }
        }
        return versions
    }

    private mutating func settle(
        _ versions: [Int],
        _ sent: [Candle],
        payload: (Int, Candle) -> String
    ) {
        if versions.count == 1 || keepsLast, let last = versions.last {
            page.notes.corrected += versions.count - 1
            page.candles.append(sent[last])
            return
        }
        for row in versions.sorted() {
            let others = versions.sorted().filter { $0 != row }.map { sent[$0] }
            reject(
                Self.contradiction(sent[row], others),
                openTime: sent[row].openTime,
                payload: payload(Int(rowNumbers[row]), sent[row])
            )
        }
    }

    private func countLate() -> Int {
        var late = 0
        var latest: Timestamp?
        for candle in page.candles {
            if let latest, candle.openTime < latest { late += 1 }
            latest = max(latest ?? candle.openTime, candle.openTime)
        }
        return late
    }

    private static func outside(_ openTime: Timestamp, _ range: TimeRange) -> RowFault {
        RowFault(
            rule: CandleRule.outsideRequest.rawValue,
            reason: "\(CandleRule.outsideRequest.words): open time \(openTime), asked for "
                + "\(range.start) up to, not including, \(range.end)"
        )
    }

    private static func contradiction(_ candle: Candle, _ others: [Candle]) -> RowFault {
        let versions = others.map { "close \($0.close) volume \($0.volume)" }
        return RowFault(
            rule: CandleRule.duplicateOpenTime.rawValue,
            reason: "\(CandleRule.duplicateOpenTime.words): open time \(candle.openTime), this row "
                + "has close \(candle.close) volume \(candle.volume), another "
                + "\(versions.joined(separator: ", another "))"
        )
    }
}

extension [Int] {
    /// Runs of neighbours that belong together.
    fileprivate func chunked(by belong: (Int, Int) -> Bool) -> [ArraySlice<Int>] {
        var chunks: [ArraySlice<Int>] = []
        var start = startIndex
        for end in indices.dropFirst() where !belong(self[end - 1], self[end]) {
            chunks.append(self[start..<end])
            start = end
        }
        return isEmpty ? [] : chunks + [self[start...]]
    }
}
