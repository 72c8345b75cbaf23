/// Something that happens to a synthetic market for some minutes.
struct SyntheticEvent: Sendable, Hashable {
    /// What happens.
    enum Kind: Sendable {
        /// The venue is down: no rows.
        case outage
        /// Nothing is traded: flat rows with zero volume.
        case silence
        /// Trades, but all at one price.
        case tie
        /// The price falls fast, on much volume.
        case crash
    }

    let kind: Kind
    /// Minutes since the market's first one.
    let minutes: Range<Int>

    init(_ kind: Kind, day: Int, hour: Int, minute: Int, count: Int) {
        let start = (day * 24 + hour) * 60 + minute
        self.kind = kind
        minutes = start..<(start + count)
    }
}
