import ChandlerPostgres
import ChandlerStore

/// What the server's catalog says of Chandler's things: which there are, whose, and who may what.
struct RoleCatalog {
    /// A thing that has an owner.
    struct Owned: Sendable, Hashable {
        let kind: String
        let sql: String
        let owner: String
    }

    /// A table, view or sequence; a month goes by the name of its table.
    struct Relation: Sendable, Hashable {
        /// The name in ``RolePrivileges``.
        let name: String
        let sql: String
        let isSequence: Bool
    }

    let connection: PostgresConnection
    /// The schema that holds `market_data`.
    let place: String
    let database: String

    /// Looks where the tables are.
    ///
    /// - Throws: ``WarehouseError`` with code `usage` when there are none.
    init(_ connection: PostgresConnection) throws {
        self.connection = connection
        let row = try connection.query(
            """
            SELECT current_database(), (SELECT n.nspname FROM pg_class AS c
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE c.oid = to_regclass('market_data')),
                to_regnamespace('\(RolePrivileges.functionSchema)') IS NOT NULL
            """
        ).firstRow()
        guard let place = try row.textIfPresent(1), try row.bool(2) else {
            throw WarehouseError(
                .usage,
                "look for Chandler's tables in database \"\(try row.text(0))\": they are not there "
                    + "or of an older version; nothing was changed; \"chandler db migrate\" makes "
                    + "them"
            )
        }
        self.place = place
        database = try row.text(0)
    }

    /// The schemas in which Chandler has something, and whether they are its own.
    var schemas: [(name: String, isOwn: Bool)] {
        [(place, false), ("cubi", true), (RolePrivileges.functionSchema, true)]
    }

    /// A name as SQL has it: in quotes where it must be.
    func quoted(_ name: String) throws -> String {
        try connection.query("SELECT quote_ident($1)", [.text(name)]).firstRow().text(0)
    }

    func relations() throws -> [Relation] {
        try ask("SELECT known, sql, kind = 'S' FROM relation ORDER BY 2").map {
            Relation(name: try $0.text(0), sql: try $0.text(1), isSequence: try $0.bool(2))
        }
    }

    func functions() throws -> [(name: String, sql: String)] {
        try ask("SELECT proname, sql FROM function ORDER BY 2").map {
            (try $0.text(0), try $0.text(1))
        }
    }

    /// Everything that Chandler's owner must own.
    ///
    /// Sequences of columns and indexes follow their tables.
    func owned() throws -> [Owned] {
        try ask(
            """
            SELECT 'SCHEMA', quote_ident(nspname), pg_get_userbyid(nspowner), 1 FROM pg_namespace
            WHERE nspname IN ('cubi', '\(RolePrivileges.functionSchema)')
            UNION ALL SELECT CASE kind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                ELSE 'TABLE' END, sql, pg_get_userbyid(owner), 2
            FROM relation WHERE kind <> 'S'
            UNION ALL SELECT 'TYPE', sql, pg_get_userbyid(owner), 3 FROM enumeration
            UNION ALL SELECT 'FUNCTION', sql, pg_get_userbyid(proowner), 4 FROM function
            ORDER BY 4, 2
            """
        ).map { Owned(kind: try $0.text(0), sql: try $0.text(1), owner: try $0.text(2)) }
    }

    /// Every privilege that somebody other than the owner of a thing has on it.
    func grants() throws -> Set<RoleGrant> {
        let rows = try ask(
            """
            SELECT a.object, a.sql, a.attname, CASE p.grantee WHEN 0 THEN 'PUBLIC'
                    ELSE pg_get_userbyid(p.grantee) END, p.privilege_type, p.is_grantable
            FROM (
                SELECT 'DATABASE' AS object, quote_ident(datname) AS sql, NULL AS attname,
                    datdba AS owner, coalesce(datacl, acldefault('d', datdba)) AS acl
                FROM pg_database WHERE datname = current_database()
                UNION ALL SELECT 'SCHEMA', quote_ident(nspname), NULL, nspowner,
                    coalesce(nspacl, acldefault('n', nspowner))
                FROM pg_namespace WHERE nspname IN ($2, 'cubi', '\(RolePrivileges.functionSchema)')
                UNION ALL SELECT CASE kind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, sql, NULL,
                    owner, acl
                FROM relation
                UNION ALL SELECT 'TABLE', r.sql, c.attname, r.owner, c.attacl
                FROM relation AS r JOIN pg_attribute AS c ON c.attrelid = r.oid
                WHERE c.attacl IS NOT NULL AND NOT c.attisdropped
                UNION ALL SELECT 'FUNCTION', sql, NULL, proowner,
                    coalesce(proacl, acldefault('f', proowner))
                FROM function
            ) AS a, aclexplode(a.acl) AS p WHERE p.grantee <> a.owner
            """
        )
        var grants: Set<RoleGrant> = []
        for row in rows {
            guard let kind = GrantedObject.Kind(rawValue: try row.text(0)) else { continue }
            var grant = RoleGrant(
                object: GrantedObject(kind: kind, sql: try row.text(1)),
                grantee: try row.text(3),
                privilege: try row.text(4),
                column: try row.textIfPresent(2)
            )
            grants.insert(grant)
            if try row.bool(5) {
                grant.isOption = true
                grants.insert(grant)
            }
        }
        return grants
    }

