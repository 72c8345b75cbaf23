extension Migration {
    /// Triggers that write down who changed what in the tables of money and decisions.
    ///
    /// Decisions that the statements show:
    /// - Audited are the tables in which a wrong or forged row costs money: strategies, orders,
    ///   positions, trades, portfolio, trade_history, open_positions and bot_settings. Not candles,
    ///   tokens and signals: they come by the million, can be fetched or computed anew, and the
    ///   ledger says where they came from. Not reports, which follow from the others.
    /// - Triggers fire once a statement and write all its rows with one INSERT ... SELECT of the
    ///   transition tables, since a trigger for each row would run 100,000 statements for a COPY
    ///   of 100,000 orders. A transition table belongs to one event, hence three triggers a table.
    /// - `who` is the login, with ` as ROLE` where it took on another one. Inside a function that
    ///   runs as its owner `current_user` says nothing; the setting `role` does.
    /// - `table` has the schema in front. `key` is the primary key, its parts with a space between.
    ///   All rows of one statement share one `when`.
    /// - An UPDATE pairs its rows by key; a row whose key changed is written as one that went and
    ///   one that came. FULL JOIN, because it is never planned as a loop in a loop.
    /// - An UPDATE that changes nothing is not written, nor one that only moves `updated_at`, which
    ///   says less than `when` does, or what follows from prices (`current_price`,
    ///   `unrealized_pnl`, `last_update`): a refresh every few minutes would bury what people did.
    ///   Where anything else changed, `before` and `after` are the whole row.
    /// - TRUNCATE writes every row it removes, so that it is no way around the log.
    /// - The function runs as its owner: nobody else needs a privilege on `audit_log` to change an
    ///   audited table, so nobody else can forge an entry. Its search path is fixed, and only its
    ///   owner may put it on a table: a trigger on somebody's own table could otherwise write as
    ///   the owner. Time zone and digits are fixed too, so that sessions differ in nothing.
    /// - The triggers do not fire in replicating sessions: there the log is replicated itself.
    static let auditTrail = Migration(
        version: 9,
        name: "audit_trail",
        up: auditTrailFunction + "\n\n" + auditTrailTriggers,
        down: "DROP FUNCTION audit_log_write() CASCADE;"
    )

    /// The schema is written into the function once: `%1$I` is where the tables are made.
    private static let auditTrailFunction = """
        DO $do$ BEGIN EXECUTE format($create$
        CREATE FUNCTION audit_log_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET extra_float_digits = 1
        AS $$
        DECLARE
            acting text := current_setting('role');
            author text := session_user || CASE WHEN acting IN ('none', session_user) THEN ''
                ELSE ' as ' || acting END;
            moment timestamptz := clock_timestamp();
            place text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
            ignored text[] := TG_ARGV[0];
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO %1$I.audit_log (who, "when", action, "table", key, after)
                SELECT author, moment, TG_OP, place, concat_ws(' ', image ->> TG_ARGV[1],
                    image ->> TG_ARGV[2], image ->> TG_ARGV[3]), image
                FROM (SELECT to_jsonb(r) AS image FROM new_rows AS r OFFSET 0) AS n;
            ELSIF TG_OP = 'DELETE' THEN
                INSERT INTO %1$I.audit_log (who, "when", action, "table", key, before)
                SELECT author, moment, TG_OP, place, concat_ws(' ', image ->> TG_ARGV[1],
                    image ->> TG_ARGV[2], image ->> TG_ARGV[3]), image
                FROM (SELECT to_jsonb(r) AS image FROM old_rows AS r OFFSET 0) AS o;
            ELSIF TG_OP = 'UPDATE' THEN
                INSERT INTO %1$I.audit_log (who, "when", action, "table", key, before, after)
                SELECT author, moment, TG_OP, place, coalesce(n.key, o.key), o.image, n.image
                FROM (SELECT image, concat_ws(' ', image ->> TG_ARGV[1], image ->> TG_ARGV[2],
                        image ->> TG_ARGV[3]) AS key
                    FROM (SELECT to_jsonb(r) AS image FROM old_rows AS r OFFSET 0) AS r) AS o
                FULL JOIN (SELECT image, concat_ws(' ', image ->> TG_ARGV[1],
                        image ->> TG_ARGV[2], image ->> TG_ARGV[3]) AS key
                    FROM (SELECT to_jsonb(r) AS image FROM new_rows AS r OFFSET 0) AS r) AS n
                    ON n.key = o.key
                WHERE o.image - ignored IS DISTINCT FROM n.image - ignored;
            ELSE
                EXECUTE format(
                    'INSERT INTO %1$I.audit_log (who, "when", action, "table", key, before) '
                        'SELECT $1, $2, $3, $4, concat_ws('' '', image ->> $5, image ->> $6, '
                        'image ->> $7), image FROM (SELECT to_jsonb(r) AS image '
                        'FROM %%I.%%I AS r OFFSET 0) AS o',
                    TG_TABLE_SCHEMA, TG_TABLE_NAME
                ) USING author, moment, TG_OP, place, TG_ARGV[1], TG_ARGV[2], TG_ARGV[3];
            END IF;
            RETURN NULL;
        END
        $$ $create$, current_schema()); END $do$;
        REVOKE EXECUTE ON FUNCTION audit_log_write() FROM PUBLIC;
        COMMENT ON FUNCTION audit_log_write() IS
            'Arguments: columns whose change alone is no change, then the columns of the key';
        COMMENT ON COLUMN audit_log.who IS
            'The login, followed by " as ROLE" where it acted as another role';
        COMMENT ON COLUMN audit_log."table" IS 'With its schema in front';
        """

    /// Table, columns whose change alone is not written, columns of the primary key.
    private static let audited: [(table: String, ignored: String, key: [String])] = [
        ("strategies", "updated_at", ["id"]),
        ("orders", "updated_at", ["id"]),
        ("positions", "updated_at,current_price,unrealized_pnl", ["id"]),
        ("trades", "", ["id"]),
        ("portfolio", "", ["strategy_id", "asset", "as_of"]),
        ("trade_history", "", ["id"]),
        ("open_positions", "current_price,unrealized_pnl,last_update", ["id"]),
        ("bot_settings", "updated_at", ["id"]),
    ]

    private static let auditTrailTriggers = audited.map { table, ignored, key in
        let arguments = (["{\(ignored)}"] + key).map { "'\($0)'" }.joined(separator: ", ")
        let call = "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_write(\(arguments))"
        return """
            CREATE TRIGGER audit_insert AFTER INSERT ON \(table)
                REFERENCING NEW TABLE AS new_rows \(call);
            CREATE TRIGGER audit_update AFTER UPDATE ON \(table)
                REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows \(call);
            CREATE TRIGGER audit_delete AFTER DELETE ON \(table)
                REFERENCING OLD TABLE AS old_rows \(call);
            CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON \(table) \(call);
            """
    }.joined(separator: "\n\n")
}
