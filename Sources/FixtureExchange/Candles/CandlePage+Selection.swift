import ChandlerCore

extension CandlePage {
    /// Picks the rows a query asks for out of those that exist at a moment.
    ///
    /// A candle that opens after `now` does not exist yet; one that contains it is forming.
    ///
    /// `hidden` are spans of open times, ends included, whose rows are left out; the sieve takes
    /// out more.
    static func select(
        _ query: CandleQuery,
        from file: CandleFile,
        now: Timestamp,
        hidden: [ClosedRange<Int64>],
        sieve: CandleSieve = CandleSieve()
    ) -> CandlePage {
        let through = min(query.through, now.milliseconds)
        guard query.from <= through, query.limit > 0 else { return CandlePage(file: file) }
        let first = file.firstRow(atOrAfter: query.from)
        let end = through == .max ? file.count : file.firstRow(atOrAfter: through + 1)
        var rows = Array(visible(first..<max(first, end), query, file, hidden, sieve))
        if query.keep == .newest { rows.reverse() }
        return CandlePage(file: file, rows: rows)
    }

    /// Up to `limit` rows, beginning at the end that is kept.
    private static func visible(
        _ window: Range<Int>,
        _ query: CandleQuery,
        _ file: CandleFile,
        _ hidden: [ClosedRange<Int64>],
        _ sieve: CandleSieve
    ) -> [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(min(query.limit, window.count))
        var remaining = window
        while rows.count < query.limit, !remaining.isEmpty {
            let index =
                query.keep == .oldest ? remaining.removeFirst() : remaining.removeLast()
            if !hidden.isEmpty {
                let open = file.openTime(of: index)
                if hidden.contains(where: { $0.contains(open) }) { continue }
            }
            if !sieve.isOpen, !sieve.passes(index, of: file) { continue }
            rows.append(Row(index: Int32(index)))
        }
        return rows
    }

    /// Serves the candles that contain a moment with the values they have while forming.
    mutating func markForming(at now: Timestamp) {
        for position in rows.indices.reversed() {
            let open = Timestamp(milliseconds: openTime(at: position))
            guard file.name.interval.close(of: open) > now else { return }
            edit(position, .forming(texts(at: position)))
        }
    }
}
