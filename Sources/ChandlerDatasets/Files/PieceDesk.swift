import Glibc

/// Where pieces of CSV files wait for a thread, and where one waits for them.
///
/// What is `unchecked` is guarded by the mutex: every field but the mutex and the conditions.
final class PieceDesk: @unchecked Sendable {
    private let limit: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    /// Told when a piece was put or the desk was closed.
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// Told when a piece is done.
    private let completion = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [CSVPiece] = []
    private var unfinished = 0
    private var isClosed = false

    init(limit: Int) {
        self.limit = limit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
        pthread_cond_init(completion, nil)
    }

    deinit {
        pthread_cond_destroy(completion)
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        completion.deallocate()
        arrival.deallocate()
        mutex.deallocate()
    }

    /// Adds a piece once fewer than `limit` are unfinished.
    func put(_ piece: CSVPiece) {
        locked {
            while unfinished >= limit { pthread_cond_wait(completion, mutex) }
            waiting.append(piece)
            unfinished += 1
            pthread_cond_signal(arrival)
        }
    }

    /// Works on pieces until the desk is closed.
    func work(with worker: CSVWorker) {
        while let piece = take() {
            let result = worker.encode(piece)
            locked {
                piece.result = result
                unfinished -= 1
                pthread_cond_broadcast(completion)
            }
        }
    }

    func isDone(_ piece: CSVPiece) -> Bool { locked { piece.result != nil } }

    func wait(for piece: CSVPiece) {
        locked {
            while piece.result == nil { pthread_cond_wait(completion, mutex) }
        }
    }

    /// Ends ``work(with:)`` in all threads; what nobody began is dropped.
    func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(arrival)
        }
    }

    private func take() -> CSVPiece? {
        locked {
            while waiting.isEmpty, !isClosed { pthread_cond_wait(arrival, mutex) }
            return isClosed ? nil : waiting.removeFirst()
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
