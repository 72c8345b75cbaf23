import ChandlerHTTP
import Synchronization

/// A clock that nobody waits for: sleeping moves it on and notes for how long.
final class ManualClock: HTTPClock {
    private struct State {
        var now = ContinuousClock.now
        var unixSeconds: Int64
        var sleeps: [Duration] = []
    }

    let start: ContinuousClock.Instant
    private let state: Mutex<State>

    init(unixSeconds: Int64 = 1_700_000_000) {
        let state = State(unixSeconds: unixSeconds)
        start = state.now
        self.state = Mutex(state)
    }

    var now: ContinuousClock.Instant { state.withLock { $0.now } }
    var unixSeconds: Int64 { state.withLock { $0.unixSeconds } }
    /// The sleeps so far, in order.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }
    /// How far the clock was moved.
    var elapsed: Duration { start.duration(to: now) }

    func advance(by duration: Duration) {
        state.withLock { $0.now += duration }
    }

    func sleep(until instant: ContinuousClock.Instant) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        state.withLock { state in
            guard instant > state.now else { return }
            state.sleeps.append(state.now.duration(to: instant))
            state.now = instant
        }
        await Task.yield()
    }
}
