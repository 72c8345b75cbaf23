import ChandlerHTTP
import Foundation
import Glibc
import Testing

/// A TLS server of `openssl s_server` with a certificate of its own for `localhost`.
private final class TLSServer {
    static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    let certificate: String
    let port: Int
    private let folder: URL
    private let process = Process()

    /// Serves its status page, or, with an answer given, that at `/answer`.
    init(_ openssl: String, answer: String? = nil) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("chandler-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appendingPathComponent("certificate.pem").path
        let key = folder.appendingPathComponent("key.pem").path
        let maker = Process()
        maker.executableURL = URL(fileURLWithPath: openssl)
        maker.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", key, "-out", certificate,
        ]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        try #require(maker.terminationStatus == 0)
        if let answer {
            let file = folder.appendingPathComponent("answer")
            try Data(answer.utf8).write(to: file)
        }
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: openssl)
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key,
            answer == nil ? "-www" : "-HTTP",
        ]
        process.currentDirectoryURL = folder
        process.standardInput = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        port = try #require(Self.port(output.fileHandleForReading))
    }

    deinit {
        // The child inherits a signal mask that may hold SIGTERM back.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Reads `ACCEPT 127.0.0.1:<port>`.
    private static func port(_ output: FileHandle) -> Int? {
        var text = ""
        while true {
            let data = output.availableData
            guard !data.isEmpty else { return nil }
            text += String(decoding: data, as: UTF8.self)
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT") }),
                text.hasSuffix("\n")
            else { continue }
            return line.split(separator: ":").last.flatMap { Int($0) }
        }
    }
}

@Suite(
    .enabled(if: TLSServer.openssl != nil, "openssl is not installed"),
    .timeLimit(.minutes(20))
)
struct HTTPClientTLSTests {
    private func result(
        _ url: (TLSServer) -> String,
        _ options: (TLSServer) -> HTTPClientOptions
    ) async throws -> Result<HTTPResponse, HTTPError> {
        let server = try TLSServer(try #require(TLSServer.openssl))
        let client = try HTTPClient(options(server))
        let result: Result<HTTPResponse, HTTPError>
        do throws(HTTPError) {
            result = .success(try await client.send(HTTPRequest(url: url(server))))
        } catch {
            result = .failure(error)
        }
        await client.close()
        withExtendedLifetime(server) {}
        return result
    }

    private func failure(_ result: Result<HTTPResponse, HTTPError>) -> HTTPError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test func unknownAuthorityIsRefusedForGood() async throws {
        let result = try await result({ "https://localhost:\($0.port)/" }) { _ in
            HTTPClientOptions(userAgent: "chandler/test", environment: { _ in nil })
        }
        let error = try #require(failure(result))
        #expect(error.code == .tls)
        #expect(error.context.curlCode == 60)
        #expect(!error.isRetryable)
        #expect(error.message.contains("SSL_CERT_FILE"))
    }

    @Test func wrongHostNameIsRefusedForGood() async throws {
        var error: HTTPError?
        // The server of a busy machine may break a handshake off: that is another fault, which is
        // worth trying again, and says nothing of the name.
        for _ in 0..<5 where error == nil || error?.code == .tlsHandshake {
            let result = try await result({ "https://127.0.0.1:\($0.port)/" }) { server in
                HTTPClientOptions(
                    userAgent: "chandler/test",
                    certificateFile: server.certificate,
                    environment: { _ in nil }
                )
            }
            error = failure(result)
        }
        #expect(error?.code == .tls)
        #expect(error?.context.curlCode == 60)
        #expect(error?.message.contains("127.0.0.1") == true)
    }

    @Test(arguments: ["option", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
    func namedAuthorityIsTrusted(_ source: String) async throws {
        let result = try await result({ "https://localhost:\($0.port)/" }) { server in
            HTTPClientOptions(
                userAgent: "chandler/test",
                certificateFile: source == "option" ? server.certificate : nil,
                environment: { $0 == source ? server.certificate : nil }
            )
        }
        let response = try result.get()
        #expect(response.status == 200)
        #expect(response.body.text.contains("Cipher"))
        #expect(response.timing.connect > .zero)
    }

    @Test func missingAuthorityFileIsNamed() async throws {
        let result = try await result({ "https://localhost:\($0.port)/" }) { _ in
            HTTPClientOptions(
                userAgent: "chandler/test",
                certificateFile: "/nonexistent/authorities.pem",
                environment: { _ in nil }
            )
        }
        let error = try #require(failure(result))
        #expect(error.code == .tls)
        #expect(error.message.contains("/nonexistent/authorities.pem"))
    }

    @Test func redirectNeverLeavesTLS() async throws {
        let plain = try ScriptedServer { $0.respond(200, "plain") }
        let openssl = try #require(TLSServer.openssl)
        let answer = "HTTP/1.0 302 Found\r\nLocation: \(plain.url)/x\r\n\r\n"
        let server = try TLSServer(openssl, answer: answer)
        let options = HTTPClientOptions(
            userAgent: "chandler/test",
            certificateFile: server.certificate,
            environment: { _ in nil }
        )
        try await HTTPClientTests.withClient(plain, options) { client in
            let request = HTTPRequest(url: "https://localhost:\(server.port)/answer")
            let error = try #require(await thrown { try await client.send(request) })
            #expect(error.code == .badURL, "\(error)")
        }
        #expect(plain.requests == 0)
        withExtendedLifetime(server) {}
    }

    @Test func plainServerOnTLSPortIsAHandshakeFailure() async throws {
        let server = try ScriptedServer { $0.respond() }
        try await HTTPClientTests.withClient(server) { client in
            let url = "https://127.0.0.1:\(server.port)/"
            let task = Task { () async -> HTTPError? in
                await thrown { try await client.send(HTTPRequest(url: url)) }
            }
            // The server waits for the end of a head that never comes; ending it cuts the handshake.
            while server.connections == 0 { await Task.yield() }
            server.stop()
            #expect(await task.value?.code == .tlsHandshake)
        }
    }
}
