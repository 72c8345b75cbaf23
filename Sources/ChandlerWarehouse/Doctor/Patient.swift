import ChandlerCore
import ChandlerPostgres

/// The database that is examined, and what is known of it from the start.
struct Patient {
    let connection: PostgresConnection
    let thresholds: DoctorThresholds
    let surroundings: DoctorSurroundings
    /// Who looks.
    let role: String
    let isSuperuser: Bool
    /// Whether the role sees what other sessions do.
    let seesSessions: Bool
    /// The server's clock.
    let now: Timestamp
    /// Whether the server only follows another one.
    let isInRecovery: Bool

    init(
        _ connection: PostgresConnection,
        _ thresholds: DoctorThresholds,
        _ surroundings: DoctorSurroundings
    ) throws(PostgresError) {
        self.connection = connection
        self.thresholds = thresholds
        self.surroundings = surroundings
        let row = try connection.query(
            """
            SELECT current_user, rolsuper, pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'),
                clock_timestamp(), pg_is_in_recovery()
            FROM pg_roles WHERE rolname = current_user
            """
        ).firstRow()
        role = try row.text(0)
        isSuperuser = try row.bool(1)
        seesSessions = try row.bool(2)
        now = Timestamp(microseconds: try row.timestampMicroseconds(3))
        isInRecovery = try row.bool(4)
    }

    /// Asks one question.
    func rows(
        _ sql: String,
        _ parameters: [PostgresParameter] = []
    ) throws(PostgresError) -> PostgresResult {
        try connection.query(sql, parameters)
    }

    /// Whether a table is there; looked up without any right to it.
    func has(_ table: String) throws(PostgresError) -> Bool {
        let parts = table.split(separator: ".").map(String.init)
        return try rows(
            """
            SELECT EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n
                ON n.oid = c.relnamespace
                WHERE c.relname = $1 AND n.nspname = coalesce($2, current_schema()))
            """,
            [.text(parts.last ?? table), parts.count > 1 ? .text(parts[0]) : .null]
        ).firstRow().bool(0)
    }

    /// The seconds from a moment to the server's clock.
    func age(of moment: Timestamp) -> Double { Double(now - moment) / 1e6 }
}

extension PostgresRow {
    /// A moment, or NULL.
    func time(_ column: PostgresColumn) throws(PostgresError) -> Timestamp? {
        try timestampMicrosecondsIfPresent(column).map { Timestamp(microseconds: $0) }
    }
}

extension PostgresParameter {
    /// A length of time as `$1::float8` of `make_interval(secs => ...)`.
    static func seconds(_ value: Double) -> PostgresParameter { .text("\(value)") }
}

extension String {
    /// A condition on `pg_namespace AS n`: the schemas that Chandler's tables are in.
    static let inOurSchemas = "n.nspname IN (current_schema(), 'cubi')"

    /// A name of `pg_class AS c` in `pg_namespace AS n` as people type it.
    static let relationName = """
        CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END
            || quote_ident(c.relname)
        """
}
