import ChandlerPostgres
import Testing

@Suite(.enabled(if: TestServer.isUsable, TestServer.skipReason), .serialized)
struct PasswordTests {
    private func makeRole() throws -> ConnectionConfiguration {
        let connection = try TestServer.connect()
        let role = try PostgresIdentifier(TestServer.passwordRole)
        let secret = try PostgresLiteral(TestServer.password)
        try connection.execute(
            """
            DROP ROLE IF EXISTS \(role);
            SET password_encryption = 'scram-sha-256';
            CREATE ROLE \(role) LOGIN PASSWORD \(secret)
            """
        )
        return try TestServer.configuration().with("user", TestServer.passwordRole)
    }

    @Test func theRightPasswordOpens() throws {
        let configuration = try makeRole().with("password", TestServer.password)
        let connection = try PostgresConnection(configuration)
        #expect(try connection.query("SELECT current_user").firstRow().text(0) == "scram_tester")
    }

    @Test func aPercentEncodedPasswordInAURLOpens() throws {
        let folder = try makeRole().host ?? ""
        let encoded = TestServer.password.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
        let configuration = try ConnectionConfiguration(
            databaseURL: "postgresql://scram_tester:\(encoded)@/chandler?host=\(folder)"
        )
        #expect(try PostgresConnection(configuration).isOpen)
        #expect(configuration.description.hasPrefix("postgresql://scram_tester:***@/chandler"))
    }

    @Test func theWrongPasswordIsNotInTheError() throws {
        let configuration = try makeRole().with("password", "hunter2 wrong")
        let error = try #require(postgresError { _ = try PostgresConnection(configuration) })
        #expect(error.code == .authenticationFailed)
        #expect(error.sqlState?.rawValue == "28P01")
        #expect(!error.isRetryable)
        var dumped = ""
        dump(error, to: &dumped)
        for text in [error.description, String(reflecting: error), dumped] {
            #expect(!text.contains("hunter2"))
        }
        #expect(error.description.contains("***"))
    }

    @Test func noPasswordIsAnAuthenticationFailureWithAHint() throws {
        let error = try #require(postgresError { _ = try PostgresConnection(try makeRole()) })
        #expect(error.code == .authenticationFailed)
        #expect(error.hint?.contains("PGPASSWORD") == true)
    }
}
