import Glibc
import Synchronization

/// Whether a person has pressed Ctrl-C; servers are then stopped before this program ends.
enum Interruption {
    private static let flag = Atomic<Bool>(false)

    /// Notes interruptions from now on; programs that were started get them too, and end.
    static func trap() {
        flag.store(false, ordering: .relaxed)
        signal(SIGINT) { _ in Interruption.flag.store(true, ordering: .relaxed) }
    }

    /// Throws once there was an interruption.
    static func check() throws(BenchError) {
        if flag.load(ordering: .relaxed) { throw BenchError(.interrupted, "interrupted") }
    }
}
