import ChandlerCore
import Glibc
import Synchronization

/// The server's idea of the time: the real one, or one moment that stands still.
final class ExchangeClock: Sendable {
    private let fixed: Mutex<Timestamp?>

    init(fixedAt moment: Timestamp?) {
        fixed = Mutex(moment)
    }

    var now: Timestamp {
        fixed.withLock { $0 } ?? ExchangeClock.realTime()
    }

    /// Stops the clock at a moment, or lets it run again with `nil`.
    func set(_ moment: Timestamp?) {
        fixed.withLock { $0 = moment }
    }

    private static func realTime() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
        )
    }
}
