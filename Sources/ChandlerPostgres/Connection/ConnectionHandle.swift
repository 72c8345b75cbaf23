import CLibpq
import Glibc

/// Owns one `PGconn`: every call into libpq on a connection is in this file and its extensions.
final class ConnectionHandle {
    let connection: OpaquePointer
    let notices: NoticeReceiver

    /// Connects, or throws in words without any secret.
    init(_ configuration: ConnectionConfiguration, applicationName: String) throws(PostgresError) {
        let started = ConnectionStart(configuration, applicationName: applicationName)
        connection = try started.connect()
        notices = NoticeReceiver()
        let context = Unmanaged.passUnretained(notices).toOpaque()
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context else { return }
                Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue()
                    .receive(ServerReport(result: result))
            },
            context
        )
    }

    deinit {
        PQfinish(connection)
    }

    var isOpen: Bool { PQstatus(connection) == CONNECTION_OK }
    var backendPID: Int32 { PQbackendPID(connection) }
    var serverVersion: Int { Int(PQserverVersion(connection)) }
    var isInTransaction: Bool {
        switch PQtransactionStatus(connection) {
        case PQTRANS_IDLE, PQTRANS_UNKNOWN: false
        default: true
        }
    }

    // MARK: - Statements

    /// Runs one or more statements and hands back the last answer, refusing failures.
    func run(_ sql: String, doing: String) throws(PostgresError) -> ResultHandle {
        try refuseNUL(in: sql, doing: doing)
        return try checked(PQexec(connection, sql), doing: doing, statement: sql)
    }

    /// Runs one statement with parameters.
    func run(
        _ sql: String,
        _ parameters: [PostgresParameter],
        doing: String
    ) throws(PostgresError) -> ResultHandle {
        try refuseNUL(in: sql, doing: doing)
        let buffer = try ParameterBuffer(parameters)
        let result = buffer.withPointers { types, values, lengths, formats in
            PQexecParams(
                connection,
                sql,
                Int32(parameters.count),
                types,
                values,
                lengths,
                formats,
                0
            )
        }
        return try checked(result, doing: doing, statement: sql)
    }

    private func refuseNUL(in sql: String, doing: String) throws(PostgresError) {
        guard sql.utf8.contains(0) else { return }
        throw PostgresError(
            code: .invalidArgument,
            message: "\(doing): the SQL text has a NUL character in it",
            statement: sql.split(separator: "\0").first.map(String.init)
        )
    }

    // MARK: - Errors

    func checked(
        _ result: OpaquePointer?,
        doing: String,
        statement: String?
    ) throws(PostgresError) -> ResultHandle {
        guard let result else { throw failure(nil, doing: doing, statement: statement) }
        let handle = ResultHandle(result)
        guard handle.kind != .failed else {
            throw failure(handle, doing: doing, statement: statement)
        }
        return handle
    }

    /// The error for a failed answer, or for the connection's own state when there is no answer.
    func failure(_ result: ResultHandle?, doing: String, statement: String?) -> PostgresError {
        let report = result?.report
        let state = result?.sqlState
        let own = result.map(\.errorMessage) ?? ""
        let words = report?.message ?? (own.isEmpty ? errorMessage : own)
        // A failed send leaves libpq's status as it was; only reading shows that nobody is there.
        let isOpen = isOpen && (state != nil || PQconsumeInput(connection) == 1 && isOpen)
        let fallback: PostgresError.Code = isOpen ? .protocolViolation : .connectionLost
        return PostgresError(
            code: state.map(\.code) ?? fallback,
            message: "\(doing): \(words.singleLine(cutTo: 400))",
            sqlState: state,
            server: report,
            statement: statement,
            hint: isOpen ? nil : "the connection is gone; what was not committed is rolled back"
        )
    }

    var errorMessage: String {
        PQerrorMessage(connection).map { String(cString: $0) } ?? "out of memory"
    }
}

/// Passes notices on to whoever asked for them.
final class NoticeReceiver {
    /// Nil swallows them.
    var handler: ((ServerReport) -> Void)?

    func receive(_ report: ServerReport?) {
        guard let report, let handler else { return }
        handler(report)
    }
}
