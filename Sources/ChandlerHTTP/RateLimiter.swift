import Synchronization

/// Makes all tasks of the process share one host's weight budget, its places and its stops.
///
/// Tasks are let through in the order in which they asked. How many requests may be in flight is
/// learned from how they fare. Where the host stops one request, all others stop too. Sources that
/// talk to one host get the same limiter from ``HTTPNetwork``.
public final class RateLimiter: Sendable {
    private struct State {
        var host: HostState
        /// Grows with everything that may let a waiting task through.
        var changes: UInt64 = 0
        /// The first task in the line, while it waits.
        var waiting: CheckedContinuation<Void, Never>?
        /// The end of the stop that was told last.
        var told: ContinuousClock.Instant?
    }

    /// Shorter waits are nothing to tell.
    private static let shortestTold: Duration = .seconds(3)

    private let host: String
    private let clock: any HTTPClock
    private let onStop: (@Sendable (String) -> Void)?
    private let turn = FairTurn()
    private let state: Mutex<State>

    /// Begins with nothing used.
    ///
    /// - Parameters:
    ///   - limit: What is assumed until the venue or the user says otherwise.
    ///   - host: The name for messages.
    ///   - clock: The time; tests bring their own.
    public convenience init(
        _ limit: WeightLimit,
        host: String = "the host",
        clock: any HTTPClock = SystemHTTPClock()
    ) {
        self.init(limit, host: host, window: ConcurrencyWindow(), clock: clock)
    }

    /// Begins with a window of places.
    init(
        _ limit: WeightLimit,
        host: String,
        window: ConcurrencyWindow,
        clock: any HTTPClock,
        onStop: (@Sendable (String) -> Void)? = nil
    ) {
        self.host = host
        self.clock = clock
        self.onStop = onStop
        state = Mutex(State(host: HostState(limit, window)))
    }

    /// Puts another limit in force, as the venue itself states it; what counts as used stays.
    ///
    /// A limit that the user chose stays in force.
    public func setLimit(_ limit: WeightLimit) {
        changeLimit { $0.state(limit) }
    }

    /// Notes what another source assumes for the same host; the stricter limit holds.
    func assume(_ limit: WeightLimit) {
        changeLimit { $0.assume(limit) }
    }

    /// Puts the user's limit in force, whatever the venue states.
    func choose(_ limit: WeightLimit) {
        changeLimit { $0.choose(limit) }
    }

    /// The limit in force.
    var limit: WeightLimit { state.withLock { $0.host.limit.limit } }

    /// The weight that counts as used.
    var usedWeight: Int { state.withLock { $0.host.budget.used } }

    /// How many requests may be in flight, and how many are.
    var places: (size: Int, inFlight: Int) {
        state.withLock { ($0.host.window.size, $0.host.window.inFlight) }
    }

    /// How long all requests are still stopped; nil where they are not.
    var stoppedFor: Duration? {
        let now = clock.now
        return state.withLock { $0.host.stop.end(now: now) }.map { now.duration(to: $0) }
    }

    /// Whether this host gave an accepted answer before.
    func hasAnswered(_ baseURL: String) -> Bool {
        state.withLock { $0.host.answered.contains(baseURL) }
    }

    /// Whether a request that departed after another one was answered.
    func hasAnswered(since departure: UInt64) -> Bool {
        state.withLock { $0.host.lastAnswered > departure }
    }

    /// Notes an accepted answer of a host.
    func answered(_ baseURL: String) {
        state.withLock { state in
            if !state.host.answered.contains(baseURL) { state.host.answered.insert(baseURL) }
        }
    }

    /// Waits until a request of this weight may be sent, and takes a place for it.
    ///
    /// - Parameters:
    ///   - weight: What the venue counts for the request.
    ///   - patience: The longest stop that is waited for.
    /// - Returns: A permit, which is given back with ``settle(_:reported:_:)``.
    /// - Throws: ``HTTPError`` with code `rateLimited` where all requests are stopped for longer than
    ///   `patience`, at once also where the stop begins meanwhile, or `cancelled`.
    func acquire(weight: Int, patience: Duration) async throws(HTTPError) -> Permit {
        let start = clock.now
        do throws(CancellationError) {
            try await turn.take()
        } catch {
            throw Self.cancelled
        }
        defer { turn.pass() }
        while true {
            let now = clock.now
            let (step, change) = state.withLock { ($0.host.ask(weight, now: now), $0.changes) }
            switch step {
            case .go(let departure):
                return Permit(
                    weight: weight,
                    departure: departure,
                    waited: start.duration(to: now)
                )
            case .stopped(let end):
                guard now.duration(to: end) <= patience else {
                    throw stopped(until: end, now: now, patience: patience)
                }
                tell(end, now: now)
                try await wait(until: end, change)
            case .wait(let end): try await wait(until: end, change)
            case .full: try await wait(until: nil, change)
            }
        }
    }

