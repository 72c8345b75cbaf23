/// Why the fixture server could not do what it was told.
public struct FixtureExchangeError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it was; callers switch on this, never on text.
    public enum Code: String, Sendable, Hashable {
        /// A candle file could not be found or opened.
        case unreadableFile
        /// A candle file is not what the format says.
        case badCandleFile
        /// Two files hold the same series, or a name is no series.
        case badFileName
        /// A fault switch could not be understood.
        case badFault
        /// The address could not be listened on.
        case cannotListen
        /// A file could not be written.
        case cannotWrite
    }

    /// What kind of fault it was.
    public let code: Code
    /// What was being done, what was found, and what a person can do.
    public let message: String
    /// The fault below, where there was one.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Always false: none of these goes away by itself.
    public var isRetryable: Bool { false }

    /// The message.
    public var description: String { message }
}

/// A value for an error message: quoted, and cut so that a broken file cannot flood a terminal.
func quoted(_ text: some StringProtocol) -> String {
    text.count > 80 ? "\"\(text.prefix(80))...\"" : "\"\(text)\""
}
