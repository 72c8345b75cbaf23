import ChandlerCore
import ChandlerPostgres

/// A transaction's private type through which finished `jsonb` values enter the server unparsed.
///
/// Parsing JSON is nine tenths of what a load costs the server. The type is `bytea` under another
/// name, with a cast that says its bytes are a `jsonb` already: a column filled as the one becomes
/// the other without being rewritten. Only a superuser may say so, since the server cannot check
/// it; the type is made and dropped inside the transaction that uses it, so that no other session, no
/// dump and no crash ever sees it: whoever knows the number of a type that is committed can send
/// parameters of it, whatever schema it is in, and so any bytes as `jsonb`. Every other role's values
/// go as text, and the rows come out the same.
///
/// A superuser's session that works in a role of fewer rights is the superuser for these statements
/// only, which hold no values; the rows themselves go in with the rights of the role.
///
/// **Source:** PostgreSQL, "CREATE CAST ... WITHOUT FUNCTION"; `ATColumnChangeRequiresRewrite`.
enum ImageType {
    static let name = "pg_temp.chandler_jsonb"

    /// Makes a table's column take images; like the way back, this touches no row.
    static let toImage = "ALTER COLUMN indicators TYPE \(name) USING indicators::\(name)"

    /// Declares a column of images to be what they are; the rows are not touched.
    static let toJSONB = "ALTER COLUMN indicators TYPE jsonb USING indicators::jsonb"

    /// Whether the role may make the type, and the server keeps values as this program writes them.
    ///
    /// - Throws: ``PostgresError`` when the connection was lost.
    static func isUsable(on connection: PostgresConnection) throws(PostgresError) -> Bool {
        guard !connection.isInTransaction else { return false }
        do throws(PostgresError) {
            guard try isPossible(connection) else { return false }
            try connection.execute("BEGIN")
            try connection.execute("\(asLogin); \(definition)")
            let isUnderstood = try isUnderstood(connection)
            try connection.execute("ROLLBACK")
            return isUnderstood
        } catch {
            if error.server == nil { throw error }
            // A server that refuses, whatever for, is served text.
            try connection.execute("ROLLBACK")
            return false
        }
    }

    /// Makes the type and lets a table's column take images, inside a transaction.
    ///
    /// - Returns: Whether the column takes images now; a constraint or default of it may forbid that,
    ///   and then nothing was changed.
    /// - Throws: ``PostgresError`` when the connection was lost.
    static func open(
        _ table: String,
        on connection: PostgresConnection
    ) throws(PostgresError) -> Bool {
        try connection.execute("SAVEPOINT chandler_images")
        do throws(PostgresError) {
            let role = try SessionRole(connection).setting()
            try connection.execute(
                "\(asLogin); \(definition); ALTER TABLE \(table) \(toImage); \(role)"
            )
        } catch {
            if error.server == nil { throw error }
            // Released as well: FREEZE asks for the transaction level that made the table.
            try connection.execute(
                "ROLLBACK TO SAVEPOINT chandler_images; RELEASE SAVEPOINT chandler_images"
            )
            return false
        }
        try connection.execute("RELEASE SAVEPOINT chandler_images")
        return true
    }

    /// Declares a filled table's column to be `jsonb` again, and drops the type with all that belongs
    /// to it.
    static func close(
        _ table: String,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let role = try SessionRole(connection).setting()
        try connection.execute(
            "\(asLogin); ALTER TABLE \(table) \(toJSONB); DROP TYPE \(name) CASCADE; \(role)"
        )
    }

    /// Gives a session that stepped down the login's rights until the transaction ends.
    private static let asLogin = "SET LOCAL ROLE NONE"

    /// Whether the login is a superuser and the server's machine keeps numbers as this one does.
    private static func isPossible(_ connection: PostgresConnection) throws(PostgresError) -> Bool {
        guard isLittleEndian else { return false }
        return try connection.query(
            """
            SELECT rolsuper AND version() ~ '(x86_64|aarch64|arm64|riscv64|loongarch64)'
                AND current_setting('server_version_num')::int >= 140000
            FROM pg_roles WHERE rolname = session_user
            """
        ).firstRow().bool(0)
    }

    private static var isLittleEndian: Bool { Int16(1).littleEndian == 1 }

    private static let definition = """
        SET LOCAL client_min_messages = error;
        CREATE TYPE \(name);
        CREATE FUNCTION \(name)_in(cstring) RETURNS \(name)
            LANGUAGE internal IMMUTABLE STRICT AS 'byteain';
        CREATE FUNCTION \(name)_out(\(name)) RETURNS cstring
            LANGUAGE internal IMMUTABLE STRICT AS 'byteaout';
        CREATE FUNCTION \(name)_recv(internal) RETURNS \(name)
            LANGUAGE internal IMMUTABLE STRICT AS 'bytearecv';
        CREATE FUNCTION \(name)_send(\(name)) RETURNS bytea
            LANGUAGE internal IMMUTABLE STRICT AS 'byteasend';
        CREATE TYPE \(name) (
            INPUT = \(name)_in, OUTPUT = \(name)_out,
            RECEIVE = \(name)_recv, SEND = \(name)_send, LIKE = bytea
        );
        CREATE CAST (\(name) AS jsonb) WITHOUT FUNCTION;
        CREATE CAST (jsonb AS \(name)) WITHOUT FUNCTION
        """

    /// Whether the server reads a sample as what it was written for, byte for byte as its own.
    private static func isUnderstood(
        _ connection: PostgresConnection
    ) throws(PostgresError)
        -> Bool
    {
        let names = (0..<40).map { "key_\($0 + 10)" }
        let values = names.indices.map { index in
            [0, -1.5, 46_358.55123, 1.0625e-9, 1e21, 0.1, -73.4567, 9_999.9999][index % 8]
                * Double(1 + index / 8)
        }
        let sample = IndicatorColumns(names: names, columns: values.map { [$0] }, count: 1)
        let image = sample.image(row: 0)
        let hex = image.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        return try connection.query(
            """
            SELECT pg_column_size(image) = pg_column_size(sample) AND image = sample
                AND image::text = sample::text
            FROM (SELECT '\\x\(hex)'::\(name)::jsonb AS image, '\(sample.json(row: 0))'::jsonb AS sample) AS pair
            """
        ).firstRow().bool(0)
    }
}

extension IndicatorColumns {
    /// One row as the image of a stored `jsonb`.
    func image(row: Int) -> [UInt8] {
        var writer = IndicatorWriter(self, as: .image)
        let room = writer.maximumLength
        return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = buffer.baseAddress.map { writer.write(row: row, to: $0) } ?? 0
        }
    }
}
