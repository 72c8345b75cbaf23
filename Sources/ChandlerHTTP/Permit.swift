/// The leave to send one request; given back with ``RateLimiter/settle(_:reported:_:)``.
struct Permit: Sendable {
    /// What the venue counts for the request.
    let weight: Int
    /// The number of the request among those to its host.
    let departure: UInt64
    /// How long the request had to wait.
    let waited: Duration
}
