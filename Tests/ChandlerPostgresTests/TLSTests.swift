import ChandlerPostgres
import Foundation
import Testing

/// Connections to a server that takes TLS only, with certificates made here.
@Suite(
    .enabled(if: TestServer.isUsable, TestServer.skipReason),
    .enabled(if: TLSServer.hasOpenSSL, "the program openssl is not installed"),
    .serialized
)
struct TLSTests {
    private func shared() throws -> TLSServer { try TLSServer.shared.get() }

    private func url(
        _ server: TLSServer,
        _ parameters: String,
        host: String = "localhost"
    ) -> String {
        "postgresql://\(TLSServer.role):\(TLSServer.password)@\(host):\(server.port)/chandler?"
            + parameters
    }

    private func expectTLS(_ connection: PostgresConnection) throws {
        let row = try connection.query(
            "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        ).firstRow()
        #expect(try row.bool(0))
        #expect(try row.text(1).hasPrefix("TLSv1."))
    }

    private func failure(_ url: String) -> PostgresError? {
        postgresError { _ = try PostgresConnection(try ConnectionConfiguration(databaseURL: url)) }
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func aVerifiedConnectionStandsByEveryWayOfConfiguring(host: String) throws {
        let server = try shared()
        let full = url(
            server,
            "sslmode=verify-full&sslrootcert=\(server.authority)",
            host: host
        )
        let variables = [
            "PGHOST": host, "PGPORT": String(server.port), "PGUSER": TLSServer.role,
            "PGPASSWORD": TLSServer.password, "PGDATABASE": "chandler",
            "PGSSLMODE": "verify-full", "PGSSLROOTCERT": server.authority,
        ]
        for (option, environment) in [
            (full, [:]), (nil, ["POSTGRES_URL": full]), (nil, variables),
        ] as [(String?, [String: String])] {
            let configuration = try #require(
                try ConnectionConfiguration.resolve(databaseURL: option, environment: environment)
            )
            try expectTLS(try PostgresConnection(configuration))
            #expect(configuration.uri.contains("sslmode=verify-full"))
            #expect(!configuration.uri.contains(TLSServer.password))
        }
    }

    @Test func aWrongAuthorityIsNotAServerThatIsAway() throws {
        let server = try shared()
        for mode in ["verify-ca", "verify-full"] {
            let error = try #require(
                failure(url(server, "sslmode=\(mode)&sslrootcert=\(server.otherAuthority)"))
            )
            #expect(error.code == .connectionFailed)
            #expect(error.message.contains("certificate verify failed"))
            #expect(error.hint?.contains("sslrootcert") == true)
            #expect(error.hint?.contains("expired") == true)
            #expect(error.hint?.contains("that the server runs") == false)
            #expect(!error.description.contains(TLSServer.password))
        }
    }

    @Test func aCertificateOfAnotherHostIsNamed() throws {
        let server = try shared()
        let rest = "sslrootcert=\(server.authority)&hostaddr=127.0.0.1"
        let error = try #require(
            failure(url(server, "sslmode=verify-full&\(rest)", host: "db.example"))
        )
        #expect(error.code == .connectionFailed)
        #expect(error.message.contains("does not match host name \"db.example\""))
        #expect(error.hint?.contains("hostaddr") == true)
        // The same is good enough for verify-ca, which asks for no name.
        let weaker = url(server, "sslmode=verify-ca&\(rest)", host: "db.example")
        try expectTLS(try PostgresConnection(try ConnectionConfiguration(databaseURL: weaker)))
    }

    @Test func aMissingAuthorityIsAFaultOfTheConfiguration() throws {
        let server = try shared()
        for file in [server.authority + ".missing", server.serverKey] {
            let error = try #require(
                failure(url(server, "sslmode=verify-full&sslrootcert=\(file)"))
            )
            #expect(error.code == .invalidConfiguration)
            #expect(error.message.contains(file))
            #expect(error.hint?.contains("PGSSLROOTCERT") == true)
            #expect(!error.isRetryable)
        }
    }

    @Test func aPlainConnectionIsToldOfTLS() throws {
        let error = try #require(failure(url(try shared(), "sslmode=disable")))
        #expect(error.code == .authenticationFailed)
        #expect(error.sqlState?.rawValue == "28000")
        #expect(error.message.contains("no encryption"))
        #expect(error.hint?.contains("sslmode=verify-full") == true)
        #expect(error.hint?.contains("pg_hba.conf") == true)
    }

    @Test func aWrongPasswordOverTLSIsStillThat() throws {
        let server = try shared()
        let url = url(server, "sslmode=verify-full&sslrootcert=\(server.authority)")
        let error = try #require(
            failure(url.replacingOccurrences(of: TLSServer.password, with: "wr0ng"))
        )
        #expect(error.code == .authenticationFailed)
        #expect(error.sqlState?.rawValue == "28P01")
        #expect(error.hint == "check the role and its password")
    }

    @Test func anExpiredCertificateIsRefusedUntilItIsRenewed() throws {
        let server = try shared()
        let url = url(server, "sslmode=verify-full&sslrootcert=\(server.authority)")
        try server.present(.expired)
        let error = failure(url)
        try server.present(.valid)
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("certificate verify failed") == true)
        #expect(error?.hint?.contains("expired") == true)
        try expectTLS(try PostgresConnection(try ConnectionConfiguration(databaseURL: url)))
    }

    @Test func aServerWithoutTLSIsToldApart() throws {
        let server = try shared()
        try server.offersTLS(false)
        let error = failure(
            url(server, "sslmode=verify-full&sslrootcert=\(server.authority)")
        )
        try server.offersTLS(true)
        #expect(error?.code == .connectionFailed)
        #expect(error?.hint?.contains("offers no TLS") == true)
    }
}

