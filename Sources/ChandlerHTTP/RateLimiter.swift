/// Makes the tasks of the process share one weight budget.
///
/// Make one for each limit that a venue keeps, usually one a venue, and hand it to every task.
/// Tasks are let through in the order in which they asked.
public actor RateLimiter {
    private var budget: WeightBudget
    private let clock: any HTTPClock
    private let turn = FairTurn()

    /// Begins with nothing used.
    public init(_ limit: WeightLimit, clock: any HTTPClock = SystemHTTPClock()) {
        budget = WeightBudget(limit)
        self.clock = clock
    }

    /// Waits until a request of this weight may be sent, and counts it.
    ///
    /// Each call that returns is followed by one of ``settle(weight:reported:)``.
    ///
    /// - Parameters:
    ///   - weight: What the venue counts for the request.
    ///   - patience: The longest stop that is waited for.
    /// - Returns: How long the request had to wait.
    /// - Throws: ``HTTPError`` with code `rateLimited` where all requests are stopped for longer than
    ///   `patience`, or `cancelled`.
    @discardableResult
    public func acquire(weight: Int, patience: Duration) async throws(HTTPError) -> Duration {
        let start = clock.now
        do throws(CancellationError) {
            try await turn.take()
        } catch {
            throw Self.cancelled
        }
        defer { turn.pass() }
        while case .wait(let end) = budget.reserve(weight, now: clock.now) {
            try checkStop(patience: patience)
            do throws(CancellationError) {
                try await clock.sleep(until: end)
            } catch {
                throw Self.cancelled
            }
        }
        return start.duration(to: clock.now)
    }

    /// Notes the end of a request, with the used weight that the server reported, if it did.
    public func settle(weight: Int, reported: Int?) {
        budget.settle(weight, reported: reported, now: clock.now)
    }

    /// Stops all requests for this long from now; a shorter call does not shorten a stop.
    public func stop(for pause: Duration) {
        budget.stop(until: clock.now + pause)
    }

    /// How long all requests are still stopped; nil where they are not.
    public var stoppedFor: Duration? {
        let now = clock.now
        return budget.stopped(now: now).map { now.duration(to: $0) }
    }

    /// Puts another limit in force, as the venue itself states it; what counts as used stays.
    public func setLimit(_ limit: WeightLimit) {
        budget.setLimit(limit)
    }

    /// The weight that counts as used.
    public var usedWeight: Int { budget.used }

    private func checkStop(patience: Duration) throws(HTTPError) {
        guard let pause = stoppedFor, pause > patience else { return }
        throw HTTPError(
            .rateLimited,
            "all requests are stopped for another \(pause.inWords), because the venue asked for it; "
                + "that is longer than the patience of \(patience.inWords); try again then",
            context: HTTPError.Context(attempts: 0, retryAfter: pause)
        )
    }

    private static var cancelled: HTTPError {
        HTTPError(
            .cancelled,
            "cancelled while waiting for the venue's rate limit; nothing was sent",
            context: HTTPError.Context(attempts: 0)
        )
    }
}
