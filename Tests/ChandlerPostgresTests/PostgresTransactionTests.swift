import ChandlerPostgres
import Testing

@Suite(.enabled(if: TestServer.isUsable, TestServer.skipReason))
struct PostgresTransactionTests {
    private func makeTable() throws -> PostgresConnection {
        let connection = try TestServer.connect()
        try connection.execute(
            "CREATE TABLE t (id int, CONSTRAINT k UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        return connection
    }

    private func count(_ connection: PostgresConnection) throws -> Int64 {
        try connection.query("SELECT count(*) FROM t").firstRow().int64(0)
    }

    @Test func allOfItIsKept() throws {
        let connection = try makeTable()
        let result = try connection.transaction {
            #expect(connection.isInTransaction)
            try connection.execute("INSERT INTO t VALUES (1)")
            return "done"
        }
        #expect(result == "done")
        #expect(try count(connection) == 1)
        #expect(!connection.isInTransaction)
    }

    @Test func theBodysOwnErrorComesOutAndNothingIsKept() throws {
        let connection = try makeTable()
        #expect(throws: SourceFailed(atRow: 3)) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                throw SourceFailed(atRow: 3)
            }
        }
        #expect(try count(connection) == 0)
        #expect(!connection.isInTransaction)
    }

    @Test func theBodysOwnErrorComesOutEvenIfTheRollbackFails() throws {
        let connection = try makeTable()
        let other = try TestServer.connect(beside: connection)
        #expect(throws: SourceFailed(atRow: 4)) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                try other.query(
                    "SELECT pg_terminate_backend($1::int, 10000)",
                    [.int64(Int64(connection.backendPID))]
                )
                throw SourceFailed(atRow: 4)
            }
        }
        #expect(try count(other) == 0)
    }

    @Test func aHiddenFailureIsNotCommittedSilently() throws {
        let connection = try makeTable()
        let error = try #require(
            postgresError {
                try connection.transaction {
                    try connection.execute("INSERT INTO t VALUES (1)")
                    _ = try? connection.execute("SELECT 1/0")
                }
            }
        )
        #expect(error.code == .transactionAborted)
        #expect(try count(connection) == 0)
    }

    @Test func aDeferredConstraintSpeaksAtCommit() throws {
        let connection = try makeTable()
        let error = try #require(
            postgresError {
                _ = try connection.transaction {
                    try connection.execute("INSERT INTO t VALUES (1), (1)")
                }
            }
        )
        #expect(error.code == .uniqueViolation)
        #expect(!connection.isInTransaction)
        #expect(try count(connection) == 0)
    }

    @Test func aConnectionLostAtCommitSaysThatTheOutcomeIsUnknown() throws {
        let connection = try makeTable()
        let other = try TestServer.connect(beside: connection)
        let error = try #require(
            postgresError {
                try connection.transaction {
                    try connection.execute("INSERT INTO t VALUES (1)")
                    try other.query(
                        "SELECT pg_terminate_backend($1::int, 10000)",
                        [.int64(Int64(connection.backendPID))]
                    )
                }
            }
        )
        #expect(error.isConnectionLost)
        #expect(error.message.contains("not known"))
    }

    @Test func nestingIsRefused() throws {
        let connection = try makeTable()
        let error = postgresError {
            try connection.transaction { try connection.transaction {} }
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func theModeIsPassedOn() throws {
        let connection = try makeTable()
        let error = postgresError {
            _ = try connection.transaction(mode: "READ ONLY") {
                try connection.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error?.code == .readOnly)
    }
}
