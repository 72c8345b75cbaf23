import ChandlerPostgres
import Foundation
import Synchronization
import Testing

@Suite(.enabled(if: TestServer.isUsable, TestServer.skipReason))
struct PostgresConnectionTests {
    @Test func valuesAreReadByNumberAndName() throws {
        let connection = try TestServer.connect()
        let row = try connection.query(
            """
            SELECT 42::int AS answer, true AS yes, 0.1::float8 AS tenth, 'ä"''' AS text,
                '\\x00ff10'::bytea AS bytes, NULL::int AS nothing,
                '2024-02-29 13:37:00.25+02'::timestamptz AS moment
            """
        ).firstRow()
        #expect(try row.int64("answer") == 42)
        #expect(try row.int64(0) == 42)
        #expect(try row.bool("yes"))
        #expect(try row.double("tenth") == 0.1)
        #expect(try row.text("text") == "ä\"'")
        #expect(try row.bytes("bytes") == [0, 255, 16])
        #expect(try row.int64IfPresent("nothing") == nil)
        #expect(try row.isNull(5))
        #expect(try row.timestampMicroseconds("moment") == 1_709_206_620_250_000)
    }

    @Test func anAccessorNamesColumnNumberAndValue() throws {
        let connection = try TestServer.connect()
        let row = try connection.query("SELECT 1 AS one, 'abc' AS word, NULL AS nothing").firstRow()
        let wrong = try #require(postgresError { _ = try row.int64("word") })
        #expect(wrong.code == .decoding)
        #expect(
            wrong.message
                == "read column \"word\" (number 1) of row 0 as an integer: the value was \"abc\""
        )
        let null = try #require(postgresError { _ = try row.text(2) })
        #expect(null.message == "read column 2 \"nothing\" of row 0 as text: the value was NULL")
        let missing = try #require(postgresError { _ = try row.text("two") })
        #expect(missing.message.contains("only one, word, nothing"))
        #expect(postgresError { _ = try row.text(3) }?.code == .decoding)
    }

    @Test func parametersArriveAsTheyAre() throws {
        let connection = try TestServer.connect()
        let row = try connection.query(
            """
            SELECT $1::text AS text, $2 AS number, $3 AS flag, $4 AS bytes, $5 AS moment,
                $6::int IS NULL AS isnull, $7::jsonb ->> 'a' AS json
            """,
            [
                .text("x'; DROP TABLE y; -- ä"), .int64(.min), .bool(false), .bytes([0, 1, 255]),
                .timestampMicroseconds(1_709_213_820_000_001), .null, .text(#"{"a": "b"}"#),
            ]
        ).firstRow()
        #expect(try row.text("text") == "x'; DROP TABLE y; -- ä")
        #expect(try row.int64("number") == .min)
        #expect(try !row.bool("flag"))
        #expect(try row.bytes("bytes") == [0, 1, 255])
        #expect(try row.timestampMicroseconds("moment") == 1_709_213_820_000_001)
        #expect(try row.bool("isnull"))
        #expect(try row.text("json") == "b")
    }

    @Test func nulInTextIsRefusedBeforeItIsCut() throws {
        let connection = try TestServer.connect()
        let parameter = postgresError { _ = try connection.query("SELECT $1", [.text("a\0b")]) }
        #expect(parameter?.code == .invalidArgument)
        #expect(postgresError { try connection.execute("SELECT 1\0") }?.code == .invalidArgument)
    }

    @Test func anErrorCarriesTheServersFields() throws {
        let connection = try TestServer.connect()
        try connection.execute(
            "CREATE TABLE t (id int PRIMARY KEY, high int CONSTRAINT high_check CHECK (high > 0))"
        )
        let insert = "INSERT INTO t VALUES (1, 1)"
        #expect(try connection.execute(insert) == 1)
        let unique = try #require(postgresError { try connection.execute(insert) })
        #expect(unique.code == .uniqueViolation)
        #expect(unique.sqlState?.rawValue == "23505")
        #expect(unique.server?.table == "t")
        #expect(unique.server?.constraint == "t_pkey")
        #expect(unique.server?.detail == "Key (id)=(1) already exists.")
        #expect(unique.statement == insert)
        #expect(unique.description.contains("SQLSTATE 23505 unique_violation"))
        #expect(!unique.isRetryable)
        let check = postgresError { try connection.execute("INSERT INTO t VALUES (2, 0)") }
        #expect(check?.code == .checkViolation)
        #expect(check?.server?.constraint == "high_check")
        #expect(postgresError { try connection.execute("SELEC") }?.code == .syntaxError)
        #expect(postgresError { try connection.query("TABLE no_such") }?.code == .undefinedObject)
    }

    @Test func aPasswordInAStatementIsNotInItsError() throws {
        let connection = try TestServer.connect()
        let error = try #require(
            postgresError { try connection.execute("ALTER ROLE nobody_x PASSWORD 'hunter2'") }
        )
        #expect(error.code == .undefinedObject)
        #expect(!String(reflecting: error).contains("hunter2"))
    }

    @Test func copyInAPlainStatementIsRefusedAndTheConnectionStaysUsable() throws {
        let connection = try TestServer.connect()
        try connection.execute("CREATE TABLE t (id int)")
        for sql in ["COPY t FROM STDIN", "COPY t TO STDOUT"] {
            #expect(postgresError { try connection.execute(sql) }?.code == .invalidArgument)
            #expect(postgresError { try connection.query(sql) }?.code == .invalidArgument)
        }
        #expect(try connection.query("SELECT 1").firstRow().int64(0) == 1)
    }

    @Test func noticesGoToWhoAsked() throws {
        let connection = try TestServer.connect()
        try connection.execute("DO $$ BEGIN RAISE NOTICE 'nobody listens'; END $$")
        let heard = Mutex<[String]>([])
        connection.onNotice { notice in
            heard.withLock { $0.append("\(notice.severity) \(notice.message)") }
        }
        try connection.execute("DO $$ BEGIN RAISE WARNING 'hear'; END $$")
        connection.onNotice(nil)
        try connection.execute("DO $$ BEGIN RAISE NOTICE 'again nobody'; END $$")
        #expect(heard.withLock { $0 } == ["WARNING hear"])
    }

    @Test func anotherThreadCanCancel() throws {
        let connection = try TestServer.connect()
        let cancel = try connection.cancelHandle()
        let watcher = try TestServer.connect(beside: connection)
        let process = connection.backendPID
        nonisolated(unsafe) let unsafeWatcher = watcher
        let thread = Thread {
            let sql =
                "SELECT 1 FROM pg_stat_activity WHERE pid = $1::int AND query LIKE '%sleep%' "
                + "AND state = 'active'"
            while (try? unsafeWatcher.query(sql, [.int64(Int64(process))]).isEmpty) == true {}
            try? cancel.cancel()
        }
        thread.start()
        let error = try #require(postgresError { try connection.execute("SELECT pg_sleep(600)") })
        #expect(error.code == .queryCanceled)
        #expect(!error.isRetryable)
        try connection.checkLiveness()
    }

    @Test func aLostConnectionIsReportedAsSuch() throws {
        let connection = try TestServer.connect()
        let other = try TestServer.connect(beside: connection)
        try other.query(
            "SELECT pg_terminate_backend($1::int, 10000)",
            [.int64(Int64(connection.backendPID))]
        )
        let error = try #require(postgresError { try connection.checkLiveness() })
        #expect(error.isConnectionLost)
        #expect(error.isRetryable)
        #expect(!connection.isOpen)
        let again = try #require(postgresError { try connection.execute("SELECT 1") })
        #expect(again.code == .connectionLost)
    }

    @Test func aDatabaseThatDoesNotExistHasItsOwnCode() throws {
        let configuration = try TestServer.configuration().with(database: "no_such")
        let error = try #require(postgresError { _ = try PostgresConnection(configuration) })
        #expect(error.code == .undefinedDatabase)
        #expect(error.sqlState?.rawValue == "3D000")
        #expect(!error.message.contains("LOCATION"))
    }

    @Test func noServerAtAllIsRetryable() throws {
        let configuration = ConnectionConfiguration(
            socketFolder: "/tmp/no-such-folder",
            user: "u",
            database: "d"
        )
        let error = try #require(postgresError { _ = try PostgresConnection(configuration) })
        #expect(error.code == .connectionFailed)
        #expect(error.isRetryable)
        #expect(error.sqlState == nil)
    }

    @Test func theSessionsFormatsDoNotDependOnTheServer() throws {
        let connection = try TestServer.connect()
        #expect(try connection.query("SHOW TimeZone").firstRow().text(0) == "UTC")
        #expect(try connection.query("SHOW client_encoding").firstRow().text(0) == "UTF8")
        #expect(
            try connection.query("SHOW application_name").firstRow().text(0) == "chandler tests"
        )
        #expect(connection.serverVersion >= 140_000)
    }
}
