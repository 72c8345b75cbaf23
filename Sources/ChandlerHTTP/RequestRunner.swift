import Synchronization

/// Fetches a path from the first host that serves it, within the venue's limits, with retries.
///
/// One runner serves all tasks of a process for one venue: they share its hosts, its limiter and
/// its counters. A ban or a passed limit stops all runners that share the limiter.
public final class RequestRunner: Sendable {
    /// What a runner is made of.
    public struct Options: Sendable {
        /// Base URLs in order of preference: scheme, host and an optional path.
        public let baseURLs: [String]
        /// How often and how patiently requests are repeated.
        public let retries: RetryPolicy
        /// The response header with the weight used so far; nil where the venue sends none.
        public let usedWeightHeader: String?
        /// How long a host is left alone after a failure.
        public let badHostPause: Duration
        /// Whether a 403 after good answers is taken for a ban; a store of files says it of a file
        /// that it does not show.
        public let takesForbiddenForBan: Bool

        /// Makes options.
        ///
        /// - Parameters:
        ///   - baseURLs: Base URLs in order of preference, at least one.
        ///   - retries: How often and how patiently requests are repeated.
        ///   - usedWeightHeader: The response header with the weight used so far.
        ///   - badHostPause: How long a host is left alone after a failure.
        ///   - takesForbiddenForBan: Whether a 403 after good answers is taken for a ban.
        public init(
            baseURLs: [String],
            retries: RetryPolicy = RetryPolicy(),
            usedWeightHeader: String? = nil,
            badHostPause: Duration = .seconds(60),
            takesForbiddenForBan: Bool = true
        ) {
            self.baseURLs = baseURLs
            self.retries = retries
            self.usedWeightHeader = usedWeightHeader
            self.badHostPause = badHostPause
            self.takesForbiddenForBan = takesForbiddenForBan
        }
    }

    /// Judges an answer by the venue's rules.
    public typealias Classify = @Sendable (HTTPResponse) -> ResponseVerdict

    private let transport: any HTTPTransport
    private let options: Options
    private let limiter: RateLimiter
    private let clock: any HTTPClock
    private let classify: Classify
    private let pool: Mutex<HostPool>
    private let seeds: Mutex<SeededGenerator>
    private let tally = Mutex(HTTPCounters())

    /// Makes a runner.
    ///
    /// - Parameters:
    ///   - transport: Sends single requests.
    ///   - options: Hosts and patience.
    ///   - limiter: The host's budget, shared with other runners for the same host.
    ///   - clock: The time; tests bring their own.
    ///   - seed: Determines the jitter of all pauses.
    ///   - classify: Judges answers by the venue's rules; nil judges by status alone.
    public init(
        transport: any HTTPTransport,
        options: Options,
        limiter: RateLimiter,
        clock: any HTTPClock = SystemHTTPClock(),
        seed: UInt64 = .random(in: .min ... .max),
        classify: Classify? = nil
    ) {
        self.transport = transport
        self.options = options
        self.limiter = limiter
        self.clock = clock
        self.classify =
            classify ?? { response in
                ResponseVerdict.byStatus(response, unixSeconds: clock.unixSeconds)
            }
        pool = Mutex(HostPool(options.baseURLs, badFor: options.badHostPause))
        seeds = Mutex(SeededGenerator(seed: seed))
    }

    /// What the runner did so far.
    public var counters: HTTPCounters { tally.withLock { $0 } }

    /// Fetches a path and returns the accepted answer.
    ///
    /// - Throws: ``HTTPError``, see ``fetch(_:read:)``.
    public func fetch(_ request: PathRequest) async throws(HTTPError) -> Fetched<Void> {
        try await fetch(request) { _ in }
    }

    /// Fetches a path and returns the accepted answer with what `read` makes of its body.
    ///
    /// An answer whose body `read` refuses is fetched again: a proxy may have cut it or put a page
    /// of its own in its place. If that goes on, the last error of `read` is the cause.
    ///
    /// - Parameters:
    ///   - request: What to fetch.
    ///   - read: Makes the value of an accepted answer; throws where the body is unreadable.
    /// - Returns: The value with the answer, the host that gave it and the number of attempts.
    /// - Throws: ``HTTPError``: `rejected` with the venue's cause, `refused` or `unreachable` with
    ///   what each host answered, `rateLimited`, `serverFailed`, `decoding`, `cancelled`, or the
    ///   code of the transfer where repeating it would not help.
    public func fetch<Value: Sendable>(
        _ request: PathRequest,
        read: @Sendable (HTTPResponse) throws -> Value
    ) async throws(HTTPError) -> Fetched<Value> {
        do throws(HTTPError) {
            return try await fetchRepeatedly(request, read: read)
        } catch {
            count { $0.failures += 1 }
            throw error
        }
    }

