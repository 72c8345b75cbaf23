import ChandlerCore

/// A fetched span joined with what is stored in it.
///
/// The venue's newest answer wins. A stored candle the venue no longer sends is kept.
struct CandleMerge {
    /// All candles the series has in the span afterwards, ascending.
    let candles: [Candle]
    /// How many of them were not stored before.
    let inserted: Int
    /// Stored candles whose values changed, with the old and the new values.
    let revisions: [CandleRevision]
    /// How many fetched candles were stored already with the same values.
    let unchanged: Int
    /// The position in `candles` of the first new or changed one.
    let firstChange: Int?

    /// Merges two ascending lists.
    init(stored: [Candle], fetched: [Candle]) {
        guard !stored.isEmpty else {
            candles = fetched
            inserted = fetched.count
            revisions = []
            unchanged = 0
            firstChange = fetched.isEmpty ? nil : 0
            return
        }
        var merged: [Candle] = []
        merged.reserveCapacity(max(stored.count, fetched.count))
        var inserted = 0
        var unchanged = 0
        var revisions: [CandleRevision] = []
        var firstChange: Int?
        var index = 0
        for candle in fetched {
            while index < stored.count, stored[index].openTime < candle.openTime {
                merged.append(stored[index])
                index += 1
            }
            if index < stored.count, stored[index].openTime == candle.openTime {
                if stored[index] == candle {
                    unchanged += 1
                } else {
                    firstChange = firstChange ?? merged.count
                    revisions.append(CandleRevision(old: stored[index], new: candle))
                }
                index += 1
            } else {
                firstChange = firstChange ?? merged.count
                inserted += 1
            }
            merged.append(candle)
        }
        merged.append(contentsOf: stored[index...])
        self.candles = merged
        self.inserted = inserted
        self.unchanged = unchanged
        self.revisions = revisions
        self.firstChange = firstChange
    }
}
