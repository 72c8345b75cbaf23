import CMalloc
import Foundation

/// What the process uses.
enum Memory {
    /// Makes memory that was freed go back to the system at once.
    ///
    /// A batch's columns are a few hundred kilobytes each. Left to itself, the allocator raises
    /// the size from which it maps memory until all of them stay in its heaps, one a thread, and
    /// a long run then holds twice what it needs.
    static func keepFlat() {
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 256 << 10)
    }

    /// The largest resident size so far, in bytes.
    static var peakBytes: Int64 {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int64(usage.ru_maxrss) * 1_024
    }
}
