import ChandlerHTTP
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(20))) struct HTTPClientTests {
    static let options = HTTPClientOptions(userAgent: "chandler/test", environment: { _ in nil })

    /// Runs `body` with a client, closes it, and stops the server.
    static func withClient<Value: Sendable>(
        _ server: ScriptedServer,
        _ options: HTTPClientOptions = Self.options,
        _ body: (HTTPClient) async throws -> Value
    ) async throws -> Value {
        let client = try HTTPClient(options)
        defer { server.stop() }
        do {
            let value = try await body(client)
            await client.close()
            return value
        } catch {
            await client.close()
            throw error
        }
    }

    @Test func answerHasStatusHeadersBodyAndFacts() async throws {
        let server = try ScriptedServer { exchange in
            exchange.respond(404, headers: ["X-One: a", "x-one:b", "Empty:"], "no such symbol")
        }
        try await Self.withClient(server) { client in
            let response = try await client.send(HTTPRequest(url: server.url + "/x?y=1"))
            #expect(response.status == 404)
            #expect(response.headers["X-ONE"] == "a")
            #expect(response.headers.values(of: "X-One") == ["a", "b"])
            #expect(response.headers["empty"] == "")
            #expect(response.headers["absent"] == nil)
            #expect(response.body.text == "no such symbol")
            #expect(response.effectiveHost == "127.0.0.1:\(server.port)")
            #expect(response.version == .http1_1)
            #expect(response.bytesOnWire > 14)
            #expect(response.connectionsOpened == 1)
            #expect(response.timing.total > .zero)
            #expect(response.timing.total >= response.timing.firstByte)
        }
    }

    @Test func requestCarriesUserAgentEncodingsAndHeaders() async throws {
        let server = try ScriptedServer { exchange in
            let names = ["User-Agent", "Accept-Encoding", "X-MBX-APIKEY", "X-Empty"]
            exchange.respond(200, names.map { exchange.header($0) ?? "-" }.joined(separator: "|"))
        }
        try await Self.withClient(server) { client in
            let headers: HTTPHeaders = ["X-MBX-APIKEY": "k", "X-Empty": ""]
            let response = try await client.send(HTTPRequest(url: server.url, headers: headers))
            let sent = response.body.text.split(separator: "|", omittingEmptySubsequences: false)
            #expect(sent[0] == "chandler/test")
            #expect(sent[1].contains("gzip"))
            #expect(sent[2] == "k")
            #expect(sent[3] == "")
            let later = try await client.send(HTTPRequest(url: server.url))
            #expect(later.body.text.hasSuffix("|-|-"), "a handle kept headers of another request")
        }
    }

    @Test func connectionIsKeptForManyRequests() async throws {
        let server = try ScriptedServer { $0.respond(200, $0.target) }
        try await Self.withClient(server) { client in
            for number in 1...50 {
                let response = try await client.send(HTTPRequest(url: "\(server.url)/\(number)"))
                #expect(response.body.text == "/\(number)")
                #expect(response.connectionsOpened == (number == 1 ? 1 : 0))
            }
        }
        #expect(server.connections == 1)
        #expect(server.requests == 50)
    }

    @Test func compressedBodyIsDecompressed() async throws {
        let base64 =
            "H4sIAAAAAAAC/4uONjSxtDQwMYAAHSUDPQNDM2MTc0sDpdjY6FHZUdlR2VHZQSMLABBHsSuwBAAA"
        let gzip = try #require(Data(base64Encoded: base64))
        let server = try ScriptedServer { exchange in
            exchange.respond(headers: ["Content-Encoding: gzip"], body: Array(gzip))
        }
        try await Self.withClient(server) { client in
            let response = try await client.send(HTTPRequest(url: server.url))
            let row = "[[1499040000000,\"0.01634790\"]]"
            #expect(response.body.text == String(repeating: row, count: 40))
            #expect(response.bytesOnWire < response.body.count)
            #expect(response.bytesOnWire > gzip.count)
        }
    }

    @Test func largeBodyArrivesWholeAndPadded() async throws {
        let sent = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let server = try ScriptedServer { exchange in
            if exchange.target == "/pieces" {
                exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                for start in stride(from: 0, to: sent.count, by: 99_999) {
                    let piece = sent[start..<min(start + 99_999, sent.count)]
                    exchange.send(String(piece.count, radix: 16) + "\r\n")
                    exchange.send(Array(piece) + Array("\r\n".utf8))
                }
                exchange.send("0\r\n\r\n")
            } else {
                exchange.respond(body: sent)
            }
        }
        try await Self.withClient(server) { client in
            for path in ["/pieces", "/whole"] {
                let response = try await client.send(HTTPRequest(url: server.url + path))
                #expect(response.body.bytes == sent)
                #expect(paddingIsZero(response.body))
            }
        }
    }

    @Test func twoHundredRequestsAtOnceKeepToTheBound() async throws {
        let server = try ScriptedServer { exchange in
            usleep(UInt32(exchange.request % 5) * 500)
            exchange.respond(200, exchange.target)
        }
        try await Self.withClient(server) { client in
            try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let request = HTTPRequest(url: "\(server.url)/\(number)")
                        return (number, try await client.send(request).body.text)
                    }
                }
                for try await (number, text) in group { #expect(text == "/\(number)") }
            }
        }
        #expect(server.requests == 200)
        #expect(server.mostRunning <= 8)
        #expect(server.connections <= 8)
    }

    @Test func redirectIsFollowedAndItsHeadersForgotten() async throws {
        let target = try ScriptedServer { $0.respond(200, headers: ["X-Last: 2"], "there") }
        let server = try ScriptedServer { exchange in
            exchange.respond(302, headers: ["Location: \(target.url)/x", "X-First: 1"], "moved")
        }
        defer { target.stop() }
        try await Self.withClient(server) { client in
            let response = try await client.send(HTTPRequest(url: server.url))
            #expect(response.status == 200)
            #expect(response.body.text == "there")
            #expect(response.headers["X-First"] == nil)
            #expect(response.headers["X-Last"] == "2")
            #expect(response.effectiveHost == "127.0.0.1:\(target.port)")
        }
    }

    @Test func keyInHeaderIsNotSentToTheHostOfARedirect() async throws {
        let target = try ScriptedServer { $0.respond(200) }
        let server = try ScriptedServer { exchange in
            exchange.respond(302, headers: ["Location: \(target.url)/x"])
        }
        defer { target.stop() }
        try await Self.withClient(server) { client in
            let headers: HTTPHeaders = ["x-cg-pro-api-key": "geheim"]
            let response = try await client.send(HTTPRequest(url: server.url, headers: headers))
            #expect(response.status == 302)
        }
        #expect(target.requests == 0)
    }

    @Test func continueAnswerIsNotTheAnswer() async throws {
        let server = try ScriptedServer { exchange in
            exchange.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
            exchange.respond(200, "late")
        }
        try await Self.withClient(server) { client in
            let response = try await client.send(HTTPRequest(url: server.url))
            #expect(response.status == 200)
            #expect(response.headers["Link"] == nil)
            #expect(response.body.text == "late")
        }
    }
}

/// Whether the bytes after the body can be read and are zero.
func paddingIsZero(_ body: HTTPBody) -> Bool {
    body.withPaddedBytes { bytes in
        guard let start = bytes.baseAddress else { return false }
        return (0..<HTTPBody.padding).allSatisfy {
            start.load(fromByteOffset: bytes.count + $0, as: UInt8.self) == 0
        }
    }
}
