/// Until when a host wants no requests at all.
///
/// Pure: it reads no clock. A pause that the host names is kept as named. One that it leaves open is
/// guessed, and the guess doubles each time the host stops a request that departed after the last
/// stop and none went well between; answers to requests from before a stop belong to it.
struct HostStop {
    /// The longest pause that is guessed.
    static let longestGuess: Duration = .seconds(1_800)

    /// Until when no request may depart; in the past where the stop is over.
    private(set) var end: ContinuousClock.Instant?
    /// How often the host stopped all requests.
    private(set) var count = 0
    /// How often it did so without a success between.
    private(set) var inARow = 0

    private var isNamed = false
    /// Requests up to this one departed before the last stop.
    private var stoppedAfter: UInt64 = 0

    /// The end of a stop that is in force; nil where there is none.
    func end(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        end.flatMap { $0 > now ? $0 : nil }
    }

    /// Notes that the host stopped a request.
    ///
    /// - Parameters:
    ///   - named: The pause that the host asked for; nil where it named none. None at all, where
    ///     it stops the next request too, is not believed.
    ///   - guess: The first pause that is guessed.
    ///   - departure: The number of the request.
    ///   - lastDeparture: The number of the last request that departed.
    ///   - now: When the answer came.
    mutating func stop(
        named: Duration?,
        guess: Duration,
        departure: UInt64,
        lastDeparture: UInt64,
        now: ContinuousClock.Instant
    ) {
        if departure > stoppedAfter {
            count += 1
            inARow += 1
            stoppedAfter = lastDeparture
        }
        let wasNamed = isNamed && end(now: now) != nil
        if let named, named > .zero || inARow == 1 {
            // What the host says now is better than a guess, also where it is shorter.
            end = wasNamed ? max(end ?? now, now + named) : now + named
            isNamed = true
        } else if !wasNamed {
            end = max(end ?? now, now + guessed(guess))
            isNamed = false
        }
    }

    /// Notes that a request went well.
    mutating func succeed(_ departure: UInt64) {
        if departure > stoppedAfter { inARow = 0 }
    }

    private func guessed(_ first: Duration) -> Duration {
        let doublings = min(max(0, inARow - 1), 20)
        return max(first, min(first * (1 << doublings), Self.longestGuess))
    }
}
