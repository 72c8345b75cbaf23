import Foundation

/// What the process has used.
enum Memory {
    /// The largest resident size so far, in bytes.
    static var peakBytes: Int64 {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int64(usage.ru_maxrss) * 1_024
    }
}
