import Synchronization

/// A clock for replays: nobody waits, the time leaps to where a pause ends.
///
/// Limits, pauses and patience then act as they did when the recording was made, at once.
public final class ReplayClock: HTTPClock {
    private struct State {
        var now: ContinuousClock.Instant
        let start: ContinuousClock.Instant
    }

    private let startedAt: Int64
    private let state: Mutex<State>

    /// Begins at a moment of the wall clock, in seconds since 1970 UTC.
    public init(unixSeconds: Int64) {
        startedAt = unixSeconds
        let now = ContinuousClock.now
        state = Mutex(State(now: now, start: now))
    }

    /// The time, which stands still but for leaps.
    public var now: ContinuousClock.Instant { state.withLock { $0.now } }

    /// The wall clock, in seconds since 1970 UTC.
    public var unixSeconds: Int64 {
        let elapsed = state.withLock { $0.start.duration(to: $0.now) }
        return startedAt + elapsed.components.seconds
    }

    /// Leaps to `instant`.
    public func sleep(until instant: ContinuousClock.Instant) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
        state.withLock { $0.now = max($0.now, instant) }
        // Others that are ready come first, as they would while this one waits.
        await Task.yield()
    }
}
