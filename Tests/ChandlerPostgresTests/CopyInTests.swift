import ChandlerPostgres
import Foundation
import Testing

@Suite(.enabled(if: TestServer.isUsable, TestServer.skipReason))
struct CopyInTests {
    private static let copy = "COPY t (id, price, note) FROM STDIN (FORMAT binary)"
    private static let rowCount = 20_000

    private func makeTable() throws -> PostgresConnection {
        let connection = try TestServer.connect()
        try connection.execute(
            """
            CREATE TABLE t (id bigint CHECK (id <> 13), price numeric(18,8), note jsonb);
            CREATE UNIQUE INDEX ON t (id)
            """
        )
        return connection
    }

    private func write(_ row: Int, _ writer: inout BinaryCopyWriter) throws {
        try writer.beginRow(fieldCount: 3)
        writer.append(int64: Int64(row + 100))
        writer.append(fixedPoint8: Int64(row) * 12_345)
        writer.appendJSONB { $0.append(utf8: #"{"a": [1, 2]}"# as StaticString) }
    }

    private func load(_ connection: PostgresConnection, failingAt: Int? = nil) throws -> Int {
        try connection.copyIn(Self.copy, bufferSize: 8192) { writer in
            for row in 0..<Self.rowCount {
                if row == failingAt { throw SourceFailed(atRow: row) }
                try write(row, &writer)
            }
            if failingAt == Self.rowCount { throw SourceFailed(atRow: Self.rowCount) }
        }
    }

    /// After any failure nothing is there, and the same load then succeeds and doubles nothing.
    private func expectCleanRerun(_ connection: PostgresConnection) throws {
        #expect(!connection.isInTransaction)
        let before = try connection.query("SELECT count(*) FROM t").firstRow().int64(0)
        #expect(before == 0)
        #expect(try load(connection) == Self.rowCount)
        let row = try connection.query(
            "SELECT count(*), count(DISTINCT id), sum(price)::text FROM t"
        )
        .firstRow()
        #expect(try row.int64(0) == Int64(Self.rowCount))
        #expect(try row.int64(1) == Int64(Self.rowCount))
        #expect(try row.text(2) == "24688.76550000")
    }

    @Test func aWholeLoadIsThere() throws {
        try expectCleanRerun(try makeTable())
    }

    @Test func noRowsAtAllIsALoadToo() throws {
        let connection = try makeTable()
        #expect(try connection.copyIn(Self.copy) { _ in } == 0)
    }

    @Test(arguments: [0, 1, rowCount / 2, rowCount - 1, rowCount])
    func theSourcesOwnErrorComesOut(failingAt: Int) throws {
        let connection = try makeTable()
        #expect(throws: SourceFailed(atRow: failingAt)) {
            try load(connection, failingAt: failingAt)
        }
        try expectCleanRerun(connection)
    }

    @Test func aTaskThatIsCancelledComesOutAsThat() throws {
        let connection = try makeTable()
        #expect(throws: CancellationError.self) {
            try connection.copyIn(Self.copy) { writer in
                try write(0, &writer)
                throw CancellationError()
            }
        }
        try expectCleanRerun(connection)
    }

    @Test func theServerRejectsBeforeTheFirstRow() throws {
        let connection = try makeTable()
        var calls = 0
        let error = postgresError {
            try connection.copyIn("COPY no_such FROM STDIN (FORMAT binary)") { _ in calls += 1 }
        }
        #expect(error?.code == .undefinedObject)
        #expect(calls == 0)
        try expectCleanRerun(connection)
    }

