public import ChandlerPostgres

/// Why the store could not do what was asked.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it was; callers switch on this, never on text.
    public enum Code: String, Sendable, Hashable {
        /// The server could not be reached, refused the login, or went away.
        case databaseUnavailable
        /// The login may not do this.
        case permissionDenied
        /// The database was made by a newer version of the program.
        case databaseNewer
        /// A migration that was applied is not the one this program knows.
        case migrationChanged
        /// A migration failed; its transaction was rolled back.
        case migrationFailed
        /// There is no such step to migrate or roll back to.
        case unknownVersion
        /// Another run holds the series or the schema.
        case locked
        /// The stored indicators belong to another indicator set.
        case indicatorsDiffer
        /// The server's disk is full.
        case diskFull
        /// The server rejected rows or a statement.
        case rejected
        /// What is stored contradicts itself.
        case inconsistent
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

    /// Wraps a server's fault with what was being done.
    public init(doing action: String, _ error: PostgresError) {
        self.init(Code(error.code), "\(action): \(error)", cause: error)
    }

    /// Whether the same work may succeed later.
    public var isRetryable: Bool { code == .locked || cause?.isRetryable == true }

    /// The message.
    public var description: String { message }
}
