/// Which rows of a series a request asks for, in terms every dialect can be turned into.
struct CandleQuery: Sendable, Hashable {
    /// Which rows stay where more are in the window than the limit allows.
    enum Keep: Sendable {
        case oldest
        case newest
    }

    /// First open time, included.
    var from: Int64 = .min
    /// Last open time, included.
    var through: Int64 = .max
    var limit: Int
    var keep: Keep
}
