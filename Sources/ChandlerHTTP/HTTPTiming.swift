/// How long the parts of one transfer took, each counted from its start.
public struct HTTPTiming: Sendable, Equatable {
    /// Until the connection was there, TLS included; zero where one was reused.
    public let connect: Duration
    /// Until the first byte of the answer.
    public let firstByte: Duration
    /// Until the last byte of the answer.
    public let total: Duration

    /// Makes a timing; all zero for answers that did not come over a network.
    public init(
        connect: Duration = .zero,
        firstByte: Duration = .zero,
        total: Duration = .zero
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.total = total
    }
}
