/// An error of a venue that serves candle files.
protocol FileFailure: Error, Sendable {
    /// A candle file that cannot be read: the server's own fault, told in its own words.
    static func unreadable(_ error: FixtureExchangeError) -> Self
}

extension FileFailure {
    /// What is read of candle files, or the venue's error where it cannot be.
    static func reading<Value>(
        _ value: @autoclosure () throws(FixtureExchangeError) -> Value
    ) throws(Self) -> Value {
        do throws(FixtureExchangeError) {
            return try value()
        } catch {
            throw .unreadable(error)
        }
    }
}
