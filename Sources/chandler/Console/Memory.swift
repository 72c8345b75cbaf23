import CMalloc
import Foundation

/// What the process uses.
enum Memory {
    /// Keeps a batch's memory for the next batch, and no more than that.
    ///
    /// A batch's columns are a few hundred kilobytes each. Mapped and given back every time, their
    /// pages would be cleared anew for every batch, a tenth of the program's time; with a heap a
    /// thread, or left to raise its thresholds, the allocator would hold several times as much.
    static func keepFlat() {
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 2 << 20)
        mallopt(M_TRIM_THRESHOLD, 256 << 20)
    }

    /// The largest resident size so far, in bytes.
    static var peakBytes: Int64 {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int64(usage.ru_maxrss) * 1_024
    }
}
