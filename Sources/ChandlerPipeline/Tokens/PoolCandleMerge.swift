import ChandlerCore

/// Fetched candles of a pool compared with the stored ones: the aggregator's newest answer wins.
///
/// A stored candle that is no longer sent is kept.
struct PoolCandleMerge {
    /// Candles that are new or have other values than the stored ones, ascending.
    private(set) var changed: [TokenCandle] = []
    /// How many of them are new.
    private(set) var inserted = 0

    /// How many of them replace a stored one.
    var updated: Int { changed.count - inserted }

    /// Compares two ascending lists.
    init(stored: [TokenCandle], fetched: [TokenCandle]) {
        var index = 0
        for candle in fetched {
            while index < stored.count, stored[index].openTime < candle.openTime { index += 1 }
            let isStored = index < stored.count && stored[index].openTime == candle.openTime
            if isStored, stored[index] == candle { continue }
            if !isStored { inserted += 1 }
            changed.append(candle)
        }
    }

    /// Stored candles with changed ones in their places, ascending.
    static func joined(_ stored: [TokenCandle], _ changed: [TokenCandle]) -> [TokenCandle] {
        var joined: [TokenCandle] = []
        joined.reserveCapacity(stored.count + changed.count)
        var index = 0
        for candle in changed {
            while index < stored.count, stored[index].openTime < candle.openTime {
                joined.append(stored[index])
                index += 1
            }
            if index < stored.count, stored[index].openTime == candle.openTime { index += 1 }
            joined.append(candle)
        }
        return joined + stored[index...]
    }
}
