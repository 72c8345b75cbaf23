import ChandlerCore

/// The entries of a list that is no page of candles, repeated and reordered as faults want it.
struct EntryList<Item> {
    /// An item and the moment whose values it is told with.
    private var entries: [(item: Item, moment: Timestamp)]

    /// Puts items in the order in which they are served.
    ///
    /// Faults that concern open times have no meaning here. `duplicate:altered` repeats the middle
    /// item with the values of the next minute, `duplicate:edge` the first at the end, as where
    /// ranks shift between two pages.
    init(_ items: [Item], at moment: Timestamp, disturbing faults: [RowFault]) {
        entries = items.map { ($0, moment) }
        for fault in faults where !entries.isEmpty {
            let middle = entries.count / 2
            switch fault {
            case .duplicate(.identical): entries.insert(entries[middle], at: middle)
            case .duplicate(.altered):
                let later = (entries[middle].item, moment + 60_000_000)
                entries.insert(later, at: middle + 1)
            case .duplicate(.edge): entries.append(entries[0])
            case .swapped: if entries.count >= 2 { entries.swapAt(middle - 1, middle) }
            case .reversed: entries.reverse()
            case .hide, .revise: break
            }
        }
    }

    /// What `body` makes of the items, without those of which it makes nothing.
    func texts(_ body: (Item, Timestamp) -> String?) -> [String] {
        entries.compactMap { body($0.item, $0.moment) }
    }

    /// The same as a JSON array.
    func array(_ body: (Item, Timestamp) -> String?) -> String {
        "[" + texts(body).joined(separator: ",") + "]"
    }
}
