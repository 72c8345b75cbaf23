/// What a runner did, for the report of a run.
public struct HTTPCounters: Sendable, Equatable {
    /// How often a request was sent, repetitions included.
    public internal(set) var requests = 0
    /// How many of ``requests`` repeated an earlier one.
    public internal(set) var retries = 0
    /// How many requests ended without an accepted answer.
    public internal(set) var failures = 0
    /// How often a request moved on to another host.
    public internal(set) var hostChanges = 0
    /// How often a venue said that its limit was passed.
    public internal(set) var rateLimitAnswers = 0
    /// Connections opened.
    public internal(set) var connectionsOpened = 0
    /// Bytes received as sent: headers and compressed bodies.
    public internal(set) var bytesOnWire = 0
    /// Bytes of bodies after decompression.
    public internal(set) var bodyBytes = 0
    /// The sum of the waits of all requests for the rate limit.
    public internal(set) var waitedForLimit: Duration = .zero

    /// Begins with zeros.
    public init() {}

    /// Adds up the work of several runners.
    public static func + (left: HTTPCounters, right: HTTPCounters) -> HTTPCounters {
        var sum = left
        sum.requests += right.requests
        sum.retries += right.retries
        sum.failures += right.failures
        sum.hostChanges += right.hostChanges
        sum.rateLimitAnswers += right.rateLimitAnswers
        sum.connectionsOpened += right.connectionsOpened
        sum.bytesOnWire += right.bytesOnWire
        sum.bodyBytes += right.bodyBytes
        sum.waitedForLimit += right.waitedForLimit
        return sum
    }

    /// Counts an answer.
    mutating func received(_ response: HTTPResponse) {
        connectionsOpened += response.connectionsOpened
        bytesOnWire += response.bytesOnWire
        bodyBytes += response.body.count
    }
}
