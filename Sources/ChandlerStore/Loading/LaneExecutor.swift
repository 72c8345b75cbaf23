import Dispatch

/// Runs an actor's work on a thread of its own, because libpq's calls block.
///
/// Swift's shared threads are as many as cores: two connections waiting for the server would
/// stop every other task of the process.
final class LaneExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
