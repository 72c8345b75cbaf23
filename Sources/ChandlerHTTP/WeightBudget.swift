/// Says when a request may be sent so that a venue's weight limit is kept.
///
/// Pure: it neither waits nor reads a clock. Weights are counted over a window that slides, so that
/// no window of the server, wherever it begins, holds more than the limit. What the server reports
/// corrects the count both ways: others behind the same address use weight too, and the server's
/// own window may have begun anew.
public struct WeightBudget: Sendable {
    /// Whether a request may be sent.
    public enum Reservation: Sendable, Equatable {
        /// Now; its weight is counted.
        case go
        /// Ask again at this instant.
        case wait(until: ContinuousClock.Instant)
    }

    /// Weight that leaves the window when ``last`` does.
    private struct Entry {
        let first: ContinuousClock.Instant
        var last: ContinuousClock.Instant
        var weight: Int
    }

    /// Entries closer together than this part of the window are counted as one.
    private static let slots = 64

    private var limit: WeightLimit
    private var entries: [Entry] = []
    private var inFlight = 0
    private var mostInFlight = 0
    private var lastGrant: ContinuousClock.Instant?

    /// The weight that counts at the last event.
    public private(set) var used = 0

    /// Begins with nothing used.
    public init(_ limit: WeightLimit) {
        self.limit = limit
    }

    /// Puts another limit in force; what counts as used stays.
    public mutating func setLimit(_ limit: WeightLimit) {
        self.limit = limit
    }

    /// Asks to send a request of this weight.
    ///
    /// A request heavier than the limit goes when nothing else counts, because it never could
    /// otherwise.
    public mutating func reserve(
        _ weight: Int,
        now: ContinuousClock.Instant
    ) -> Reservation {
        precondition(weight >= 0, "Invariant: a request's weight is not negative")
        expire(now: now)
        if used + weight > limit.weight, used > 0 {
            return .wait(until: roomTime(for: weight))
        }
        if let time = spreadTime(for: weight), time > now { return .wait(until: time) }
        add(weight, now: now)
        inFlight += weight
        mostInFlight = max(mostInFlight, inFlight)
        lastGrant = now
        return .go
    }

    /// Notes the end of a request of this weight, answered or not.
    ///
    /// - Parameters:
    ///   - weight: As it was reserved.
    ///   - reported: The used weight in the server's answer; nil where it reported none.
    ///   - now: When the answer came.
    public mutating func settle(
        _ weight: Int,
        reported: Int?,
        now: ContinuousClock.Instant
    ) {
        inFlight = max(0, inFlight - weight)
        expire(now: now)
        guard let reported, reported >= 0 else { return }
        let counted = used - inFlight
        if reported > counted {
            add(reported - counted, now: now)
        } else if reported + overtakable < used {
            // The server's window began anew.
            entries = []
            used = 0
            add(reported + inFlight, now: now)
        }
    }

    /// How much lower than the count a report may be only because answers overtook each other.
    ///
    /// Too much of it does little harm: the count stays too high until the window has passed.
    private var overtakable: Int { max(2 * mostInFlight, limit.weight / 10) }

    private mutating func add(_ weight: Int, now: ContinuousClock.Instant) {
        used += weight
        if let entry = entries.last, entry.first.duration(to: now) < limit.window / Self.slots {
            // The later time counts for all of the entry, which errs to the safe side.
            entries[entries.count - 1].last = now
            entries[entries.count - 1].weight += weight
        } else {
            entries.append(Entry(first: now, last: now, weight: weight))
        }
    }

    private mutating func expire(now: ContinuousClock.Instant) {
        let live = entries.firstIndex { $0.last + limit.window > now } ?? entries.count
        used -= entries[..<live].reduce(0) { $0 + $1.weight }
        entries.removeFirst(live)
    }

    /// When enough has left the window for `weight`.
    private func roomTime(for weight: Int) -> ContinuousClock.Instant {
        var left = used
        for entry in entries {
            left -= entry.weight
            if left + weight <= limit.weight || left == 0 { return entry.last + limit.window }
        }
        preconditionFailure("Invariant: the entries sum up to the used weight")
    }

    /// When `weight` fits an even spread over the window; nil below the threshold.
    private func spreadTime(for weight: Int) -> ContinuousClock.Instant? {
        let threshold = Double(limit.weight) * limit.slowDownFraction
        guard let lastGrant, used > 0, Double(used + weight) > threshold else { return nil }
        return lastGrant + limit.window * weight / limit.weight
    }
}
