extension Migration {
    /// What a role that owns nothing may have done in the owner's name: months and refreshes.
    ///
    /// Decisions that the statements show:
    /// - The functions run as their owner (SECURITY DEFINER), take only the names and months they
    ///   know, look up nothing in `pg_temp` before the catalog and Chandler's schema, and are for
    ///   nobody until `db roles apply` says for whom.
    /// - Months are of 1970 to ten years from now: nobody can fill the catalog with others.
    /// - None has an EXCEPTION block: that would be a subtransaction, and COPY FREEZE asks for a
    ///   table of its own one. So a role that may only INSERT fills a new month with FREEZE.
    /// - A month has its parent's privileges from the beginning, not those of newer tables.
    /// - Only what `make_month` made can be attached: its CHECK says so, and only the owner could
    ///   have made it.
    /// - The schema is not called `chandler`: "$user" in the search path of a login of that name
    ///   would make it the place of new tables.
    static let monthMaking = Migration(
        version: 8,
        name: "month_making",
        up: [
            "CREATE SCHEMA chandler_upkeep;", monthNames, monthPrivileges, monthSteps,
            monthsAhead, viewRefresh, monthMakingRights,
        ].joined(separator: "\n\n"),
        down: "DROP SCHEMA chandler_upkeep CASCADE;"
    )

    private static let monthNames = """
        CREATE FUNCTION chandler_upkeep.month_table(parent text, month date) RETURNS text
        LANGUAGE plpgsql STABLE AS $$
        BEGIN
            IF month IS NULL OR date_part('day', month) <> 1
                OR month NOT BETWEEN '0001-01-01' AND '9999-12-01'
            THEN
                RAISE EXCEPTION 'a month is named by its first day, years 1 to 9999; was %',
                    coalesce(month::text, 'NULL') USING ERRCODE = 'invalid_parameter_value';
            END IF;
            CASE parent
            WHEN 'market_data' THEN
                RETURN 'market_data_' || to_char(month, '"y"YYYY"m"MM');
            WHEN 'cubi.trade_data' THEN
                RETURN 'cubi.trade_data_' || to_char(month, 'YYYY_MM');
            ELSE
                RAISE EXCEPTION 'only market_data and cubi.trade_data have months; was %',
                    coalesce(quote_literal(left(parent, 80)), 'NULL')
                    USING ERRCODE = 'invalid_parameter_value';
            END CASE;
        END
        $$;

        CREATE FUNCTION chandler_upkeep.month_column(parent text) RETURNS text
        LANGUAGE sql IMMUTABLE AS $$
            SELECT CASE parent WHEN 'market_data' THEN 'timestamp' ELSE 'entry_time' END
        $$;

        CREATE FUNCTION chandler_upkeep.month_bounds(month date, OUT first text, OUT beyond text)
        LANGUAGE sql STABLE AS $$
            SELECT to_char(month, 'YYYY-MM-DD"T"00:00:00"Z"'),
                to_char(month + interval '1 month', 'YYYY-MM-DD"T"00:00:00"Z"')
        $$;

        CREATE FUNCTION chandler_upkeep.lock_month(parent text, month date) RETURNS void
        LANGUAGE sql AS $$
            SELECT pg_advisory_xact_lock(
                hashtext(CASE parent WHEN 'market_data' THEN 'chandler month'
                    ELSE 'chandler month of ' || parent END),
                (date_part('year', month) * 12 + date_part('month', month))::integer)
        $$;

        -- Reads the catalog anew, past what this session remembers from before it waited.
        CREATE FUNCTION chandler_upkeep.find_month(parent text, name text) RETURNS oid
        LANGUAGE sql AS $$
            SELECT oid FROM pg_class
            WHERE relname = substring(name FROM '[^.]*$') AND relnamespace =
                (SELECT relnamespace FROM pg_class WHERE oid = parent::regclass)
        $$;
        """

    private static let monthPrivileges = """
        CREATE FUNCTION chandler_upkeep.copy_privileges(parent text, name text) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
            statement text;
        BEGIN
            FOR statement IN
                SELECT format('REVOKE ALL ON %s FROM %s', name, g.grantee)
                FROM (
                    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC'
                        ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee
                    FROM pg_class AS c, aclexplode(c.relacl) AS a
                    WHERE c.oid = name::regclass AND a.grantee <> c.relowner
                ) AS g
            LOOP
                EXECUTE statement;
            END LOOP;
            FOR statement IN
                SELECT format('GRANT %s ON %s TO %s', g.privileges, name, g.grantee)
                FROM (
                    SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC'
                            ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee,
                        string_agg(DISTINCT a.privilege_type, ', ') AS privileges
                    FROM pg_class AS c, aclexplode(c.relacl) AS a
                    WHERE c.oid = parent::regclass AND a.grantee <> c.relowner GROUP BY 1
                ) AS g
            LOOP
                EXECUTE statement;
            END LOOP;
        END
        $$;
        """

