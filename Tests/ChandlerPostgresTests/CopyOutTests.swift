import ChandlerPostgres
import Testing

@Suite(.enabled(if: TestServer.isUsable, TestServer.skipReason))
struct CopyOutTests {
    @Test func numbersAreWhatTheServerShowsAndComeBackExactly() throws {
        let seed: UInt64 = 41
        let values = NumericWireTests.wideValues(count: 4000, seed: seed)
        let connection = try TestServer.connect()
        try connection.execute("CREATE TABLE n (id bigint, value numeric, shown text)")
        try connection.copyIn("COPY n FROM STDIN (FORMAT binary)") { writer in
            for (index, value) in values.enumerated() {
                try writer.beginRow(fieldCount: 3)
                writer.append(int64: Int64(index))
                writer.append(fixedPoint8: value)
                writer.append(utf8: decimalText(value))
            }
        }
        let wrong = try connection.query(
            "SELECT value::text AS value, shown FROM n WHERE value::text <> shown OR scale(value) <> 8"
        )
        #expect(wrong.isEmpty, "seed \(seed)")
        var back: [Int128] = []
        let count = try connection.copyOut(
            "COPY (SELECT value FROM n ORDER BY id) TO STDOUT (FORMAT binary)"
        ) { row in
            back.append(try row.wideFixedPoint8(0))
        }
        #expect(back == values, "seed \(seed)")
        #expect(count == values.count)
    }

    /// The decimal text, made from digits alone.
    private func decimalText(_ value: Int128) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(9 - digits.count, 0)) + digits
        return "\(value < 0 ? "-" : "")\(padded.dropLast(8)).\(padded.suffix(8))"
    }

    @Test func everyTypeComesBack() throws {
        let connection = try TestServer.connect()
        try connection.execute(
            """
            CREATE TABLE v (a bigint, b integer, c double precision, d timestamptz,
                e numeric(18,8), f numeric(28,8), g text, h jsonb, i boolean, j bytea, k smallint)
            """
        )
        let moment: Int64 = 1_709_213_820_250_001
        let largest: Int64 = 999_999_999_999_999_999
        try connection.copyIn("COPY v FROM STDIN (FORMAT binary)") { writer in
            try writer.beginRow(fieldCount: 11)
            writer.append(int64: .min)
            writer.append(int32: -7)
            writer.append(double: 0.1)
            writer.append(timestampMicroseconds: moment)
            writer.append(fixedPoint8: largest)
            writer.append(fixedPoint8: Int128(30_000_000_000_000) * 100_000_000 + 1)
            writer.append(utf8: "BTC ä" as StaticString)
            writer.appendJSONB { $0.append(utf8: #"{"bb":1,"a":[null]}"# as StaticString) }
            writer.append(bool: true)
            let bytes: [UInt8] = [0, 1, 255]
            bytes.withUnsafeBytes { writer.append(bytes: $0) }
            writer.append(int16: -2)
            try writer.beginRow(fieldCount: 11)
            for _ in 0..<11 { writer.appendNull() }
        }
        try connection.copyOut("COPY v TO STDOUT (FORMAT binary)") { row in
            guard row.number == 1 else {
                for field in 0..<11 where !row.isNull(field) { Issue.record("field \(field)") }
                let empty = try (
                    row.int64IfPresent(0), row.textIfPresent(6), row.fixedPoint8IfPresent(4)
                )
                #expect(empty == (nil, nil, nil))
                return
            }
            let numbers = try (row.int64(0), row.int32(1), row.double(2))
            #expect(numbers == (.min, -7, 0.1))
            let exact = try (
                row.timestampMicroseconds(3), row.fixedPoint8(4), row.wideFixedPoint8(5)
            )
            #expect(exact == (moment, largest, 3_000_000_000_000_000_000_001))
            let texts = try (row.text(6), row.jsonb(7), row.bool(8))
            #expect(texts == ("BTC ä", #"{"a": [null], "bb": 1}"#, true))
            let bytes = try row.withBytes(9) { Array($0) }
            #expect(bytes == [0, 1, 255])
        }
        let shown = try connection.query("SELECT d::text, k FROM v LIMIT 1").firstRow()
        #expect(try shown.text(0) == "2024-02-29 13:37:00.250001+00")
        #expect(try shown.int64(1) == -2)
    }

    @Test(arguments: [
        "'NaN'::numeric", "'Infinity'::numeric", "0.000000001::numeric",
        "92233720368.54775808::numeric", "NULL::numeric", "1::int", "'x'::text",
    ])
    func whatDoesNotFitIsRefusedAndTheConnectionStaysUsable(expression: String) throws {
        let connection = try TestServer.connect()
        let error = try #require(
            postgresError {
                try connection.copyOut(
                    "COPY (SELECT \(expression) FROM generate_series(1, 100000)) "
                        + "TO STDOUT (FORMAT binary)"
                ) { row in
                    _ = try row.fixedPoint8(0)
                }
            }
        )
        #expect(error.code == .decoding)
        #expect(error.message.contains("field 0 of row 1"))
        #expect(try connection.query("SELECT 1").firstRow().int64(0) == 1)
    }

    @Test func infinityIsNoTime() throws {
        let connection = try TestServer.connect()
        let error = postgresError {
            try connection.copyOut(
                "COPY (SELECT 'infinity'::timestamptz) TO STDOUT (FORMAT binary)"
            ) { row in _ = try row.timestampMicroseconds(0) }
        }
        #expect(error?.code == .decoding)
    }

    @Test(arguments: [1, 2, 50_000, 1_000_000])
    func theReadersOwnErrorComesOut(failingAt: Int) throws {
        let connection = try TestServer.connect()
        #expect(throws: SourceFailed(atRow: failingAt)) {
            try connection.copyOut(
                "COPY (SELECT generate_series(1, 1000000)::bigint) TO STDOUT (FORMAT binary)"
            ) { row in
                if row.number == failingAt { throw SourceFailed(atRow: failingAt) }
            }
        }
        #expect(try connection.query("SELECT 1").firstRow().int64(0) == 1)
    }

    @Test func anErrorInTheMiddleOfTheQueryIsTheServers() throws {
        let connection = try TestServer.connect()
        var rows = 0
        let error = postgresError {
            try connection.copyOut(
                "COPY (SELECT 1 / (50000 - i) FROM generate_series(1, 100000) i) "
                    + "TO STDOUT (FORMAT binary)"
            ) { _ in rows += 1 }
        }
        #expect(error?.sqlState?.rawValue == "22012")
        #expect(rows < 50_000)
        #expect(try connection.query("SELECT 1").firstRow().int64(0) == 1)
    }

    @Test func aLostConnectionIsReported() throws {
        let connection = try TestServer.connect()
        let other = try TestServer.connect(beside: connection)
        let error = try #require(
            postgresError {
                try connection.copyOut(
                    "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 1000000)) "
                        + "TO STDOUT (FORMAT binary)"
                ) { row in
                    guard row.number == 10 else { return }
                    try other.query(
                        "SELECT pg_terminate_backend($1::int)",
                        [.int64(Int64(connection.backendPID))]
                    )
                }
            }
        )
        #expect(error.isConnectionLost)
        #expect(!connection.isOpen)
    }
}