    private func ask(_ question: String) throws -> PostgresResult {
        // Every statement of the list names both parameters, or their types would not be known.
        try connection.query(
            RoleCatalog.things + question,
            [.text(RolePrivileges.relations.map(\.name).joined(separator: " ")), .text(place)]
        )
    }

    /// What is Chandler's.
    ///
    /// Known names, their months, their sequences, what their triggers call, and the types of their
    /// columns. Other things in the same schemas are the user's own.
    private static let things = """
        WITH known AS (
            SELECT c.oid, n AS known, c.relkind AS kind, c.relowner AS owner, c.relacl AS acl,
                c.relname AS name, s.nspname AS place
            FROM unnest(string_to_array($1, ' ')) AS n
                JOIN pg_namespace AS s
                    ON s.nspname = CASE WHEN n LIKE 'cubi.%' THEN 'cubi' ELSE $2 END
                JOIN pg_class AS c ON c.relnamespace = s.oid AND c.relname = replace(n, 'cubi.', '')
            WHERE c.relkind IN ('r', 'p', 'v', 'm')
        ), every AS (
            SELECT * FROM known
            UNION ALL SELECT c.oid, k.known, c.relkind, c.relowner, c.relacl, c.relname, s.nspname
            FROM known AS k JOIN pg_inherits AS i ON i.inhparent = k.oid
                JOIN pg_class AS c ON c.oid = i.inhrelid
                JOIN pg_namespace AS s ON s.oid = c.relnamespace
            UNION ALL SELECT c.oid, CASE s.nspname WHEN 'cubi' THEN 'cubi.' ELSE '' END || c.relname,
                'S', c.relowner, c.relacl, c.relname, s.nspname
            FROM known AS k JOIN pg_depend AS d ON d.refclassid = 'pg_class'::regclass
                    AND d.refobjid = k.oid AND d.classid = 'pg_class'::regclass
                    AND d.deptype IN ('a', 'i')
                JOIN pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'
                JOIN pg_namespace AS s ON s.oid = c.relnamespace
        ), relation AS (
            SELECT oid, known, kind, owner, format('%I.%I', place, name) AS sql, coalesce(acl,
                acldefault(CASE kind WHEN 'S' THEN 's'::"char" ELSE 'r' END, owner)) AS acl
            FROM every
        ), function AS (
            SELECT oid, proname, proowner, proacl, format('%I.%I(%s)', nspname, proname,
                pg_get_function_identity_arguments(oid)) AS sql
            FROM (
                SELECT p.*, n.nspname FROM pg_proc AS p
                    JOIN pg_namespace AS n ON n.oid = p.pronamespace
                WHERE n.nspname = '\(RolePrivileges.functionSchema)'
                    OR n.nspname IN ($2, 'cubi') AND p.oid IN (SELECT t.tgfoid FROM pg_trigger AS t
                        JOIN relation AS r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal)
            ) AS p
        ), enumeration AS (
            SELECT DISTINCT t.oid, t.typowner AS owner, format('%I.%I', n.nspname, t.typname) AS sql
            FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0
                JOIN pg_type AS t ON t.oid = a.atttypid
                JOIN pg_namespace AS n ON n.oid = t.typnamespace
            WHERE t.typtype = 'e' AND n.nspname IN ($2, 'cubi')
        )

        """
}
