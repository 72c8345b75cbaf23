import ChandlerPostgres
import Foundation
import Synchronization

extension StepRunner {
    /// Runs a long statement that is cancelled as soon as another session waits for its locks.
    ///
    /// VACUUM, ANALYZE and REINDEX CONCURRENTLY let reads and writes pass, but not a load that
    /// attaches a month or a migration. Autovacuum gives way by itself; this does the same.
    ///
    /// It is cancelled as well when the task is.
    ///
    /// - Throws: What `body` throws; `PostgresError` with code `queryCanceled` when it gave way.
    func givingWay(_ body: () throws -> Void) async throws {
        let cancel = try connection.cancelHandle()
        let watch = GivingWay(connection, cancel)
        defer { watch.end() }
        try await withTaskCancellationHandler {
            try body()
        } onCancel: {
            watch.stop(cancel)
        }
    }
}

/// Watches from a session of its own whether anybody waits for a session.
private final class GivingWay: Sendable {
    private let isOver = Mutex(false)

    init(_ connection: PostgresConnection, _ cancel: PostgresCancelHandle) {
        let watched = connection.backendPID
        let configuration = connection.configuration
        let thread = Thread { [weak self] in
            // Most statements are over before anybody has to look.
            guard self?.pause() == true else { return }
            // A server without a free slot for the watch is no reason not to maintain.
            let session = try? PostgresConnection(
                configuration,
                applicationName: "chandler maintain watch"
            )
            guard let session else { return }
            repeat {
                if Self.isWaitedFor(watched, session) { self?.stop(cancel) }
            } while self?.pause() == true
        }
        thread.start()
    }

    /// Ends the watch: nothing is cancelled from here on.
    func end() { isOver.withLock { $0 = true } }

    /// Waits a moment; tells whether the watch goes on.
    private func pause() -> Bool {
        for _ in 0..<10 {
            if isOver.withLock({ $0 }) { return false }
            usleep(20_000)
        }
        return true
    }

    /// The request goes out under the lock, so that it never meets a later statement.
    func stop(_ cancel: PostgresCancelHandle) {
        isOver.withLock { isOver in
            if !isOver { try? cancel.cancel() }
        }
    }

    private static func isWaitedFor(_ watched: Int32, _ session: PostgresConnection) -> Bool {
        let row = try? session.query(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE NOT granted AND $1::int = ANY (pg_blocking_pids(pid)))
            """,
            [.int64(Int64(watched))]
        ).first
        return (try? row?.bool(0)) ?? false
    }
}
