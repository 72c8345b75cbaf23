/// What went wrong between this program and a PostgreSQL server, or while running one.
///
/// The description says what was being done, the server's own words with their SQLSTATE, what the
/// server pointed at, and a hint where a person can act. Every text that goes in is scrubbed: no
/// password of a connection string, URI or SQL statement is in any field.
public struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure, for callers to switch on.
    public let code: Code

    /// What was being done and what was found, in one sentence.
    public let message: String

    /// The server's code, when the server was the one who refused.
    public let sqlState: SQLState?

    /// The fields of the server's report, when there was one.
    public let server: ServerReport?

    /// The start of the SQL statement, cut to 200 characters.
    public let statement: String?

    /// What a person can do, when that is known; the server's hint stands in ``server``.
    public let hint: String?

    /// The error under this one.
    public let cause: (any Error)?

    /// Makes an error whose texts are scrubbed of passwords.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: What was being done and what was found.
    ///   - sqlState: The server's code.
    ///   - server: The server's report.
    ///   - statement: The SQL statement; only its start is kept.
    ///   - hint: What a person can do.
    ///   - cause: The error under this one.
    public init(
        code: Code,
        message: String,
        sqlState: SQLState? = nil,
        server: ServerReport? = nil,
        statement: String? = nil,
        hint: String? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = Redaction.scrub(message)
        self.sqlState = sqlState
        self.server = server
        self.statement = statement.map { Redaction.scrub($0).singleLine(cutTo: 200) }
        self.hint = hint.map(Redaction.scrub)
        self.cause = cause
    }

    /// Whether the same work may succeed when it is simply done again.
    ///
    /// True for a lost or refused connection, a server that is starting or stopping, a lock or
    /// object held by others, a deadlock, a serialization failure and exhausted connections or
    /// memory. Decided by ``code`` alone, which comes from the SQLSTATE.
    public var isRetryable: Bool { code.isRetryable }

    /// Whether the connection that threw this error is gone and a new one is needed.
    public var isConnectionLost: Bool {
        code == .connectionLost || code == .serverShutDown
    }

    /// One line with everything that is known, without any password.
    public var description: String {
        var line = message
        let facts = factList
        if !facts.isEmpty { line += " (\(facts.joined(separator: ", ")))" }
        if let detail = server?.detail { line += "; detail: \(detail)" }
        if let context = server?.context { line += "; where: \(context)" }
        if let hint = hint ?? server?.hint { line += "; hint: \(hint)" }
        if let statement { line += "; statement: \"\(statement)\"" }
        return line
    }

    private var factList: [String] {
        var facts: [String] = []
        if let sqlState { facts.append("SQLSTATE \(sqlState)") }
        if let table = server?.qualifiedTable { facts.append("table \(table)") }
        if let column = server?.column { facts.append("column \(column)") }
        if let constraint = server?.constraint { facts.append("constraint \(constraint)") }
        return facts
    }
}

extension PostgresError: CustomDebugStringConvertible, CustomReflectable {
    /// The code in front of ``description``.
    public var debugDescription: String { "PostgresError.\(code): \(description)" }

    /// A mirror with the description only, so that `dump` shows no more than a print.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
