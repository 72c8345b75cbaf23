import ChandlerPostgres
import Testing

@Suite struct ConnectionConfigurationTests {
    private func resolve(
        _ url: String? = nil,
        _ environment: [String: String] = [:]
    ) throws -> ConnectionConfiguration? {
        try ConnectionConfiguration.resolve(databaseURL: url, environment: environment)
    }

    private let everything = [
        "POSTGRES_URL": "postgres://url-host/url_db", "POSTGRES_HOST": "host-host",
        "POSTGRES_DB": "host_db", "POSTGRES_PORT": "6432", "POSTGRES_USER": "host user",
        "POSTGRES_PASSWORD": "hunter2", "PGHOST": "pg-host", "PGDATABASE": "pg_db",
    ]

    @Test func theOptionWins() throws {
        let found = try #require(try resolve("postgres://opt-host/opt_db", everything))
        #expect(found.source == .option)
        #expect(found.host == "opt-host")
        #expect(found.uri == "postgresql://opt-host/opt_db")
    }

    @Test func thenTheURLVariable() throws {
        let found = try #require(try resolve(nil, everything))
        #expect(found.source == .postgresURL)
        #expect(found.database == "url_db")
    }

    @Test func thenTheHostVariables() throws {
        var environment = everything
        environment["POSTGRES_URL"] = ""
        let found = try #require(try resolve(nil, environment))
        #expect(found.source == .postgresVariables)
        #expect(found.user == "host user")
        #expect(found.hasPassword)
        #expect(found.uri == "postgresql://host%20user@host-host:6432/host_db")
        #expect(found.description == "postgresql://host%20user:***@host-host:6432/host_db")
    }

    @Test(arguments: ["PGHOST", "PGHOSTADDR", "PGDATABASE", "PGUSER", "PGSERVICE", "PGPASSWORD"])
    func thenAnyStandardVariable(name: String) throws {
        let found = try #require(try resolve(nil, [name: "value"]))
        #expect(found.source == .standardVariables)
    }

    @Test func elseTheEmbeddedServer() throws {
        #expect(try resolve() == nil)
        #expect(try resolve(nil, ["PGHOST": "", "POSTGRES_URL": "", "PGAPPNAME": "x"]) == nil)
        #expect(try resolve(nil, ["POSTGRES_DB": "image", "PGDATA": "/x"]) == nil)
    }

    @Test func keywordStringsAndOptionsPassThrough() throws {
        let text = "host=h port=5433 dbname='my db' user=u sslmode=verify-full sslrootcert=/c.pem"
        let found = try #require(try resolve(text))
        #expect(
            found.uri == "postgresql://u@h:5433/my%20db?sslmode=verify-full&sslrootcert=/c.pem"
                || found.uri
                    == "postgresql://u@h:5433/my%20db?sslrootcert=/c.pem&sslmode=verify-full"
        )
        #expect(try ConnectionConfiguration(databaseURL: found.uri).uri == found.uri)
    }

    @Test func aSocketFolderStandsInTheQuery() throws {
        let made = ConnectionConfiguration(
            socketFolder: "/run/my chandler",
            user: "chandler",
            database: "chandler"
        )
        #expect(
            made.uri == "postgresql://chandler@/chandler?host=/run/my%20chandler&port=5432"
        )
        let read = try ConnectionConfiguration(databaseURL: made.uri)
        #expect(read.host == "/run/my chandler")
        #expect(read.with(database: "other").database == "other")
    }

    @Test func noPrintedFormShowsASecret() throws {
        let text = "postgres://u:h%75nter2@h/db?sslpassword=hunter2"
        let found = try ConnectionConfiguration(databaseURL: text)
        var dumped = ""
        dump(found, to: &dumped)
        for shown in [found.description, found.uri, String(reflecting: found), "\(found)", dumped] {
            #expect(!shown.contains("hunter2"))
            #expect(!shown.contains("h%75nter2"))
        }
        #expect(found.description == "postgresql://u:***@h/db?sslpassword=***")
    }

    @Test(arguments: [
        "postgresql://u:hunter2/x@h/db", "postgresql://u:%zzhunter2@h/db",
        "postgresql://u:hunter2@[::1/db", "postgresql://u:hunter2@[::1]x/db",
        "postgresql://u:hunter2@h:x/db", "postgresql://u:hunter2@h/db?password=a=hunter2",
        "postgresql://u:hunter2@h/db?nonsense=hunter2", "postgresql://u:hunter2%00@h/db",
        "mysql://u:hunter2@h/db", "u:hunter2@h/db", "postgresql:/u:hunter2@h/db",
        "password=a hunter2", "password='a hunter2", "password=a hunter2=b",
        "host=h passwordx=hunter2", "postgresql://u:hunter2", "jdbc:postgresql://u:hunter2@h/db",
        "", "  ", "postgresql://h:0/db", "postgresql://h:65536/db",
    ])
    func anInvalidURLIsRefusedInWordsWithoutItsPassword(text: String) throws {
        let error = try #require(
            postgresError { _ = try ConnectionConfiguration(databaseURL: text) }
        )
        #expect(error.code == .invalidConfiguration)
        #expect(error.description.contains("--database-url"))
        #expect(!error.description.contains("hunter2"))
        #expect(!error.isRetryable)
    }

    @Test func aHarmlessComplaintIsPassedOnInLibpqsWords() throws {
        let error = try #require(
            postgresError { _ = try ConnectionConfiguration(databaseURL: "host=h colour=red") }
        )
        #expect(error.message.contains("\"colour\""))
    }

    @Test func aVariableThatMakesNoSenseIsNamed() throws {
        let port = try #require(
            postgresError { _ = try resolve(nil, ["POSTGRES_HOST": "h", "POSTGRES_PORT": "x"]) }
        )
        #expect(port.message.contains("POSTGRES_PORT"))
        let host = try #require(
            postgresError { _ = try resolve(nil, ["POSTGRES_HOST": "postgres://u:hunter2@h/d"]) }
        )
        #expect(host.message.contains("POSTGRES_HOST"))
        #expect(!host.description.contains("hunter2"))
    }
}
