import Glibc

/// Seconds on a clock of the operating system.
enum Clock {
    /// Seconds since some moment in the past.
    static var wall: Double { seconds(CLOCK_MONOTONIC) }

    /// Seconds of processor time that this thread has used.
    static var thread: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

    /// Seconds of processor time that this process has used, all threads together.
    static var process: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
