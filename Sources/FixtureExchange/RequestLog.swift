import Synchronization

/// Which requests came, for tests that count them.
final class RequestLog: Sendable {
    /// One request as it came and how it was answered.
    struct Entry: Sendable, Hashable {
        let path: String
        /// The query as it was sent, still percent-encoded.
        let query: String
        let status: Int
        /// The headers with a key that were sent, without their values.
        var keys: [String] = []
    }

    /// Everything since the last clearing.
    struct Content: Sendable {
        var counts: [String: Int] = [:]
        var statuses: [Int: Int] = [:]
        /// The newest requests, oldest first.
        var entries: [Entry] = []
        /// Connections that were opened.
        var connections = 0
    }

    /// So many requests are listed at least; older ones are only counted, to keep memory flat.
    static let kept = 10_000

    private let state = Mutex(Content())

    var content: Content {
        state.withLock { $0 }
    }

    func add(_ entry: Entry) {
        state.withLock { state in
            state.counts[entry.path, default: 0] += 1
            state.statuses[entry.status, default: 0] += 1
            state.entries.append(entry)
            if state.entries.count > 2 * RequestLog.kept {
                state.entries.removeFirst(state.entries.count - RequestLog.kept)
            }
        }
    }

    func addConnection() {
        state.withLock { $0.connections += 1 }
    }

    func clear() {
        state.withLock { $0 = Content() }
    }
}
