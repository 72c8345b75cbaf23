/// From where on a doctor complains.
public struct DoctorThresholds: Sendable, Hashable {
    /// Intervals that a series may lag behind the server's clock, beside ``settleSeconds``.
    public var staleIntervals = 3
    /// Seconds that a venue needs until a candle is settled and loaded.
    public var settleSeconds = 900.0
    /// Days for which rejected rows are reported.
    public var rejectDays = 7.0
    /// Seconds until a transaction is long.
    public var longTransactionSeconds = 3_600.0
    /// Seconds until a transaction that does nothing is reported.
    public var idleTransactionSeconds = 600.0
    /// Seconds until a session that waits for a lock is reported.
    public var lockWaitSeconds = 10.0
    /// Seconds until a session that does nothing and keeps a lock of Chandler's is reported.
    public var idleLockSeconds = 3_600.0
    /// Share of the usable connections from which on there is a warning.
    public var connectionRatio = 0.8
    /// Seconds of a round trip to the server.
    public var roundTripSeconds = 0.25
    /// The lowest share of blocks found in memory; lower gives a warning.
    public var cacheHitRatio = 0.9
    /// Blocks that must have been asked for before that share says anything.
    public var cacheBlocks: Int64 = 100_000
    /// Milliseconds from which on a statement counts as slow, on average.
    public var slowStatementMilliseconds = 1_000.0
    /// Share of the disk that should be free; below it there is a warning.
    public var diskFreeRatio = 0.1
    /// Share of the disk below which it counts as full.
    public var diskFullRatio = 0.03
    /// Days until the disk is full, below which there is a warning.
    public var diskDays = 30.0
    /// Days after which a verified backup is too old.
    public var backupDays = 31.0
    /// Seconds after which written WAL must be in the archive.
    public var archiveSeconds = 21_600.0
    /// Bytes of WAL that an unused replication slot may hold back.
    public var slotBytes: Int64 = 1 << 30
    /// Share of dead rows from which on a table is reported.
    public var deadRowRatio = 0.2
    /// Dead rows below which a table is not looked at.
    public var deadRows: Int64 = 10_000
    /// Transactions from which on a wraparound draws near.
    public var wraparoundAge: Int64 = 1_000_000_000
    /// Share of an index that is bloat, by estimate.
    public var indexBloatRatio = 0.5
    /// Bytes below which an index is not reported as bloated or unused.
    public var indexBytes: Int64 = 50 << 20
    /// Share of a sequence's numbers that may be used up.
    public var sequenceRatio = 0.75
    /// Milliseconds that a statement of an examination may take.
    public var statementMilliseconds = 2_000
    /// Milliseconds that an examination waits for a lock.
    public var lockMilliseconds = 300

    /// The usual thresholds.
    public init() {}
}
