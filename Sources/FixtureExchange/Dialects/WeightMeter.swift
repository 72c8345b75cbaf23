/// Counts request weight in windows and says when it is used up.
///
/// A window begins with its first request, not on the minute as at the venues, so that a test
/// that stays under a minute never meets a border.
struct WeightMeter: Sendable {
    /// What a request may expect.
    enum Verdict: Sendable, Hashable {
        case admitted
        /// Refused until the window ends.
        case exhausted(seconds: Int)
        /// Refused for longer, because refusals were not heeded.
        case banned(seconds: Int)
    }

    /// So many refusals in one window lead to a ban.
    static let patience = 20
    static let window: Duration = .seconds(60)
    static let ban: Duration = .seconds(120)

    let limit: Int
    private(set) var used = 0
    private var refusals = 0
    private var windowStart: ContinuousClock.Instant?
    private var bannedUntil: ContinuousClock.Instant?

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts a request; refused ones count too.
    mutating func charge(_ weight: Int, at moment: ContinuousClock.Instant) -> Verdict {
        if let end = bannedUntil, moment < end {
            return .banned(seconds: WeightMeter.seconds(from: moment, until: end))
        }
        var start = windowStart ?? moment
        if bannedUntil != nil || moment >= start + WeightMeter.window {
            (used, refusals, bannedUntil) = (0, 0, nil)
            start = moment
        }
        windowStart = start
        used += weight
        guard used > limit else { return .admitted }
        refusals += 1
        if refusals > WeightMeter.patience {
            bannedUntil = moment + WeightMeter.ban
            return .banned(seconds: WeightMeter.seconds(from: .zero, until: WeightMeter.ban))
        }
        return .exhausted(
            seconds: WeightMeter.seconds(from: moment, until: start + WeightMeter.window)
        )
    }

    /// Begins a new window in which so much is used already, and ends a ban.
    mutating func set(used: Int) {
        self.used = used
        (refusals, windowStart, bannedUntil) = (0, nil, nil)
    }

    private static func seconds(
        from moment: ContinuousClock.Instant,
        until end: ContinuousClock.Instant
    ) -> Int {
        seconds(from: .zero, until: moment.duration(to: end))
    }

    /// Whole seconds, rounded up.
    private static func seconds(from start: Duration, until end: Duration) -> Int {
        let (seconds, rest) = (end - start).components
        return Int(seconds) + (rest > 0 ? 1 : 0)
    }
}
