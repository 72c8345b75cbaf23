import ChandlerPostgres

/// What an erasure looks at before it begins: rights, spellings, and what the server writes down.
struct ErasureGround {
    let connection: PostgresConnection
    let subject: ErasureSubject

    /// Takes the owner's rights where the login may have them and has not, and makes sure that all
    /// tables are the owner's.
    ///
    /// - Throws: ``WarehouseError``: `permissionDenied` for everybody but owner and superusers,
    ///   `configuration` where a table is missing.
    func checkOwner() throws {
        let isSuperuser = try connection.query(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).firstRow().bool(0)
        if !isSuperuser { try connection.becomeOwner(to: "forget") }
        for table in ErasedTable.all {
            let row = try connection.query(
                """
                SELECT pg_has_role(current_user, relowner, 'USAGE'), pg_get_userbyid(relowner),
                    current_user
                FROM pg_class WHERE oid = to_regclass($1)
                """,
                [.text(table.name)]
            ).first
            guard let row else {
                throw WarehouseError(
                    .configuration,
                    "forget: the database has no table \(table.name); nothing was changed; "
                        + "\"chandler db migrate\" makes it"
                )
            }
            guard try row.bool(0) else {
                throw WarehouseError(
                    .permissionDenied,
                    "forget: \(table.name) belongs to \"\(try row.text(1))\", and the login "
                        + "\"\(try row.text(2))\" is no member of it; nothing was changed; log in "
                        + "as the owner of the tables or as a superuser"
                )
            }
        }
    }

    /// Every spelling under which texts may name it: the names, the venues' own spellings of a
    /// symbol, the pools of a token.
    func search() throws(PostgresError) -> WordSearch {
        let names = [PostgresParameter.text(subject.parameter)]
        var words = subject.spellings
        switch subject.kind {
        case .symbol:
            words += try connection.query(
                """
                SELECT DISTINCT venue_symbol FROM instruments AS i
                WHERE symbol = ANY (string_to_array($1::text, chr(31))) AND NOT EXISTS (
                    SELECT FROM instruments AS o
                    WHERE o.symbol <> ALL (string_to_array($1::text, chr(31)))
                        AND i.venue_symbol IN (o.symbol, o.venue_symbol))
                """,
                names
            ).map { row throws(PostgresError) in try row.text(0) }
        case .mint:
            let network = subject.network.map { PostgresParameter.text($0) } ?? .null
            words += try connection.query(
                """
                SELECT pool FROM cubi.token_series
                WHERE mint = ANY (string_to_array($1::text, chr(31)))
                    AND ($2::text IS NULL OR network = $2)
                UNION SELECT pool FROM cubi.token_candles
                WHERE mint = ANY (string_to_array($1::text, chr(31)))
                    AND ($2::text IS NULL OR network = $2)
                """,
                names + [network]
            ).map { row throws(PostgresError) in try row.text(0) }
        }
        // A venue's word that is as common as a digit finds everything.
        return WordSearch(words.filter { $0.utf8.count > 1 } + subject.names)
    }

    /// Keeps the names out of the server's log as far as the login may.
    ///
    /// - Returns: A warning where the server writes parameters down all the same.
    func keepOutOfServerLog() throws(PostgresError) -> [String] {
        try connection.execute("SET log_parameter_max_length_on_error = 0")
        let row = try connection.query(
            """
            SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
                current_setting('log_statement'),
                current_setting('log_min_duration_statement'),
                coalesce(current_setting('pgaudit.log_parameter', true), 'off'),
                current_setting('log_min_duration_sample')
            """
        ).firstRow()
        let isSuperuser = try row.bool(0)
        if isSuperuser { try connection.execute("SET log_parameter_max_length = 0") }
        var settings: [String] = []
        if !isSuperuser {
            let statements = try row.text(1)
            if ["all", "mod"].contains(statements) {
                settings.append("log_statement = \(statements)")
            }
            for (column, name) in [
                (2, "log_min_duration_statement"), (4, "log_min_duration_sample"),
            ] {
                let length = try row.text(.index(column))
                if length != "-1" { settings.append("\(name) = \(length)") }
            }
        }
        if try row.text(3) == "on" { settings.append("pgaudit.log_parameter = on") }
        guard !settings.isEmpty else { return [] }
        return [
            "the server writes parameters of statements into its log "
                + "(\(settings.joined(separator: ", "))): that log names what was forgotten, this "
                + "run's statements included; remove its files by hand"
        ]
    }
}
