/// What is wrong with a cron expression.
public struct CronError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found and what was expected.
    public let message: String
    /// Where in the text the fault begins, counted in characters from 0.
    public let offset: Int

    /// Creates an error.
    public init(_ message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }

    /// The message.
    public var description: String { message }
}
