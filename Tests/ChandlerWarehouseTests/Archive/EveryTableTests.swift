import ChandlerCore
import ChandlerPostgres
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite struct EveryTableTests {
    /// Tables shaped like those of the schema, without their checks, full of the worst values.
    @Test func randomRowsOfEveryTableComeBackBitForBit() async throws {
        let bench = try await RetentionBench()
        let connection = bench.connection
        var generator = SeededGenerator.announced("every table")
        let seed = Double(Int.random(in: 0...1_000, using: &generator)) / 1_001
        try connection.execute("CREATE SCHEMA probe; SELECT setseed(\(seed))")
        let tables = try bench.database.column(
            """
            SELECT c.oid::regclass::text FROM pg_class AS c
            WHERE relnamespace::regnamespace::text IN ('public', 'cubi') AND relkind IN ('r', 'p')
                AND NOT relispartition
                AND EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary) ORDER BY 1
            """
        )
        #expect(tables.count > 25)
        for table in tables {
            let rows = try await roundTrip(table, bench)
            #expect(rows > 50, "\(table)")
        }
    }

    private func roundTrip(_ table: String, _ bench: RetentionBench) async throws -> Int {
        let connection = bench.connection
        let name = "probe.\(table.split(separator: ".").last ?? "")"
        try connection.execute("CREATE TABLE \(name) (LIKE \(table))")
        let key = try ArchivedTable(table, connection).keyList()
        try connection.execute("ALTER TABLE \(name) ADD PRIMARY KEY (\(key))")
        let probe = try ArchivedTable(name, connection)
        try fill(probe, connection)
        let before = try bench.dump(name)
        let archive = MonthArchive(
            connection: connection,
            folder: bench.archive,
            table: probe,
            month: month("2024-01"),
            monthColumn: probe.key[0].name,
            version: "1.2.3",
            now: bench.now,
            observe: { _ in }
        )
        let part = try archive.add(try archive.query(of: name))
        try archive.verify(part)
        try archive.compare(try archive.query(of: name), with: part)
        try connection.execute("DELETE FROM \(name)")
        let outcome = try MonthRestore(
            connection: connection,
            table: probe,
            month: month("2024-01"),
            path: archive.path,
            parts: [part]
        ).rows()
        #expect(outcome.inserted == part.rows)
        #expect(try bench.dump(name) == before, "\(table)")
        try archive.compare(try archive.query(of: name), with: part)
        return part.rows
    }

    private func fill(_ table: ArchivedTable, _ connection: PostgresConnection) throws {
        var values: [String] = []
        for column in table.columns {
            let value = EveryTableTests.expression(for: column)
            values.append(
                column.isNullable ? "CASE WHEN random() > 0.2 THEN \(value) END" : value
            )
        }
        let rows = "SELECT \(values.joined(separator: ", ")) FROM generate_series(1, 400) AS n"
        try connection.execute(
            """
            INSERT INTO \(table.name) (\(try ArchivedTable.list(table.columns))) \(rows)
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// A random value, often one at the border of its type; `n` makes keys differ.
    private static func expression(for column: ArchivedColumn) -> String {
        func pick(_ values: [String], _ type: String) -> String {
            "(ARRAY[\(values.joined(separator: ", "))]::\(type)[])[1 + floor(random() * "
                + "\(values.count))::int]"
        }
        switch column.form {
        case .boolean: return "random() > 0.5"
        case .int16: return pick(["-32768", "32767", "n"], "smallint")
        case .int32: return pick(["-2147483648", "2147483647", "0", "n"], "integer")
        case .int64: return pick(["-9223372036854775808", "9223372036854775807", "n"], "bigint")
        case .double:
            return pick(
                [
                    "'NaN'", "'Infinity'", "'-Infinity'", "'-0'", "0", "5e-324",
                    "1.7976931348623157e308", "random()", "-random() * 1e-300",
                ],
                "double precision"
            )
        case .decimal(let precision, let scale):
            let nines = String(repeating: "9", count: precision - scale)
            let fraction = String(repeating: "9", count: scale)
            let whole = nines.isEmpty ? "0" : nines
            return pick(
                [
                    "\(whole).\(fraction)", "-\(whole).\(fraction)", "0",
                    "0." + String(repeating: "0", count: max(0, scale - 1)) + "1",
                    "round(random()::numeric / 2, \(scale))",
                ],
                "numeric"
            )
        case .timestamp:
            return pick(
                [
                    "'4713-01-01 BC'", "'1969-12-31 23:59:59.999999+00'", "'9999-12-31'",
                    "now() + n * interval '1 microsecond'",
                ],
                "timestamptz"
            )
        case .date:
            return pick(["'4713-01-01 BC'", "'9999-12-31'", "'2024-02-29'::date + n"], "date")
        case .uuid: return "gen_random_uuid()"
        case .json:
            return pick(
                [
                    #"'{"b": 1.50, "a": [1e-400, -0.0, 123456789012345678901234567890.10]}'"#,
                    "'null'", #"E'"ä\\u2028\\""'"#, "'[]'",
                    "to_jsonb(random())", "'{\"\": \"\"}'",
                ],
                "jsonb"
            )
        case .text: return text(column, pick)
        case .cast: return cast(column, pick)
        }
    }

    private static func text(
        _ column: ArchivedColumn,
        _ pick: ([String], String) -> String
    ) -> String {
        let enums = ["order_side": "BUY", "position_type": "LONG", "order_type": "LIMIT"]
        if let value = enums[column.type] { return "'\(value)'::\(column.type)" }
        if column.type == "order_status" || column.type == "position_status" {
            return "'OPEN'::\(column.type)"
        }
        let limit = column.type.firstMatch(of: /\(([0-9]+)\)/).flatMap { Int($0.1) } ?? 200
        let value = pick(
            [
                "''", "'  '", "'ä€𝄞e\u{301}'", "E'a\\nb\\tc\\\\\"'''", "'NULL'",
                "md5(random()::text) || n",
            ],
            "text"
        )
        return "left(\(value), \(limit))"
    }

    private static func cast(
        _ column: ArchivedColumn,
        _ pick: ([String], String) -> String
    ) -> String {
        switch column.type {
        case "text[]": "ARRAY['a', NULL, '', 'ä\"{,}', 'NULL', n::text]"
        case "bytea": "decode(md5(n::text), 'hex')"
        case "tstzmultirange": "'{[2024-01-01, 2024-02-01), [2024-03-01,)}'::tstzmultirange"
        case "numeric":
            pick(["'NaN'", "'Infinity'", "1e-200", "-1e200", "1.500", "0.00"], "numeric")
        default: "NULL::\(column.type)"
        }
    }
}
