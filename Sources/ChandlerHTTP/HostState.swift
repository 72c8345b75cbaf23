/// What is known of a host and of the requests to it; says whether the next one may be sent.
///
/// Pure: it neither waits nor reads a clock.
struct HostState {
    /// What a task is told that asks to send a request.
    enum Step: Equatable {
        /// The request departs under this number.
        case go(UInt64)
        /// The host wants no requests until then.
        case stopped(until: ContinuousClock.Instant)
        /// The weight has room then.
        case wait(until: ContinuousClock.Instant)
        /// All places are taken.
        case full
    }

    var limit: LimitInForce
    var budget: WeightBudget
    var window: ConcurrencyWindow
    var stop = HostStop()
    /// The base URLs that gave an accepted answer.
    var answered: Set<String> = []
    /// The latest departure among the requests that were answered.
    private(set) var lastAnswered: UInt64 = 0

    /// Begins before the first request.
    init(_ limit: WeightLimit, _ window: ConcurrencyWindow) {
        self.limit = LimitInForce(assumed: limit)
        budget = WeightBudget(limit)
        self.window = window
    }

    /// Says whether a request may be sent, and counts it if so.
    mutating func ask(
        _ weight: Int,
        now: ContinuousClock.Instant
    ) -> Step {
        if let end = stop.end(now: now) { return .stopped(until: end) }
        guard window.hasRoom else { return .full }
        switch budget.reserve(weight, now: now) {
        case .go: return .go(window.depart())
        case .wait(let end): return .wait(until: end)
        }
    }

    /// Notes how a request ended; returns whether it says that all requests are stopped.
    mutating func arrive(
        _ departure: UInt64,
        _ arrival: Arrival,
        now: ContinuousClock.Instant
    ) -> Bool {
        switch arrival {
        case .answered:
            lastAnswered = max(lastAnswered, departure)
            window.succeed(departure)
            stop.succeed(departure)
        case .overloaded: window.overload(departure)
        case .unknown: window.leave()
        case .limited(let named, let guess):
            window.overload(departure)
            halt(named, guess, departure, now: now)
            // A host that stops one request after the other is approached as after a ban.
            if stop.inARow > 1 { window.restart() }
            return true
        case .banned(let named, let guess):
            window.overload(departure)
            halt(named, guess, departure, now: now)
            window.restart()
            return true
        }
        return false
    }

    private mutating func halt(
        _ named: Duration?,
        _ guess: Duration,
        _ departure: UInt64,
        now: ContinuousClock.Instant
    ) {
        stop.stop(
            named: named,
            guess: guess,
            departure: departure,
            lastDeparture: window.lastDeparture,
            now: now
        )
    }
}
