import ChandlerHTTP
import Testing

@Suite(.timeLimit(.minutes(5))) struct HTTPRequestBodyTests {
    static let secret = "geheim42"

    private static func echo(_ exchange: Exchange) {
        let type = exchange.header("Content-Type") ?? "-"
        let head = "\(exchange.method) \(exchange.target) \(type) \(exchange.body.count) "
        exchange.respond(body: Array(head.utf8) + exchange.body)
    }

    @Test(arguments: [HTTPRequest.Method.post, .put])
    func bodyArrivesAsItIs(_ method: HTTPRequest.Method) async throws {
        let server = try ScriptedServer(Self.echo)
        let sent: [UInt8] = [0, 13, 10, 0, 255, 65]
        try await HTTPClientTests.withClient(server) { client in
            let request = HTTPRequest(
                method,
                url: server.url + "/a@base64/x",
                body: sent,
                headers: ["Content-Type": "application/json"]
            )
            let answer = try await client.send(request)
            let head = "\(method.rawValue) /a@base64/x application/json 6 "
            #expect(answer.body.bytes == Array(head.utf8) + sent)
        }
    }

    @Test(arguments: [0, 1, 1_025, 3_000_000])
    func bodyOfAnySizeIsSentAtOnce(_ size: Int) async throws {
        let server = try ScriptedServer { exchange in
            let isWhole = exchange.body == Self.pattern(size)
            exchange.respond(200, "\(isWhole) \(exchange.header("Expect") ?? "-")")
        }
        try await HTTPClientTests.withClient(server) { client in
            for method in [HTTPRequest.Method.post, .put] {
                let body = Self.pattern(size)
                let answer = try await client.send(
                    HTTPRequest(method, url: server.url, body: body)
                )
                #expect(answer.body.text == "true -", "a server that knows no Expect makes us wait")
            }
        }
    }

    private static func pattern(_ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    }

    @Test func handleForgetsMethodAndBodyOfTheRequestBefore() async throws {
        let server = try ScriptedServer(Self.echo)
        try await HTTPClientTests.withClient(server) { client in
            let methods: [HTTPRequest.Method] = [.get, .put, .get, .post, .put, .post, .get]
            for method in methods {
                let request =
                    method == .get
                    ? HTTPRequest(url: server.url + "/x")
                    : HTTPRequest(
                        method,
                        url: server.url + "/x",
                        body: Array(method.rawValue.utf8),
                        headers: ["Content-Type": "t"]
                    )
                let body = method == .get ? "" : method.rawValue
                let type = method == .get ? "-" : "t"
                let text = try await client.send(request).body.text
                #expect(text == "\(method.rawValue) /x \(type) \(body.utf8.count) \(body)")
            }
        }
        #expect(server.connections == 1)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func whatIsSentGoesToOneAddressOnly(_ status: Int) async throws {
        let target = try ScriptedServer(Self.echo)
        let server = try ScriptedServer { exchange in
            exchange.respond(status, headers: ["Location: \(target.url)/x"])
        }
        defer { target.stop() }
        try await HTTPClientTests.withClient(server) { client in
            for method in [HTTPRequest.Method.post, .put] {
                let request = HTTPRequest(method, url: server.url, body: [1])
                let answer = try await client.send(request)
                #expect(answer.status.rawValue == status)
            }
        }
        #expect(target.requests == 0)
    }

    @Test func passwordInTheURLIsSentAsBasicAuthorization() async throws {
        let server = try ScriptedServer { exchange in
            exchange.respond(200, exchange.header("Authorization") ?? "-")
        }
        try await HTTPClientTests.withClient(server) { client in
            let url = "http://me:s3cret@127.0.0.1:\(server.port)/x"
            let answer = try await client.send(HTTPRequest(.put, url: url, body: [1]))
            #expect(answer.body.text == "Basic bWU6czNjcmV0")
        }
    }

    @Test(arguments: [
        ("https://h:1/services/T0/geheim42", "https://h:1/***"), ("https://h", "https://h"),
        ("https://u:geheim42@h/", "https://h"), ("https://h?x=geheim42", "https://h/***"),
        ("https://h/geheim42#geheim42", "https://h/***"),
    ])
    func pathThatIsAKeyIsNeverShown(_ url: String, _ shown: String) async throws {
        let request = HTTPRequest(
            .post,
            url: url,
            body: Array(Self.secret.utf8),
            hidesPath: true
        )
        #expect(request.shownURL == shown)
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped] {
            #expect(!text.contains(Self.secret), "\(text)")
        }
        #expect("\(request)" == "POST \(shown)")
    }

    @Test func errorOfARequestThatHidesItsPathShowsTheHostAlone() async throws {
        let server = try ScriptedServer { $0.cut() }
        let url = "\(server.url)/services/\(Self.secret)"
        try await HTTPClientTests.withClient(server) { client in
            for url in [url, "ftp://h/\(Self.secret)", "\(url) \(Self.secret)"] {
                let request = HTTPRequest(.post, url: url, body: [1], hidesPath: true)
                let error = try #require(await thrown { try await client.send(request) })
                let texts = "\(error) \(String(reflecting: error)) \(error.context.url ?? "")"
                #expect(!texts.contains(Self.secret), "\(texts)")
                #expect(error.message.hasPrefix("POST "))
            }
        }
    }
}