    @Test(arguments: [0, rowCount - 1])
    func theServerRejectsARow(at bad: Int) throws {
        let connection = try makeTable()
        let error = try #require(
            postgresError {
                try connection.copyIn(Self.copy, bufferSize: 8192) { writer in
                    for row in 0..<Self.rowCount { try write(row == bad ? -87 : row, &writer) }
                }
            }
        )
        #expect(error.code == .checkViolation)
        #expect(error.server?.context?.contains("COPY t, line \(bad + 1)") == true)
        try expectCleanRerun(connection)
    }

    @Test func theServerRejectsAfterTheLastRow() throws {
        let connection = try makeTable()
        try connection.execute(
            "ALTER TABLE t ADD CONSTRAINT late UNIQUE (note) DEFERRABLE INITIALLY DEFERRED"
        )
        let error = postgresError { _ = try load(connection) }
        #expect(error?.code == .uniqueViolation)
        try connection.execute("ALTER TABLE t DROP CONSTRAINT late")
        try expectCleanRerun(connection)
    }

    @Test func aNumberThatDoesNotFitItsColumnIsRefused() throws {
        let connection = try makeTable()
        let error = try #require(
            postgresError {
                try connection.copyIn(Self.copy) { writer in
                    try writer.beginRow(fieldCount: 3)
                    writer.append(int64: 1)
                    writer.append(fixedPoint8: Int128(Int64.max) * 100)
                    writer.appendNull()
                }
            }
        )
        #expect(error.code == .numericOutOfRange)
        try expectCleanRerun(connection)
    }

    @Test func jsonThatIsNoneIsRefused() throws {
        let connection = try makeTable()
        let error = postgresError {
            try connection.copyIn(Self.copy) { writer in
                try writer.beginRow(fieldCount: 3)
                writer.append(int64: 1)
                writer.appendNull()
                writer.appendJSONB { $0.append(utf8: "{" as StaticString) }
            }
        }
        #expect(error?.code == .invalidData)
        try expectCleanRerun(connection)
    }

    @Test(arguments: [1, 2, 4])
    func aRowThatBreaksItsAnnouncementIsRefused(written: Int) throws {
        let connection = try makeTable()
        let error = try #require(
            postgresError {
                try connection.copyIn(Self.copy) { writer in
                    try write(0, &writer)
                    try writer.beginRow(fieldCount: 3)
                    for _ in 0..<written { writer.appendNull() }
                }
            }
        )
        #expect(error.code == .fieldCountMismatch)
        #expect(error.message.contains("row 2"))
        try expectCleanRerun(connection)
    }

    @Test func aRowWithOtherColumnsThanTheTableIsRefusedByTheServer() throws {
        let connection = try makeTable()
        let error = try #require(
            postgresError {
                try connection.copyIn(Self.copy) { writer in
                    try writer.beginRow(fieldCount: 2)
                    writer.append(int64: 1)
                    writer.appendNull()
                }
            }
        )
        #expect(error.sqlState?.rawValue == "22P04")
        try expectCleanRerun(connection)
    }

    @Test func aSwallowedRefusalStillFailsTheLoad() throws {
        let connection = try makeTable()
        let error = postgresError {
            try connection.copyIn(Self.copy) { writer in
                try writer.beginRow(fieldCount: 3)
                _ = try? writer.beginRow(fieldCount: 3)
                writer.appendNull()
                writer.appendNull()
                writer.appendNull()
            }
        }
        #expect(error?.code == .fieldCountMismatch)
        try expectCleanRerun(connection)
    }

    @Test(arguments: [true, false])
    func aLostConnectionIsReportedAndNothingIsKept(early: Bool) throws {
        let connection = try makeTable()
        let other = try TestServer.connect(beside: connection)
        let error = try #require(
            postgresError {
                try connection.copyIn(Self.copy, bufferSize: 8192) { writer in
                    for row in 0..<Self.rowCount {
                        if row == (early ? 10 : Self.rowCount - 1) {
                            try other.query(
                                "SELECT pg_terminate_backend($1::int, 10000)",
                                [.int64(Int64(connection.backendPID))]
                            )
                        }
                        try write(row, &writer)
                    }
                }
            }
        )
        #expect(error.isConnectionLost)
        #expect(error.isRetryable)
        #expect(!connection.isOpen)
        try expectCleanRerun(other)
    }

    @Test func aCancelledLoadFailsAtTheServer() throws {
        let connection = try makeTable()
        let cancel = try connection.cancelHandle()
        let error = try #require(
            postgresError {
                try connection.copyIn(Self.copy, bufferSize: 8192) { writer in
                    for row in 0..<Self.rowCount {
                        if row == Self.rowCount / 2 { try cancel.cancel() }
                        try write(row, &writer)
                    }
                }
            }
        )
        #expect(error.code == .queryCanceled)
        try expectCleanRerun(connection)
    }

    @Test func textCopyIsRefused() throws {
        let connection = try makeTable()
        for sql in ["COPY t FROM STDIN", "COPY t TO STDOUT (FORMAT binary)", "SELECT 1"] {
            let error = postgresError { try connection.copyIn(sql) { _ in } }
            #expect(error?.code == .invalidArgument)
        }
        try expectCleanRerun(connection)
    }

    @Test func freezeWorksInATransactionThatMakesTheTable() throws {
        let connection = try TestServer.connect()
        let count = try connection.transaction {
            try connection.execute("CREATE TABLE f (id bigint)")
            return try connection.copyIn("COPY f FROM STDIN (FORMAT binary, FREEZE)") { writer in
                for row in 0..<10 {
                    try writer.beginRow(fieldCount: 1)
                    writer.append(int64: Int64(row))
                }
            }
        }
        #expect(count == 10)
    }
}
