import ChandlerHTTP
import Testing

@Suite struct RetryStateTests {
    static let start = ContinuousClock.now
    static let policy = RetryPolicy(
        maximumAttempts: 6,
        connectAttempts: 3,
        unreadableAttempts: 2,
        firstPause: .seconds(1),
        longestPause: .seconds(8),
        rateLimitPause: .seconds(10),
        patience: .seconds(100)
    )

    private func state(seed: UInt64 = 1) -> RetryState {
        RetryState(policy: Self.policy, start: Self.start, seed: seed)
    }

    @Test(arguments: HTTPError.Code.allCases)
    func firstFailureIsRetriedExactlyWhereTheCodeSaysSo(_ code: HTTPError.Code) {
        var state = state()
        let action = state.attemptFailed(.noAnswer(code), now: Self.start)
        if code.isRetryable {
            guard case .retry = action else { return #expect(Bool(false), "was \(action)") }
        } else {
            #expect(action == .giveUp(.permanent))
        }
    }

    @Test func pausesGrowWithinTheirBounds() {
        let bounds: [Duration] = [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8)]
        var largest = Array(repeating: Duration.zero, count: bounds.count)
        let firstSeed = UInt64.random(in: 0 ... .max / 2)
        print("seeds of pausesGrowWithinTheirBounds: \(firstSeed)..<\(firstSeed + 500)")
        for seed in firstSeed..<(firstSeed + 500) {
            var state = state(seed: seed)
            for (index, bound) in bounds.enumerated() {
                let action = state.attemptFailed(.noAnswer(.timedOut), now: Self.start)
                guard case .retry(let pause) = action else {
                    Issue.record("seed \(seed): was \(action)")
                    continue
                }
                #expect(pause >= .zero && pause <= bound, "seed \(seed)")
                largest[index] = max(largest[index], pause)
            }
            let last = state.attemptFailed(.noAnswer(.timedOut), now: Self.start)
            #expect(last == .giveUp(.attemptsUsedUp(6)))
        }
        // Full jitter reaches the upper half of each bound; half a bound 500 times over does not
        // happen by chance.
        for (bound, pause) in zip(bounds, largest) { #expect(pause > bound / 2) }
    }

    @Test func sameSeedGivesSamePauses() {
        func pauses(_ seed: UInt64) -> [RetryAction] {
            var state = state(seed: seed)
            return (0..<5).map { _ in state.attemptFailed(.noAnswer(.timedOut), now: Self.start) }
        }
        #expect(pauses(7) == pauses(7))
        #expect(pauses(7) != pauses(8))
    }

    @Test(arguments: [
        AttemptOutcome.rateLimited(retryAfter: .seconds(37)),
        .venueAsked(retryAfter: .seconds(37)),
    ])
    func pauseThatTheServerAsksForIsTheLeast(_ outcome: AttemptOutcome) {
        var state = state()
        #expect(
            state.attemptFailed(outcome, now: Self.start) == .retry(after: .seconds(37))
        )
    }

    @Test func rateLimitWithoutAPauseWaitsThePolicys() {
        var state = state()
        let action = state.attemptFailed(.rateLimited(retryAfter: nil), now: Self.start)
        #expect(action == .retry(after: .seconds(10)))
    }

    @Test func pauseBeyondPatienceGivesUpAtOnce() {
        var state = state()
        let outcome = AttemptOutcome.rateLimited(retryAfter: .seconds(61))
        let now = Self.start + .seconds(40)
        let reason = GiveUpReason.outOfPatience(elapsed: .seconds(40), pause: .seconds(61))
        #expect(state.attemptFailed(outcome, now: now) == .giveUp(reason))
        #expect(reason.description.contains("40 s"))
        #expect(reason.description.contains("61 s"))
    }

    @Test func pauseThatEndsWithThePatienceIsWaitedFor() {
        var state = state()
        let outcome = AttemptOutcome.rateLimited(retryAfter: .seconds(60))
        let action = state.attemptFailed(outcome, now: Self.start + .seconds(40))
        #expect(action == .retry(after: .seconds(60)))
    }

    @Test(arguments: [
        HTTPError.Code.couldNotConnect, .couldNotResolve, .tlsHandshake,
    ])
    func unreachableHostIsTriedABoundedNumberOfTimes(_ code: HTTPError.Code) {
        var state = state()
        _ = state.attemptFailed(.noAnswer(code), now: Self.start)
        _ = state.attemptFailed(.noAnswer(code), now: Self.start)
        let action = state.attemptFailed(.noAnswer(code), now: Self.start)
        #expect(action == .giveUp(.unreachable(3)))
    }

    @Test func connectFailuresAreCountedApartFromOthers() {
        var state = state()
        for code in [HTTPError.Code.couldNotConnect, .timedOut, .couldNotConnect, .cutConnection] {
            let action = state.attemptFailed(.noAnswer(code), now: Self.start)
            if case .giveUp = action { Issue.record("\(code): was \(action)") }
        }
        let action = state.attemptFailed(.noAnswer(.couldNotConnect), now: Self.start)
        #expect(action == .giveUp(.unreachable(3)))
    }

    @Test(arguments: [AttemptOutcome.unreadableBody, .noAnswer(.decoding)])
    func unreadableBodyIsTriedABoundedNumberOfTimes(_ outcome: AttemptOutcome) {
        var state = state()
        guard case .retry = state.attemptFailed(outcome, now: Self.start) else {
            Issue.record("the first one is retried")
            return
        }
        #expect(state.attemptFailed(outcome, now: Self.start) == .giveUp(.unreadable(2)))
    }

    @Test func manyFailuresDoNotOverflow() {
        let policy = RetryPolicy(
            maximumAttempts: 200,
            firstPause: .seconds(1),
            longestPause: .seconds(8),
            patience: .seconds(10_000)
        )
        var state = RetryState(policy: policy, start: Self.start, seed: 1)
        for _ in 0..<199 {
            guard
                case .retry(let pause) = state.attemptFailed(.noAnswer(.timedOut), now: Self.start)
            else { return #expect(Bool(false)) }
            #expect(pause <= .seconds(8))
        }
    }
}
