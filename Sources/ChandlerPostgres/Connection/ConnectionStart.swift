import CLibpq
import Glibc

/// Opens a connection step by step.
///
/// Not with `PQconnectdb`: only between its first and second step can libpq be told to put the
/// SQLSTATE into its message, and without that "wrong password" and "server is starting" could be
/// told apart by English words alone.
struct ConnectionStart {
    private let configuration: ConnectionConfiguration
    private let applicationName: String

    /// Seconds until a host that does not answer is given up.
    private static let defaultTimeout = 10

    init(_ configuration: ConnectionConfiguration, applicationName: String) {
        self.configuration = configuration
        self.applicationName = applicationName
    }

    func connect() throws(PostgresError) -> OpaquePointer {
        guard let connection = start() else {
            throw PostgresError(
                code: .connectionFailed,
                message: "connect to \(configuration): out of memory"
            )
        }
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        let isInTime = poll(connection)
        guard PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            throw failure(of: connection, isInTime: isInTime)
        }
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
        return connection
    }

    /// Keywords of the configuration, with defaults in front, where later ones win.
    private func start() -> OpaquePointer? {
        var pairs = [("fallback_application_name", applicationName)]
        pairs += configuration.parameters.map { ($0.keyword, $0.value.revealed) }
        pairs.append(("client_encoding", "UTF8"))
        let keywords = pairs.map { strdup($0.0) } + [nil]
        let values = pairs.map { strdup($0.1) } + [nil]
        defer { (keywords + values).forEach { free($0) } }
        return PQconnectStartParams(
            keywords.map { UnsafePointer($0) },
            values.map { UnsafePointer($0) },
            0
        )
    }

    /// Drives the connection until it stands or fails; false when the time ran out.
    private func poll(_ connection: OpaquePointer) -> Bool {
        let deadline = timeout.map { Self.now + Int64($0) * 1000 }
        var wanted = Int16(POLLOUT)
        while PQstatus(connection) != CONNECTION_BAD {
            guard Self.wait(PQsocket(connection), for: wanted, until: deadline) else {
                return false
            }
            switch PQconnectPoll(connection) {
            case PGRES_POLLING_READING: wanted = Int16(POLLIN)
            case PGRES_POLLING_WRITING: wanted = Int16(POLLOUT)
            default: return true
            }
        }
        return true
    }

    /// Seconds to wait; nil for ever, which libpq spells 0.
    private var timeout: Int? {
        let asked = configuration.value(of: "connect_timeout").flatMap { Int($0) }
        let seconds = asked ?? Self.defaultTimeout
        return seconds <= 0 ? nil : max(seconds, 2)
    }

    private static func wait(_ socket: Int32, for events: Int16, until deadline: Int64?) -> Bool {
        while true {
            var entry = pollfd(fd: socket, events: events, revents: 0)
            let left = deadline.map { max($0 - now, 0) } ?? -1
            let ready = Glibc.poll(&entry, 1, Int32(clamping: left))
            if ready > 0 { return true }
            if ready == 0 { return false }
            if errno != EINTR { return true }
        }
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    // MARK: - Failure

    private func failure(of connection: OpaquePointer, isInTime: Bool) -> PostgresError {
        let text = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        let complaint = ConnectionComplaint(text)
        let needsPassword = PQconnectionNeedsPassword(connection) == 1
        let tls = complaint.sqlState == nil ? TLSComplaint(complaint.words) : nil
        var code = complaint.sqlState?.code ?? tls?.code ?? .connectionFailed
        if needsPassword { code = .authenticationFailed }
        var words = isInTime ? complaint.words : "no answer within \(timeout ?? 0) seconds"
        if let password = configuration.value(of: "password"), !password.isEmpty {
            words = words.replacing(password, with: Redaction.mask)
        }
        return PostgresError(
            code: code,
            message: "connect to \(configuration): \(words.singleLine(cutTo: 400))",
            sqlState: complaint.sqlState,
            hint: tls?.hint
                ?? Self.hint(for: code, complaint.sqlState, needsPassword: needsPassword)
        )
    }

    private static func hint(
        for code: PostgresError.Code,
        _ state: SQLState?,
        needsPassword: Bool
    ) -> String? {
        switch code {
        case .authenticationFailed where needsPassword:
            "the server wants a password: put it into the URL, PGPASSWORD or ~/.pgpass"
        // Wrong passwords are 28P01: nobody was asked for one.
        case .authenticationFailed where state?.rawValue == "28000":
            "the server does not let this role in on this way: check the role, and the lines of "
                + "its pg_hba.conf, which may want TLS (sslmode=verify-full)"
        case .authenticationFailed: "check the role and its password"
        case .undefinedDatabase: "make the database first, or name another"
        case .connectionFailed: "check host and port, and that the server runs"
        default: nil
        }
    }
}
