import CLibcurl
import Glibc
import Synchronization

/// The mailbox between tasks and the transfer thread, and that thread's loop.
final class TransferLoop: Sendable {
    /// What tasks ask of the thread.
    private struct Inbox {
        var submitted: [Submission] = []
        var cancelled: [UInt64] = []
        var isStopping = false
        var lastID: UInt64 = 0
        var stopWaiters: [CheckedContinuation<Void, Never>] = []
        var hasStopped = false
    }

    private let inbox = Mutex(Inbox())
    private let multi: CurlMulti
    private let options: HTTPClientOptions

    /// Makes the loop; ``run()`` is called by the thread.
    init(multi: CurlMulti, options: HTTPClientOptions) {
        self.multi = multi
        self.options = options
    }

    /// A number for the next transfer.
    func nextID() -> UInt64 {
        inbox.withLock { inbox in
            inbox.lastID += 1
            return inbox.lastID
        }
    }

    /// Hands a request to the thread; answers at once where the task or the client has ended.
    ///
    /// A task is marked as cancelled before its handler runs, so checking the mark under the lock
    /// makes sure that no cancellation is lost between the two.
    func submit(_ submission: Submission) {
        let refusal: HTTPError? = inbox.withLock { inbox in
            if inbox.isStopping { return .closed(submission.request) }
            if Task.isCancelled { return .cancelled(submission.request) }
            inbox.submitted.append(submission)
            return nil
        }
        if let refusal {
            submission.reply.resume(returning: .failure(refusal))
        } else {
            multi.wakeUp()
        }
    }

    /// Asks the thread to end a transfer; one that has ended already is left alone.
    func cancel(_ id: UInt64) {
        inbox.withLock { $0.cancelled.append(id) }
        multi.wakeUp()
    }

    /// Asks the thread to end; no further request is accepted.
    func requestStop() {
        inbox.withLock { $0.isStopping = true }
        multi.wakeUp()
    }

    /// Waits until the thread has answered all requests and is about to end.
    func waitUntilStopped() async {
        await withCheckedContinuation { continuation in
            let hasStopped = inbox.withLock { inbox in
                if !inbox.hasStopped { inbox.stopWaiters.append(continuation) }
                return inbox.hasStopped
            }
            if hasStopped { continuation.resume() }
        }
    }

    /// Moves transfers on until a stop is requested; called once, by the transfer thread.
    func run() {
        var running = RunningTransfers(multi: multi, options: options)
        while true {
            let mail = inbox.withLock { inbox in
                defer {
                    inbox.submitted = []
                    inbox.cancelled = []
                }
                return inbox
            }
            mail.submitted.forEach { running.accept($0) }
            mail.cancelled.forEach { running.cancel($0) }
            guard !mail.isStopping else { break }
            running.moveOn()
        }
        running.closeAll()
        let waiters = inbox.withLock { inbox in
            inbox.hasStopped = true
            return inbox.stopWaiters
        }
        waiters.forEach { $0.resume() }
    }
}

extension HTTPError {
    /// The task that waited for the request was cancelled.
    static func cancelled(_ request: HTTPRequest) -> HTTPError {
        HTTPError(.cancelled, request, "cancelled; nothing of the answer was kept")
    }

    /// The client was closed before the request had an answer.
    static func closed(_ request: HTTPRequest) -> HTTPError {
        HTTPError(.closed, request, "the client was closed; nothing of the answer was kept")
    }
}
