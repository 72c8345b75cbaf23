/// How many requests to one host may be in flight, learned from how they fare.
///
/// Pure: it neither waits nor reads a clock. The size grows by one for each window of requests that
/// went well while all of its places were taken, and halves where the host is overloaded: once for
/// all requests that had departed by then, since they tell of the same moment.
///
/// **Source:** D. Chiu, R. Jain, "Analysis of the Increase and Decrease Algorithms for Congestion
/// Avoidance in Computer Networks", 1989.
struct ConcurrencyWindow {
    /// The size at the beginning; above the pages that one series prefetches.
    static let usualSize = 8
    /// The largest size; above what several series prefetch together.
    static let usualMaximum = 32

    private let maximum: Int
    private var successes = 0
    /// Requests up to this one departed before the size was last reduced.
    private var reducedAfter: UInt64 = 0

    /// How many may be in flight.
    private(set) var size: Int
    /// How many are in flight.
    private(set) var inFlight = 0
    /// The number of the last request that departed.
    private(set) var lastDeparture: UInt64 = 0

    /// Begins with nothing in flight.
    init(size: Int = Self.usualSize, maximum: Int = Self.usualMaximum) {
        precondition(size > 0 && size <= maximum, "Invariant: a window begins within its bounds")
        self.size = size
        self.maximum = maximum
    }

    /// Whether a place is free.
    var hasRoom: Bool { inFlight < size }

    /// Takes a place; returns the number of the request, by which its end is told.
    mutating func depart() -> UInt64 {
        precondition(hasRoom, "Invariant: a request departs when a place is free")
        inFlight += 1
        lastDeparture += 1
        return lastDeparture
    }

    /// Gives the place of a request back that says nothing about the host.
    mutating func leave() {
        precondition(inFlight > 0, "Invariant: a request ends once")
        inFlight -= 1
    }

    /// Gives the place of a request back that was answered.
    mutating func succeed(_ departure: UInt64) {
        let wasFull = !hasRoom
        leave()
        guard wasFull, departure > reducedAfter, size < maximum else { return }
        successes += 1
        guard successes >= size else { return }
        size += 1
        successes = 0
    }

    /// Gives the place of a request back that the host had no strength for.
    mutating func overload(_ departure: UInt64) {
        leave()
        guard departure > reducedAfter else { return }
        reduce(to: max(1, size / 2))
    }

    /// Lets one request at a time depart from now on, as after a ban.
    mutating func restart() {
        reduce(to: 1)
    }

    private mutating func reduce(to smaller: Int) {
        size = smaller
        successes = 0
        reducedAfter = lastDeparture
    }
}