    private static let monthSteps = """
        CREATE FUNCTION chandler_upkeep.make_month(parent text, month date) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE
            name text := chandler_upkeep.month_table(parent, month);
            bounds record := chandler_upkeep.month_bounds(month);
        BEGIN
            PERFORM chandler_upkeep.lock_month(parent, month);
            IF chandler_upkeep.find_month(parent, name) IS NOT NULL THEN
                RETURN false;
            END IF;
            EXECUTE format(
                'CREATE TABLE %1$s (
                    LIKE %2$s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED,
                    CONSTRAINT chandler_month_range CHECK (%3$I >= %4$L AND %3$I < %5$L))',
                name, parent, chandler_upkeep.month_column(parent), bounds.first, bounds.beyond);
            PERFORM chandler_upkeep.copy_privileges(parent, name);
            RETURN true;
        END
        $$;
        COMMENT ON FUNCTION chandler_upkeep.make_month IS
            'Makes a month as a table of its own, to be filled, indexed and attached in the same '
            'transaction; false: it is there';

        CREATE FUNCTION chandler_upkeep.check_unattached(parent text, name text) RETURNS void
        LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM FROM pg_class AS c
                JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'c'
            WHERE c.oid = chandler_upkeep.find_month(parent, name) AND NOT c.relispartition
                AND k.conname = 'chandler_month_range'
                AND c.relowner = (SELECT relowner FROM pg_class WHERE oid = parent::regclass);
            IF NOT FOUND THEN
                RAISE EXCEPTION '% was not made by make_month, or is attached', name
                    USING ERRCODE = 'object_not_in_prerequisite_state';
            END IF;
        END
        $$;

        CREATE FUNCTION chandler_upkeep.index_month(parent text, month date) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE
            name text := chandler_upkeep.month_table(parent, month);
            statement text;
        BEGIN
            PERFORM chandler_upkeep.check_unattached(parent, name);
            FOR statement IN
                SELECT format('ALTER TABLE %s ADD %s', name, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE conrelid = parent::regclass AND contype = 'p'
            LOOP
                EXECUTE statement;
            END LOOP;
            FOR statement IN
                SELECT format('CREATE %sINDEX ON %s%s',
                    CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, name,
                    substring(pg_get_indexdef(i.indexrelid) FROM ' USING .*$'))
                FROM pg_index AS i
                WHERE i.indrelid = parent::regclass AND NOT EXISTS (
                    SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid)
            LOOP
                EXECUTE statement;
            END LOOP;
        END
        $$;
        COMMENT ON FUNCTION chandler_upkeep.index_month IS
            'Makes the indexes of a month that is not attached yet: those of its parent';

        CREATE FUNCTION chandler_upkeep.attach_month(parent text, month date) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE
            name text := chandler_upkeep.month_table(parent, month);
            bounds record := chandler_upkeep.month_bounds(month);
        BEGIN
            PERFORM chandler_upkeep.check_unattached(parent, name);
            EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                parent, name, bounds.first, bounds.beyond);
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT chandler_month_range', name);
        END
        $$;
        COMMENT ON FUNCTION chandler_upkeep.attach_month IS
            'Makes a month that make_month made part of its parent';
        """

    private static let monthsAhead = """
        CREATE FUNCTION chandler_upkeep.ensure_month(parent text, month date) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE
            name text := chandler_upkeep.month_table(parent, month);
            bounds record := chandler_upkeep.month_bounds(month);
        BEGIN
            PERFORM chandler_upkeep.lock_month(parent, month);
            PERFORM FROM pg_inherits
            WHERE inhrelid = chandler_upkeep.find_month(parent, name)
                AND inhparent = parent::regclass;
            IF FOUND THEN
                RETURN false;
            END IF;
            -- An empty month far away would only be taken for the end of a hole.
            IF month NOT BETWEEN '1970-01-01' AND current_date + interval '10 years' THEN
                RAISE EXCEPTION 'empty months are made from 1970 to ten years from now; was %',
                    month USING ERRCODE = 'invalid_parameter_value';
            END IF;
            EXECUTE format(
                'CREATE TABLE %s (
                    LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)',
                name, parent);
            PERFORM chandler_upkeep.copy_privileges(parent, name);
            EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                parent, name, bounds.first, bounds.beyond);
            RETURN true;
        END
        $$;
        COMMENT ON FUNCTION chandler_upkeep.ensure_month IS
            'Makes an empty month as part of its parent; false: it is there';
        """

    private static let viewRefresh = """
        CREATE FUNCTION chandler_upkeep.refresh_view(name text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            CASE name
            WHEN 'trades_by_symbol_day' THEN
                REFRESH MATERIALIZED VIEW CONCURRENTLY trades_by_symbol_day;
            WHEN 'cubi.daily_stats' THEN
                REFRESH MATERIALIZED VIEW CONCURRENTLY cubi.daily_stats;
            ELSE
                RAISE EXCEPTION 'only trades_by_symbol_day and cubi.daily_stats are refreshed; '
                    'was %', coalesce(quote_literal(left(name, 80)), 'NULL')
                    USING ERRCODE = 'invalid_parameter_value';
            END CASE;
        END
        $$;
        COMMENT ON FUNCTION chandler_upkeep.refresh_view IS
            'Computes a materialized view of Chandler anew';
        """

    /// The tables are in the schema that was the first of the search path when they were made.
    private static let monthMakingRights = """
        DO $do$
        DECLARE
            function regprocedure;
            place text := (SELECT n.nspname FROM pg_class AS c
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE c.oid = 'market_data'::regclass);
        BEGIN
            FOR function IN SELECT oid FROM pg_proc
                WHERE pronamespace = 'chandler_upkeep'::regnamespace
            LOOP
                EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', function, place);
                EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function);
            END LOOP;
        END
        $do$;
        """
}
