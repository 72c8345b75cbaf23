public import ChandlerCore

/// Which runs of the ledger are meant; what is `nil` is any.
public struct RunFilter: Sendable, Hashable {
    /// The command, such as `ingest`.
    public var command: String?
    /// The pipeline's name.
    public var pipeline: String?
    /// Which part of the series.
    public var shard: String?
    /// How it stands, lost ones told from those at work.
    public var standing: RunStanding?
    /// Only those that began at this moment or later.
    public var since: Timestamp?
    /// Only those whose report names this ticker, pool or mint.
    public var symbol: String?

    /// Creates a filter.
    public init(
        command: String? = nil,
        pipeline: String? = nil,
        shard: String? = nil,
        standing: RunStanding? = nil,
        since: Timestamp? = nil,
        symbol: String? = nil
    ) {
        self.command = command
        self.pipeline = pipeline
        self.shard = shard
        self.standing = standing
        self.since = since
        self.symbol = symbol
    }
}
