import ChandlerPostgres
import ChandlerWarehouse
import Foundation
import Synchronization

/// A program that reads the file and connects anew, again and again.
final class RotatingClient: Sendable {
    private struct State {
        var isStopped = false
        var cycles = 0
        var logins: Set<String> = []
        var failures: [String] = []
    }

    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)

    /// Begins to connect.
    init(_ file: PasswordFile) {
        Thread.detachNewThread { [self] in
            while !state.withLock(\.isStopped) {
                let outcome = Result {
                    try file.connect().query("SELECT session_user::text").firstRow().text(0)
                }
                state.withLock {
                    switch outcome {
                    case .success(let login): $0.logins.insert(login)
                    case .failure(let error): $0.failures.append("\(error)")
                    }
                    $0.cycles += 1
                }
            }
            finished.signal()
        }
    }

    /// Waits until a connection was made and closed that began after this call.
    func awaitWholeCycle() {
        let wanted = state.withLock(\.cycles) + 2
        while state.withLock(\.cycles) < wanted { usleep(1_000) }
    }

    /// Stops, and says as whom it came in and what went wrong.
    func stop() -> (cycles: Int, logins: Set<String>, failures: [String]) {
        state.withLock { $0.isStopped = true }
        finished.wait()
        return state.withLock { ($0.cycles, $0.logins, $0.failures) }
    }
}
