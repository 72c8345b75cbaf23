import ChandlerCore
import ChandlerHTTP
import Synchronization

/// An aggregator's clock by the header `Date` of its answers, so that it need not be asked often.
final class ServerClock: Sendable {
    private struct Reading {
        let seconds: Int64
        let instant: ContinuousClock.Instant
    }

    /// How long a reading is good for.
    private static let fresh = Duration.seconds(600)

    private let clock: any HTTPClock
    private let latest = Mutex<Reading?>(nil)

    /// Begins without a reading.
    init(_ clock: any HTTPClock) {
        self.clock = clock
    }

    /// Notes an answer.
    func note(_ response: HTTPResponse) {
        guard let seconds = response.serverSeconds else { return }
        let reading = Reading(seconds: seconds, instant: clock.now)
        latest.withLock { $0 = reading }
    }

    /// The aggregator's time now in whole seconds, or `nil` without an answer of the last minutes.
    var now: Timestamp? {
        guard let reading = latest.withLock({ $0 }) else { return nil }
        let age = reading.instant.duration(to: clock.now)
        guard age <= Self.fresh else { return nil }
        return Timestamp(seconds: reading.seconds + age.components.seconds)
    }
}
