public import ChandlerCore
public import ChandlerStore

/// What a run did about tokens.
public struct TokenReport: Sendable {
    /// Addresses that were asked for, each once; of a search, what was found.
    public var asked = 0
    /// Tokens that some source knew.
    public var found = 0
    /// Addresses that were asked for and that no source knew.
    public var notFound: [String] = []
    /// Snapshots that were not stored before.
    public var inserted = 0
    /// Snapshots that were stored already.
    public var unchanged = 0
    /// What was sent and not stored; it is in `ingest_rejects`.
    public var rejected = 0
    /// The first of it, for the person at the keyboard.
    public var firstReject: RejectedRow?
    /// Snapshots in which the sources contradict each other.
    public var doubtful = 0
    /// How many tokens each source filled a missing field of, by the source's name.
    public var enriched: [String: Int] = [:]
    /// Why a source that was to fill fields could not be asked, by the source's name.
    public var failures: [String: String] = [:]
    /// What was asked of all sources.
    public var counters = RequestCounters()
    /// The rows as they were merged, before what does not fit its column was left out.
    public var rows: [TokenRow] = []

    /// Creates an empty report.
    public init() {}
}