    private func fetchRepeatedly<Value: Sendable>(
        _ request: PathRequest,
        read: (HTTPResponse) throws -> Value
    ) async throws(HTTPError) -> Fetched<Value> {
        var journey = Journey(request)
        while true {
            let permit = try await waitForLimit(journey)
            let now = clock.now
            guard let host = pool.withLock({ $0.choose(now: now) }) else {
                limiter.settle(permit, reported: nil, .unknown)
                throw journey.allRefused(pool.withLock { $0.report }, status: nil)
            }
            if journey.retries == nil {
                let seed = seeds.withLock { $0.next() }
                journey.retries = RetryState(policy: options.retries, start: now, seed: seed)
            }
            count(&journey, host: host)
            switch await attempt(&journey, permit, host: host, read: read) {
            case .success(let (value, response)):
                pool.withLock { $0.answered(host) }
                limiter.answered(host)
                return Fetched(
                    value: value,
                    response: response,
                    host: Redaction.url(host),
                    attempts: journey.attempts
                )
            case .failure(let failure):
                try await recover(from: failure.value, on: host, &journey)
            }
        }
    }

    private func waitForLimit(_ journey: Journey) async throws(HTTPError) -> Permit {
        let patience = journey.retries?.patienceLeft(now: clock.now) ?? options.retries.patience
        do throws(HTTPError) {
            let permit = try await limiter.acquire(
                weight: journey.request.weight,
                patience: patience
            )
            count { $0.waitedForLimit += permit.waited }
            return permit
        } catch {
            throw journey.notSent(error)
        }
    }

    private func count(_ journey: inout Journey, host: String) {
        journey.attempts += 1
        let isRetry = journey.attempts > 1
        let isMove = journey.lastHost.map { $0 != host } ?? false
        journey.lastHost = host
        count { tally in
            tally.requests += 1
            tally.retries += isRetry ? 1 : 0
            tally.hostChanges += isMove ? 1 : 0
        }
    }

    /// Counts something for all who share the runner, and for the work that the task belongs to.
    private func count(_ change: (inout HTTPCounters) -> Void) {
        tally.withLock { change(&$0) }
        RequestTally.current?.count(change)
    }

    private func attempt<Value>(
        _ journey: inout Journey,
        _ permit: Permit,
        host: String,
        read: (HTTPResponse) throws -> Value
    ) async -> Result<(Value, HTTPResponse), Failed> {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await transport.send(journey.request.request(to: host))
        } catch {
            limiter.settle(permit, reported: nil, Arrival(error))
            return .failure(Failed(AttemptFailure(error)))
        }
        count { $0.received(response) }
        let reported = options.usedWeightHeader.flatMap { response.headers[$0] }.flatMap { Int($0) }
        var verdict = judge(response, from: host, &journey, permit)
        let arrival = Arrival(verdict, response.status, options.retries)
        // The stop is in force before the place is free, so that nothing slips through between.
        let stop = limiter.settle(permit, reported: reported, arrival)
        if let stop, case .rateLimited(let reason, _) = verdict {
            verdict = .rateLimited(reason: reason, pause: stop)
        }
        if let failure = AttemptFailure(verdict, response) {
            return .failure(Failed(failure))
        }
        do {
            return .success((try read(response), response))
        } catch {
            return .failure(Failed(AttemptFailure(unreadable: response, cause: error)))
        }
    }

    /// Judges an answer; a host that served this client before does not refuse it for good by 403.
    ///
    /// Where the host served others after it had forbidden this request, and forbids it again, it
    /// is the request that is not wanted, and nobody else has to wait.
    private func judge(
        _ response: HTTPResponse,
        from host: String,
        _ journey: inout Journey,
        _ permit: Permit
    ) -> ResponseVerdict {
        let verdict = classify(response)
        guard options.takesForbiddenForBan, case .nextHost(let reason) = verdict,
            response.status == 403, limiter.hasAnswered(host)
        else { return verdict }
        if let before = journey.forbidden, limiter.hasAnswered(since: before) {
            return .fail(reason: "\(reason); the host serves other requests of this client")
        }
        journey.forbidden = permit.departure
        return .rateLimited(
            reason: "\(reason); the host served this client before, so this is taken for a ban",
            pause: RetryAfter.pause(response, unixSeconds: clock.unixSeconds)
        )
    }

    /// Waits as long as the failure asks for, or throws what is to be reported.
    private func recover(
        from failure: AttemptFailure,
        on host: String,
        _ journey: inout Journey
    ) async throws(HTTPError) {
        let now = clock.now
        let canMoveOn =
            failure.host.map { hostFailure in
                pool.withLock { $0.failed(host, hostFailure, now: now) }
            } ?? false
        // A good host is tried at once; the hosts that are left bound how often that happens.
        if canMoveOn { return }
        if failure.code == .refused {
            guard pool.withLock({ $0.choose(now: now) }) != nil else {
                throw journey.allRefused(pool.withLock { $0.report }, status: failure.status)
            }
            return
        }
        guard let action = journey.retries?.attemptFailed(failure.outcome, now: now) else {
            preconditionFailure("Invariant: an attempt begins with its retry state")
        }
        if failure.code == .rateLimited { count { $0.rateLimitAnswers += 1 } }
        switch action {
        case .giveUp(let reason):
            throw journey.failed(
                failure,
                reason,
                host: host,
                report: pool.withLock { $0.reportOfSeveral },
                stop: failure.code == .rateLimited ? limiter.stopInWords : nil
            )
        case .retry(let pause):
            try await journey.pause(pause, clock)
        }
    }
}

/// A failed attempt as the failure of a `Result`.
private struct Failed: Error {
    let value: AttemptFailure

    init(_ value: AttemptFailure) {
        self.value = value
    }
}
