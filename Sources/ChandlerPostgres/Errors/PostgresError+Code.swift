extension PostgresError {
    /// The kinds of failure that callers tell apart.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No connection could be made: no server there, a name that does not resolve, time-out.
        case connectionFailed
        /// The server did not accept the user, password or certificate.
        case authenticationFailed
        /// A connection that worked is gone.
        case connectionLost
        /// The server ended the connection: shut down, crashed or told to by an administrator.
        case serverShutDown
        /// The server is starting, recovering or stopping, and takes no connections yet.
        case serverNotReady
        /// The server has no connection slot left.
        case tooManyConnections
        /// The server's disk is full.
        case diskFull
        /// The server ran out of memory.
        case outOfMemory
        /// Another of the server's limits was met.
        case outOfResources
        /// The role may not do that.
        case insufficientPrivilege
        /// A key exists already.
        case uniqueViolation
        /// A check constraint or partition bound refused the row.
        case checkViolation
        /// A referenced row is missing or still referenced.
        case foreignKeyViolation
        /// A column that needs a value was left empty.
        case notNullViolation
        /// An exclusion constraint refused the row.
        case exclusionViolation
        /// A number does not fit its column.
        case numericOutOfRange
        /// A time does not fit its column.
        case datetimeOutOfRange
        /// A value is not of the shape that its type wants.
        case invalidData
        /// A lock is held by another session.
        case lockNotAvailable
        /// The object is in use by another session.
        case objectInUse
        /// Two sessions waited for each other and this one was chosen to give up.
        case deadlockDetected
        /// A concurrent transaction got in between.
        case serializationFailure
        /// A table, column, function, type or schema does not exist.
        case undefinedObject
        /// An object of that name exists already.
        case duplicateObject
        /// The database does not exist.
        case undefinedDatabase
        /// The server or transaction takes no writes.
        case readOnly
        /// An earlier statement failed, so the transaction was rolled back.
        case transactionAborted
        /// The statement was cancelled, by request or by its time limit.
        case queryCanceled
        /// The server did not understand the statement.
        case syntaxError
        /// The server's operating system refused something.
        case serverSystemError
        /// The server found itself in an impossible state: data corruption or a bug.
        case serverInternalError
        /// Client and server did not agree on the protocol.
        case protocolViolation
        /// A value from the server could not be read as the type that was asked for.
        case decoding
        /// A row of a COPY held more or fewer fields than it had announced.
        case fieldCountMismatch
        /// An argument that PostgreSQL could never take: a NUL character, too long a name.
        case invalidArgument
        /// A connection string or an environment variable makes no sense.
        case invalidConfiguration
        /// No PostgreSQL server programs are installed.
        case serverProgramsMissing
        /// The data folder belongs to another major version than the installed programs.
        case majorVersionMismatch
        /// A folder cannot be made, entered or written.
        case folderNotUsable
        /// The embedded server did not start or stop.
        case serverControlFailed
        /// Anything else; see the SQLSTATE.
        case other

        /// Whether the same work may succeed when it is simply done again.
        public var isRetryable: Bool {
            switch self {
            case .connectionFailed, .connectionLost, .serverShutDown, .serverNotReady,
                .tooManyConnections, .outOfMemory, .outOfResources, .lockNotAvailable,
                .objectInUse, .deadlockDetected, .serializationFailure:
                true
            default:
                false
            }
        }
    }
}
