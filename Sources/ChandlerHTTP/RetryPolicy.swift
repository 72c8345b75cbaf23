/// How often and how patiently a request is repeated.
public struct RetryPolicy: Sendable, Equatable {
    /// How often a request is sent at most, whatever goes wrong.
    public let maximumAttempts: Int
    /// How many attempts may end without a connection before the host counts as unreachable.
    public let connectAttempts: Int
    /// How many answers may have an unreadable body.
    public let unreadableAttempts: Int
    /// The upper bound of the first pause; it doubles with each further one.
    public let firstPause: Duration
    /// The upper bound of every pause that the server did not ask for.
    public let longestPause: Duration
    /// The first pause after a 429 that names none; it doubles while the host goes on so.
    public let rateLimitPause: Duration
    /// The first pause after a ban that names none; it doubles in the same way.
    public let banPause: Duration
    /// How long a request may take, pauses included, from its first attempt.
    public let patience: Duration

    /// Makes a policy; the defaults ride out a few minutes of trouble.
    public init(
        maximumAttempts: Int = 8,
        connectAttempts: Int = 4,
        unreadableAttempts: Int = 3,
        firstPause: Duration = .milliseconds(500),
        longestPause: Duration = .seconds(30),
        rateLimitPause: Duration = .seconds(10),
        banPause: Duration = .seconds(120),
        patience: Duration = .seconds(300)
    ) {
        self.maximumAttempts = maximumAttempts
        self.connectAttempts = connectAttempts
        self.unreadableAttempts = unreadableAttempts
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.rateLimitPause = rateLimitPause
        self.banPause = banPause
        self.patience = patience
    }
}
