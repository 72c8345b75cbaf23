/// The limits after which a transfer is given up.
public struct HTTPTimeouts: Sendable, Equatable {
    /// For the connection, name look-up and TLS included; millisecond resolution.
    public let connect: Duration
    /// For the whole transfer, from its start on a connection; millisecond resolution.
    public let total: Duration
    /// Bytes a second: a transfer slower than this for ``lowSpeedPeriod`` has stalled.
    public let lowSpeed: Int
    /// How long a transfer may stay below ``lowSpeed``, in whole seconds, at least 1.
    public let lowSpeedPeriod: Duration

    /// Makes limits; the defaults suit pages of a few hundred kilobytes.
    public init(
        connect: Duration = .seconds(10),
        total: Duration = .seconds(60),
        lowSpeed: Int = 100,
        lowSpeedPeriod: Duration = .seconds(15)
    ) {
        self.connect = connect
        self.total = total
        self.lowSpeed = lowSpeed
        self.lowSpeedPeriod = lowSpeedPeriod
    }
}