    /// Notes the end of a request and gives its place to the next one.
    ///
    /// - Parameters:
    ///   - permit: As it was acquired.
    ///   - reported: The used weight that the server reported, if it did.
    ///   - arrival: How the request ended.
    /// - Returns: How long all requests are stopped where this one's end says so; nil otherwise.
    @discardableResult
    func settle(_ permit: Permit, reported: Int?, _ arrival: Arrival) -> Duration? {
        let now = clock.now
        return change { host in
            host.budget.settle(permit.weight, reported: reported, now: now)
            guard host.arrive(permit.departure, arrival, now: now) else { return nil }
            return host.stop.end(now: now).map { now.duration(to: $0) } ?? .zero
        }
    }

    /// What a stop that is in force means for people: until when, whose, how often.
    var stopInWords: String? {
        let now = clock.now
        let (end, count) = state.withLock { ($0.host.stop.end(now: now), $0.host.stop.count) }
        return end.map { words(until: $0, count: count, now: now) }
    }
}

// Waiting.
extension RateLimiter {
    /// Says once of each stop that it is waited for.
    private func tell(_ end: ContinuousClock.Instant, now: ContinuousClock.Instant) {
        guard let onStop, now.duration(to: end) >= Self.shortestTold else { return }
        let (isNew, count) = state.withLock { state in
            defer { state.told = end }
            return (state.told != end, state.host.stop.count)
        }
        if isNew { onStop(words(until: end, count: count, now: now)) }
    }

    /// Changes what waiting tasks look at, and lets the first of them look again.
    private func change<Result: Sendable>(_ body: (inout HostState) -> Result) -> Result {
        let (result, waiter) = state.withLock { state in
            let result = body(&state.host)
            state.changes += 1
            return (result, state.waiting.take())
        }
        waiter?.resume()
        return result
    }

    private func changeLimit(_ body: (inout LimitInForce) -> Void) {
        change { host in
            body(&host.limit)
            host.budget.setLimit(host.limit.limit)
        }
    }

    /// Waits until something changed since `change`, or until `end`; only the first in the line does.
    private func wait(
        until end: ContinuousClock.Instant?,
        _ change: UInt64
    ) async throws(HTTPError) {
        let timer = end.map { end in
            Task {
                try? await clock.sleep(until: end)
                self.change { _ in }
            }
        }
        defer { timer?.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                // The task is marked as cancelled before its handler runs: one of both is seen.
                let isLate = state.withLock { state in
                    if Task.isCancelled || state.changes != change { return true }
                    state.waiting = waiter
                    return false
                }
                if isLate { waiter.resume() }
            }
        } onCancel: {
            self.change { _ in }
        }
        if Task.isCancelled { throw Self.cancelled }
    }
}

// Words.
extension RateLimiter {
    private func stopped(
        until end: ContinuousClock.Instant,
        now: ContinuousClock.Instant,
        patience: Duration
    ) -> HTTPError {
        let count = state.withLock { $0.host.stop.count }
        return HTTPError(
            .rateLimited,
            "\(words(until: end, count: count, now: now)); that is longer than the patience of "
                + "\(patience.inWords)",
            context: HTTPError.Context(attempts: 0, retryAfter: now.duration(to: end))
        )
    }

    private func words(
        until end: ContinuousClock.Instant,
        count: Int,
        now: ContinuousClock.Instant
    ) -> String {
        let pause = now.duration(to: end)
        let seconds = Int64((pause.wholeMilliseconds + 999) / 1_000)
        let often = count > 1 ? ", for the \(ordinal(count)) time" : ""
        return "\(host) stopped all requests\(often), until "
            + "\(HTTPDate.rfc3339(clock.unixSeconds + seconds)), which is in \(pause.inWords)"
    }

    private func ordinal(_ number: Int) -> String {
        switch (number % 10, number % 100) {
        case (1, let last) where last != 11: "\(number)st"
        case (2, let last) where last != 12: "\(number)nd"
        case (3, let last) where last != 13: "\(number)rd"
        default: "\(number)th"
        }
    }

    private static var cancelled: HTTPError {
        HTTPError(
            .cancelled,
            "cancelled while waiting for the venue's rate limit; nothing was sent",
            context: HTTPError.Context(attempts: 0)
        )
    }
}
