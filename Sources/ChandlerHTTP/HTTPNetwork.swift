import Synchronization

/// What all sources of a process share: one transport, and one limiter for each host.
///
/// Make one for each process and hand it to every source: series of one host, whichever venue they
/// belong to, then keep its limits together, and a ban of one stops them all.
public final class HTTPNetwork: Sendable {
    /// Sends single requests.
    public let transport: any HTTPTransport
    /// The time, as limits and pauses count it.
    public let clock: any HTTPClock

    private let onStop: (@Sendable (String) -> Void)?
    private let limiters = Mutex<[String: RateLimiter]>([:])

    /// Makes a network over any transport.
    ///
    /// - Parameters:
    ///   - transport: Sends single requests.
    ///   - clock: The time; tests and replays bring their own.
    ///   - onStop: Hears, in words for people, of every stop of a host that is waited for and is not
    ///     over in a moment.
    public init(
        transport: any HTTPTransport,
        clock: any HTTPClock = SystemHTTPClock(),
        onStop: (@Sendable (String) -> Void)? = nil
    ) {
        self.transport = transport
        self.clock = clock
        self.onStop = onStop
    }

    /// Makes a network that answers from a recording; nobody waits in it.
    public convenience init(replaying transport: ReplayTransport) {
        self.init(transport: transport, clock: ReplayClock(unixSeconds: transport.startedAt))
    }

    /// The one limiter of a host; several calls for one host get the same.
    ///
    /// Hosts that serve the same belong together: the first URL names the limiter. Where callers
    /// bring different limits for one host, the strictest holds until the venue states its own.
    ///
    /// - Parameters:
    ///   - baseURLs: Base URLs in order of preference, at least one.
    ///   - limit: What the caller assumes of the host.
    ///   - chosen: What the user wants, which wins over all others; nil where nothing.
    /// - Returns: The limiter of the host and port of the first URL.
    public func limiter(
        for baseURLs: [String],
        _ limit: WeightLimit,
        chosen: WeightLimit? = nil
    ) -> RateLimiter {
        guard let first = baseURLs.first.map({ URLParts($0) }) else {
            preconditionFailure("Invariant: a limiter belongs to a host")
        }
        let key = first.hostAndPort
        let limiter = limiters.withLock { limiters in
            if let known = limiters[key] { return known }
            let new = RateLimiter(
                limit,
                host: first.authority.lowercased(),
                window: ConcurrencyWindow(),
                clock: clock,
                onStop: onStop
            )
            limiters[key] = new
            return new
        }
        limiter.assume(limit)
        if let chosen { limiter.choose(chosen) }
        return limiter
    }
}
