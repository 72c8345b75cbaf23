public import ChandlerPostgres

/// Why something could not be done with the database over its life.
public struct WarehouseError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it was; callers switch on this, never on text.
    public enum Code: String, Sendable, Hashable {
        /// What was asked contradicts itself or the database.
        case usage
        /// A setting, a program or a role is not as it must be.
        case configuration
        /// The server, or a program that does the work, could not be reached or did not do what it
        /// was told.
        case database
        /// The login may not do this.
        case permissionDenied
        /// A file or folder could not be written.
        case cannotWrite
        /// A file, an archive or a backup is not what it says it is.
        case badData
        /// Something else is at work on the same; it may be over soon.
        case busy
    }

    /// What kind of fault it was.
    public let code: Code
    /// What was being done, what was found, what was kept, and what a person can do.
    public let message: String
    /// The server's fault below, where there was one.
    public let cause: PostgresError?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: PostgresError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Whether the same work may succeed later.
    public var isRetryable: Bool { code == .busy || cause?.isRetryable == true }

    /// The message.
    public var description: String { message }
}
