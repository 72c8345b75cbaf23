extension LiveSchema {
    /// A relation's name with its schema, unless that is the one new tables are made in.
    static let name = """
        CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname || '.' END || c.relname
        """

    /// The relations that are compared, types of named values included.
    static let relations = """
        WITH foreign_object AS (
            SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
        ), relation AS (
            SELECT c.oid, \(name) AS name, CASE c.relkind
                    WHEN 'r' THEN
                        CASE c.relpersistence WHEN 'u' THEN 'unlogged table' ELSE 'table' END
                    WHEN 'p' THEN 'partitioned table' WHEN 'f' THEN 'foreign table'
                    WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname IN (current_schema(), 'cubi')
                AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition
                AND ('pg_class'::regclass, c.oid) NOT IN (SELECT * FROM foreign_object)
            UNION ALL SELECT c.oid, CASE WHEN n.nspname = current_schema() THEN ''
                    ELSE n.nspname || '.' END || c.typname, 'enumeration'
            FROM pg_type AS c JOIN pg_namespace AS n ON n.oid = c.typnamespace
            WHERE n.nspname IN (current_schema(), 'cubi') AND c.typtype = 'e'
                AND ('pg_type'::regclass, c.oid) NOT IN (SELECT * FROM foreign_object)
        )

        """

    /// Each answers with relation, name and definition.
    static let questions: [(SchemaFact.Aspect, String)] = [
        (.column, columns), (.check, checks), (.key, keys), (.index, indexes),
        (.partitioning, partitioning), (.trigger, triggers), (.source, sources), (.values, values),
    ]

    private static let columns = """
        SELECT r.name, a.attname, concat(format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attcollation <> t.typcollation THEN ' collate ' || l.collname END,
            CASE WHEN a.attnotnull THEN ' not null' END,
            CASE a.attidentity WHEN 'd' THEN ' identity' WHEN 'a' THEN ' identity always' END,
            CASE WHEN a.attgenerated <> '' THEN ' generated ' || pg_get_expr(d.adbin, d.adrelid)
                ELSE ' default ' || pg_get_expr(d.adbin, d.adrelid) END)
        FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid
            JOIN pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
            LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND r.kind <> 'enumeration'
        ORDER BY r.name, a.attnum
        """

    private static let checks = """
        SELECT r.name, c.conname, pg_get_constraintdef(c.oid)
        FROM relation AS r JOIN pg_constraint AS c ON c.conrelid = r.oid
        WHERE c.contype = 'c' ORDER BY 1, 2
        """

    private static let keys = """
        SELECT r.name, c.conname, pg_get_constraintdef(c.oid)
        FROM relation AS r JOIN pg_constraint AS c ON c.conrelid = r.oid
        WHERE c.contype IN ('p', 'u', 'f', 'x') ORDER BY 1, c.contype <> 'p', 2
        """

    private static let indexes = """
        SELECT r.name, x.relname, concat(CASE WHEN i.indisunique THEN 'unique ' END,
            substring(pg_get_indexdef(i.indexrelid) FROM ' USING (.*)$'),
            CASE WHEN NOT i.indisvalid THEN ' NOT VALID' END)
        FROM relation AS r JOIN pg_index AS i ON i.indrelid = r.oid
            JOIN pg_class AS x ON x.oid = i.indexrelid
        WHERE NOT EXISTS (SELECT FROM pg_constraint AS c
            WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
        ORDER BY 1, 2
        """

    private static let partitioning = """
        SELECT name, NULL, pg_get_partkeydef(oid) FROM relation WHERE kind = 'partitioned table'
        """

    private static let triggers = """
        SELECT r.name, t.tgname, concat(CASE t.tgenabled WHEN 'A' THEN 'ALWAYS '
                WHEN 'D' THEN 'DISABLED ' WHEN 'R' THEN 'REPLICA ' END,
            substring(pg_get_triggerdef(t.oid, true) FROM '(?:BEFORE|AFTER|INSTEAD).*$'))
        FROM relation AS r JOIN pg_trigger AS t ON t.tgrelid = r.oid
        WHERE NOT t.tgisinternal ORDER BY 1, 2
        """

    private static let sources = """
        SELECT DISTINCT r.name, NULL, \(name)
        FROM relation AS r JOIN pg_rewrite AS w ON w.ev_class = r.oid
            JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.oid
            JOIN pg_class AS c ON c.oid = d.refobjid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
        ORDER BY 1, 3
        """

    private static let values = """
        SELECT r.name, NULL, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
        FROM relation AS r JOIN pg_enum AS e ON e.enumtypid = r.oid GROUP BY 1
        """
}
