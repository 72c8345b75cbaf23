/// What a run or a stage of one moved.
public struct RunTotals: Sendable, Hashable {
    /// Rows that were inserted or updated.
    public var rows = 0
    /// Bytes that were received, or, of a dataset or an archive, written.
    public var bytes: Int64 = 0
    /// Requests that were sent, repetitions included.
    public var requests = 0
    /// Requests that were repeated.
    public var retries = 0

    /// Creates zeros.
    public init(rows: Int = 0, bytes: Int64 = 0, requests: Int = 0, retries: Int = 0) {
        self.rows = rows
        self.bytes = bytes
        self.requests = requests
        self.retries = retries
    }

    /// Adds what another stage moved.
    public static func += (left: inout RunTotals, right: RunTotals) {
        left.rows += right.rows
        left.bytes += right.bytes
        left.requests += right.requests
        left.retries += right.retries
    }
}
