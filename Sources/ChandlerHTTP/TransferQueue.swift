/// Keeps the number of transfers to each host bounded; the others wait in order.
///
/// Pure: says which transfer may start and leaves starting to the caller.
struct TransferQueue {
    private let limit: Int
    private var running: [String: Int] = [:]
    private var waiting: [String: [UInt64]] = [:]

    /// Allows `limit` transfers to each host at a time.
    init(limit: Int) {
        self.limit = limit
    }

    /// Says whether the transfer may start now; if not, it waits in order.
    mutating func add(_ id: UInt64, origin: String) -> Bool {
        guard running[origin, default: 0] < limit else {
            waiting[origin, default: []].append(id)
            return false
        }
        running[origin, default: 0] += 1
        return true
    }

    /// Notes the end of a running transfer; returns the one that starts in its place.
    mutating func finished(origin: String) -> UInt64? {
        if var line = waiting[origin], !line.isEmpty {
            let next = line.removeFirst()
            waiting[origin] = line.isEmpty ? nil : line
            return next
        }
        let left = running[origin, default: 0] - 1
        precondition(left >= 0, "Invariant: a transfer ends once")
        running[origin] = left == 0 ? nil : left
        return nil
    }

    /// Takes a transfer out of the line; false where it is not in it.
    mutating func removeWaiting(_ id: UInt64, origin: String) -> Bool {
        guard var line = waiting[origin], let place = line.firstIndex(of: id) else { return false }
        line.remove(at: place)
        waiting[origin] = line.isEmpty ? nil : line
        return true
    }
}
