import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Dispatch
import Glibc
import Synchronization

/// Why a run ends before its work is done.
enum Stop: Sendable {
    /// Ctrl-C, or a scheduler's stop signal.
    case signal
    /// The time that it was given is over.
    case deadline(SpanOfTime)

    /// The code to end with.
    var exit: Exit {
        switch self {
        case .signal: .interrupted
        case .deadline: .tryLater
        }
    }

    /// What a person is told.
    var words: String {
        switch self {
        case .signal: "interrupted; what was committed stays; run it again to go on"
        case .deadline(let length):
            "the deadline of \(length.defaultValueDescription) came before all was done; what was "
                + "committed stays; run it again to go on"
        }
    }
}

/// The stop of this process: noticed on a thread of its own, so that no work can hide it.
///
/// **Order:** the task is cancelled at once, and the batch at work may end; after a second the
/// server is asked to stop what still runs; soon after, the ledger is told over a connection
/// of its own; after 1.9 seconds the program ends wherever it is, as it may at any moment: every
/// batch is a transaction. A second signal ends it at once.
final class Interruption: Sendable {
    private struct State {
        var stop: Stop?
        var signals = 0
        var isSettling = false
        /// Whether the work is over.
        var isOver = false
        /// The code to end with, once how it ended is written down.
        var code: Int32?
        var lastWords: (@Sendable (Stop) -> Void)?
    }

    /// The one of the process.
    static let shared = Interruption()

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "chandler.interruption", qos: .userInteractive)

    /// Why the process is to end; `nil` as long as it is not.
    var stop: Stop? { state.withLock { $0.stop } }

    /// Has something said on the way out where the work itself does not come to say it.
    func onLastResort(_ words: @escaping @Sendable (Stop) -> Void) {
        state.withLock { $0.lastWords = words }
    }

    /// The work is over and how it ended is being written down: no statement is cancelled any more.
    func settle() {
        state.withLock { $0.isSettling = true }
    }

    /// How the work ended is written down: whatever is left to do changes nothing of it.
    func hasSettled(_ code: Int32) {
        state.withLock { state in
            state.lastWords = nil
            state.code = code
        }
    }

    /// What an error was when the task is cancelled: whatever was stopped half-way is no fault.
    static func seen(_ error: any Error) -> any Error {
        guard Task.isCancelled else { return error }
        let cause =
            error as? PostgresError ?? (error as? StoreError)?.cause
            ?? (error as? WarehouseError)?.cause
        let isWaiting = (error as? StoreError)?.code == .locked
        return cause?.code == .queryCanceled || isWaiting ? CancellationError() : error
    }

    // MARK: - Watching

    /// Listens for signals, and for the deadline.
    fileprivate func watch(_ deadline: SpanOfTime?, _ cancel: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The handler keeps the source for as long as the process lives.
            source.setEventHandler { [self] in
                withExtendedLifetime(source) { noticeSignal(cancel) }
            }
            source.activate()
        }
        guard let deadline else { return }
        queue.asyncAfter(deadline: .now() + .seconds(deadline.seconds)) { [self] in
            let isOver = state.withLock { $0.isOver || $0.code != nil }
            if !isOver { end(.deadline(deadline), cancel) }
        }
    }

    /// The work is over: no deadline ends it any more.
    ///
    /// Signals are listened to until the process ends.
    fileprivate func endWatch() {
        state.withLock { $0.isOver = true }
    }

    private func noticeSignal(_ cancel: @escaping @Sendable () -> Void) {
        let count = state.withLock { state in
            state.signals += 1
            return state.signals
        }
        if count > 1 { _exit(Exit.interrupted.rawValue) }
        Console.endLine()
        // What has come to its deadline is ending already, but may still tell others of it.
        if stop == nil { end(.signal, cancel) } else { after(1_900) { $0.leave() } }
    }

    private func end(_ stop: Stop, _ cancel: @escaping @Sendable () -> Void) {
        state.withLock { $0.stop = stop }
        // Handlers of the cancellation may talk to a server that does not answer.
        aside { cancel() }
        for delay in [1_000, 1_300] { after(delay) { $0.cancelStatements() } }
        after(1_100) { $0.speak(stop) }
        after(1_900) { interruption in
            // After a deadline there is time to tell others how it ended.
            if case .deadline = stop, interruption.code != nil { return }
            interruption.leave()
        }
    }

    private var code: Int32? { state.withLock { $0.code } }

    /// Ends the process wherever it is.
    private func leave() {
        let code = code
        // Whoever reads what is said may not be there any more.
        aside { [self] in
            usleep(50_000)
            _exit(code ?? (stop ?? .signal).exit.rawValue)
        }
        _exit(code ?? Failure.report(CancellationError()))
    }

    /// On a thread of its own: the shared ones may all be at work.
    private func aside(_ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "chandler.interruption.aside").async(execute: body)
    }

    private func after(_ milliseconds: Int, _ body: @escaping @Sendable (Interruption) -> Void) {
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { body(self) }
    }

    private func cancelStatements() {
        if !state.withLock({ $0.isSettling }) { OpenSessions.cancelStatements() }
    }

    private func speak(_ stop: Stop) {
        guard let words = state.withLock({ $0.lastWords }) else { return }
        aside { words(stop) }
    }
}

/// Runs work that Ctrl-C, a scheduler's stop signal or a deadline cancels.
///
/// The work ends at the next batch boundary, within two seconds: what was committed stays. Work that
/// was done before the signal could stop it ends as if there had been none.
func interruptible<Result: Sendable>(
    deadline: SpanOfTime? = nil,
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let task = Task {
        do {
            return try await work()
        } catch {
            throw Interruption.seen(error)
        }
    }
    Interruption.shared.watch(deadline) { task.cancel() }
    defer { Interruption.shared.endWatch() }
    return try await task.value
}
