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
    ///
    /// Not from `getrusage` where it can be helped: there a program that a larger one started begins
    /// with that one's size.
    static var peakBytes: Int64 {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let size = line?.split { !$0.isASCII || !$0.isNumber }.first.flatMap { Int64($0) }
        if let size { return size * 1_024 }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int64(usage.ru_maxrss) * 1_024
    }
}
