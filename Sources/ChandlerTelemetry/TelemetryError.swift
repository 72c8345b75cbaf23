/// Why metrics or a notification did not arrive.
///
/// The message names what was meant by the variable that holds its address, and never shows more of
/// the address than its host.
public struct TelemetryError: Error, Sendable, CustomStringConvertible {
    /// What happened, for callers that switch on it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A file cannot be written.
        case cannotWrite
        /// An address is none.
        case badAddress
        /// A server was not reached, or did not answer in time.
        case unreachable
        /// A server refused what it was sent.
        case refused
        /// A program could not be started, was stopped, or ended with a failure.
        case programFailed

        /// Whether trying again may help.
        public var isRetryable: Bool { self == .unreachable }
    }

    /// What happened.
    public let code: Code
    /// One sentence for a person.
    public let message: String
    /// The error behind this one.
    public let cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Whether trying again may help.
    public var isRetryable: Bool { code.isRetryable }

    /// The message.
    public var description: String { message }
}
