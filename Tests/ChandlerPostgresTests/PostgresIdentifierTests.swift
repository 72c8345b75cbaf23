import ChandlerPostgres
import Testing

@Suite struct PostgresIdentifierTests {
    @Test(arguments: [
        ("candle", "\"candle\""), ("Candle", "\"Candle\""), ("a\"b", "\"a\"\"b\""),
        ("../x; DROP", "\"../x; DROP\""), ("market_data_y2023m01", "\"market_data_y2023m01\""),
    ])
    func quotes(name: String, sql: String) throws {
        #expect(try PostgresIdentifier(name).sql == sql)
    }

    @Test func aSchemaStandsInFront() throws {
        #expect(try PostgresIdentifier("t", schema: "s.x").sql == "\"s.x\".\"t\"")
    }

    @Test(arguments: [
        "", "a\0b", String(repeating: "x", count: 64), String(repeating: "ä", count: 32),
    ])
    func refusesWhatPostgreSQLCannotHold(name: String) {
        #expect(postgresError { _ = try PostgresIdentifier(name) }?.code == .invalidArgument)
        #expect(
            postgresError { _ = try PostgresIdentifier("t", schema: name) }?.code
                == .invalidArgument
        )
    }
}

@Suite struct PostgresLiteralTests {
    @Test(arguments: [
        ("a", "'a'"), ("it's", "'it''s'"), ("a\\b", "E'a\\\\b'"), ("\\'", "E'\\\\'''"), ("", "''"),
    ])
    func quotes(text: String, sql: String) throws {
        #expect(try PostgresLiteral(text).sql == sql)
    }

    @Test func refusesNUL() {
        #expect(postgresError { _ = try PostgresLiteral("a\0") }?.code == .invalidArgument)
    }
}