/// A throw-away server on localhost that lets nobody in over the network without TLS.
private struct TLSServer {
    static let role = "tls_role"
    static let password = "tls-s3cret"
    static let hasOpenSSL = (try? openssl(["version"])) != nil

    let port: Int
    private let folder: String
    private let server: EmbeddedServer

    enum Certificate: String {
        case valid, expired
    }

    static let shared = Result {
        let server = try TLSServer()
        made = server
        atexit {
            _ = try? TLSServer.made?.server.stop(.immediate)
            TemporaryFolder.removeAll()
        }
        try server.start()
        return server
    }

    nonisolated(unsafe) private static var made: TLSServer?

    var authority: String { "\(folder)/authority.crt" }
    var otherAuthority: String { "\(folder)/other.crt" }
    var serverKey: String { key(of: .valid) }

    private func file(of certificate: Certificate) -> String {
        "\(folder)/\(certificate.rawValue).crt"
    }

    private func key(of certificate: Certificate) -> String {
        "\(folder)/\(certificate.rawValue).key"
    }

    private init() throws {
        folder = try TemporaryFolder("tls").path
        port = try freePort()
        let rules = "\(folder)/hba.conf"
        try """
        local all all peer map=chandler
        hostssl all all localhost scram-sha-256
        hostssl all all 127.0.0.1/32 scram-sha-256

        """.write(toFile: rules, atomically: true, encoding: .utf8)
        chmod(rules, 0o644)
        server = EmbeddedServer(
            folder: "\(folder)/postgres",
            environment: TestServer.environment,
            settings: [
                "fsync": "off", "hba_file": rules, "listen_addresses": "127.0.0.1",
                "port": String(port), "ssl": "on", "ssl_cert_file": "\(folder)/valid.crt",
                "ssl_key_file": "\(folder)/valid.key",
            ]
        )
    }

    private func start() throws {
        for name in ["authority", "other"] {
            try openssl([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                "/CN=\(name)", "-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).crt",
            ])
        }
        try certify(.valid, days: 2)
        try certify(.expired, days: -1)
        try server.ensureRunning()
        let secret = try PostgresLiteral(Self.password)
        try administrator().execute("CREATE ROLE \(Self.role) LOGIN PASSWORD \(secret)")
    }

    private func certify(_ certificate: Certificate, days: Int) throws {
        let base = "\(folder)/\(certificate.rawValue)"
        try "subjectAltName=DNS:localhost,IP:127.0.0.1\n"
            .write(toFile: "\(base).ext", atomically: true, encoding: .utf8)
        try openssl([
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout",
            key(of: certificate), "-out", "\(base).csr",
        ])
        try openssl([
            "x509", "-req", "-in", "\(base).csr", "-CA", authority, "-CAkey",
            "\(folder)/authority.key", "-CAcreateserial", "-days", String(days), "-extfile",
            "\(base).ext", "-out", file(of: certificate),
        ])
        // The server refuses a key that others can read, and as root it runs as postgres.
        chmod(key(of: certificate), 0o600)
        if geteuid() == 0, let postgres = getpwnam("postgres") {
            chown(key(of: certificate), postgres.pointee.pw_uid, postgres.pointee.pw_gid)
        }
    }

    private func administrator() throws -> PostgresConnection {
        try PostgresConnection(server.connectionConfiguration)
    }

    /// Lets new connections see another certificate.
    func present(_ certificate: Certificate) throws {
        try set("ssl_key_file", key(of: certificate), isLast: false)
        try set("ssl_cert_file", file(of: certificate))
    }

    /// Turns TLS on or off for new connections.
    func offersTLS(_ isOn: Bool) throws { try set("ssl", isOn ? "on" : "off") }

    /// A session shows what the server had when it began: once it shows the new value, so do all
    /// that begin later.
    private func set(_ name: String, _ value: String, isLast: Bool = true) throws {
        try administrator().execute("ALTER SYSTEM SET \(name) = \(try PostgresLiteral(value))")
        guard isLast else { return }
        try administrator().execute("SELECT pg_reload_conf()")
        while try administrator().query("SHOW \(name)").firstRow().text(0) != value {
            usleep(10_000)
        }
    }
}

@discardableResult
private func openssl(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw OpenSSLFailed(words: words) }
    return words
}

private struct OpenSSLFailed: Error {
    let words: String
}

/// A port that was free a moment ago.
private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
        }
    }
    try #require(result)
    return Int(UInt16(bigEndian: address.sin_port))
}
