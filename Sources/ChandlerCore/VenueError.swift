/// Why a venue could not be read, in the same few codes for every venue.
public struct VenueError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it was; callers switch on this, never on text.
    public enum Code: String, Sendable, Hashable {
        /// The venue has no such ticker.
        case unknownSymbol
        /// The venue has no candles of that length.
        case unknownInterval
        /// The venue refused the request for another permanent reason.
        case refused
        /// The venue wants a key, or does not accept the one that was sent.
        case keyRefused
        /// The venue's limits do not allow more requests for now.
        case rateLimited
        /// No host of the venue could be reached or gave an answer.
        case unreachable
        /// The server's certificate could not be trusted.
        case untrustedCertificate
        /// The answer was not what the venue documents.
        case badAnswer
        /// The run was stopped.
        case cancelled
    }

    /// What kind of fault it was.
    public let code: Code
    /// What was being done, what was found, and what a person can do.
    public let message: String
    /// The fault below, where there was one.
    public let cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Whether the same request may succeed later.
    public var isRetryable: Bool { code == .rateLimited || code == .unreachable }

    /// The message.
    public var description: String { message }
}
