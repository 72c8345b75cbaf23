/// Which of several limits for one host is kept.
///
/// Pure. What a user chose wins over what the venue states, and that over what was assumed before
/// the venue was asked. Of several that were chosen or assumed the strictest holds; of several that
/// the venue stated, the last.
struct LimitInForce {
    private enum Rank: Int {
        case assumed, stated, chosen
    }

    /// The limit to keep.
    private(set) var limit: WeightLimit
    private var rank = Rank.assumed

    /// Begins with an assumed limit.
    init(assumed limit: WeightLimit) {
        self.limit = limit
    }

    /// Notes what another source assumes for the same host.
    mutating func assume(_ other: WeightLimit) {
        if rank == .assumed, other.isStricter(than: limit) { limit = other }
    }

    /// Notes what the venue itself states.
    mutating func state(_ other: WeightLimit) {
        guard rank != .chosen else { return }
        (limit, rank) = (other, .stated)
    }

    /// Notes what the user wants.
    mutating func choose(_ other: WeightLimit) {
        if rank == .chosen, !other.isStricter(than: limit) { return }
        (limit, rank) = (other, .chosen)
    }
}
