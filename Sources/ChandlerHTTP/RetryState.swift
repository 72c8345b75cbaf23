/// Decides after each failed attempt of one request whether and when to send it again.
///
/// Pure: it neither waits nor reads a clock, and the same seed gives the same pauses. Pauses grow
/// exponentially with full jitter, each drawn between zero and its bound, so that many tasks that
/// failed together do not come back together. A pause that the server asks for is the least.
///
/// **Source:** M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public struct RetryState: Sendable {
    private let policy: RetryPolicy
    private let start: ContinuousClock.Instant
    private var generator: SeededGenerator
    private var connectFailures = 0
    private var unreadableBodies = 0

    /// How many attempts have failed.
    public private(set) var failures = 0

    /// Begins with the first attempt.
    ///
    /// - Parameters:
    ///   - policy: How often and how patiently to repeat.
    ///   - start: When the first attempt began; patience counts from here.
    ///   - seed: Determines all pauses.
    public init(policy: RetryPolicy, start: ContinuousClock.Instant, seed: UInt64) {
        self.policy = policy
        self.start = start
        generator = SeededGenerator(seed: seed)
    }

    /// Notes a failed attempt and says what to do.
    public mutating func attemptFailed(
        _ outcome: AttemptOutcome,
        now: ContinuousClock.Instant
    ) -> RetryAction {
        failures += 1
        guard outcome.isRetryable else { return .giveUp(.permanent) }
        if let reason = count(outcome) { return .giveUp(reason) }
        let pause = pause(outcome)
        let elapsed = start.duration(to: now)
        guard elapsed + pause <= policy.patience else {
            return .giveUp(.outOfPatience(elapsed: elapsed, pause: pause))
        }
        return .retry(after: pause)
    }

    /// How long the request may still wait.
    func patienceLeft(now: ContinuousClock.Instant) -> Duration {
        max(.zero, policy.patience - start.duration(to: now))
    }

    private mutating func count(_ outcome: AttemptOutcome) -> GiveUpReason? {
        if outcome.isConnectFailure { connectFailures += 1 }
        if outcome.isUnreadable { unreadableBodies += 1 }
        if connectFailures >= policy.connectAttempts { return .unreachable(connectFailures) }
        if unreadableBodies >= policy.unreadableAttempts { return .unreadable(unreadableBodies) }
        return failures >= policy.maximumAttempts ? .attemptsUsedUp(failures) : nil
    }

    private mutating func pause(_ outcome: AttemptOutcome) -> Duration {
        let jittered = jitteredPause()
        if let asked = outcome.retryAfter { return max(asked, jittered) }
        return outcome.isRateLimit ? max(policy.rateLimitPause, jittered) : jittered
    }

    private mutating func jitteredPause() -> Duration {
        let doublings = min(failures - 1, 30)
        let bound = min(policy.longestPause, policy.firstPause * (1 << doublings))
        let nanoseconds = Int64(bound / .nanoseconds(1))
        guard nanoseconds > 0 else { return .zero }
        return .nanoseconds(Int64.random(in: 0...nanoseconds, using: &generator))
    }
}

extension AttemptOutcome {
    /// Whether the same request may do better later.
    fileprivate var isRetryable: Bool {
        switch self {
        case .noAnswer(let code): code.isRetryable
        case .unreadableBody, .venueAsked, .rateLimited: true
        }
    }

    fileprivate var isConnectFailure: Bool {
        if case .noAnswer(let code) = self { code.isConnectFailure } else { false }
    }

    fileprivate var isUnreadable: Bool {
        switch self {
        case .unreadableBody, .noAnswer(.decoding): true
        default: false
        }
    }

    fileprivate var isRateLimit: Bool {
        if case .rateLimited = self { true } else { false }
    }

    fileprivate var retryAfter: Duration? {
        switch self {
        case .venueAsked(let pause), .rateLimited(let pause): pause
        case .noAnswer, .unreadableBody: nil
        }
    }
}
