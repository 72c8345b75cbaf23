import Synchronization

/// Counts what one piece of work asks of venues, such as one series among many.
///
/// Runners count for everybody who shares them. Work that runs inside
/// `RequestTally.$current.withValue(tally)` is counted by the tally as well, in the same places and
/// units, whichever runners it uses. Child tasks and `Task {}` keep the tally; `Task.detached` does
/// not. Of tallies inside one another, only the innermost counts.
///
/// What several pieces of work wait for together is counted by the one that asked first.
public final class RequestTally: Sendable {
    /// The tally of the work that the current task belongs to; `nil` where nobody counts.
    @TaskLocal public static var current: RequestTally?

    private let content = Mutex(HTTPCounters())

    /// Begins with zeros.
    public init() {}

    /// What was counted so far; fetches that were cancelled may still add to it.
    public var counters: HTTPCounters { content.withLock { $0 } }

    /// Counts something.
    func count(_ change: (inout HTTPCounters) -> Void) {
        content.withLock { change(&$0) }
    }
}
