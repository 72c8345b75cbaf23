import Glibc

/// The time as the module sees it; tests bring one that they move by hand.
public protocol HTTPClock: Sendable {
    /// Never goes back.
    var now: ContinuousClock.Instant { get }
    /// The wall clock, in seconds since 1970 UTC.
    var unixSeconds: Int64 { get }
    /// Returns when `instant` has come, at once if it has passed.
    ///
    /// - Throws: `CancellationError` where the task is cancelled before.
    func sleep(until instant: ContinuousClock.Instant) async throws(CancellationError)
}

/// The clocks of the machine.
public struct SystemHTTPClock: HTTPClock {
    /// Makes the clock; it has no state.
    public init() {}

    /// The time since the machine was started, suspended time included.
    public var now: ContinuousClock.Instant { ContinuousClock.now }

    /// The wall clock, in seconds since 1970 UTC.
    public var unixSeconds: Int64 { Int64(time(nil)) }

    /// Suspends the task until `instant`.
    public func sleep(until instant: ContinuousClock.Instant) async throws(CancellationError) {
        do {
            try await Task.sleep(until: instant, clock: .continuous)
        } catch {
            throw CancellationError()
        }
    }
}
