import ChandlerHTTP
import Dispatch
import Glibc
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(20))) struct HTTPClientFaultTests {
    /// What a server does wrong, and the code that the client reports.
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        let code: HTTPError.Code
        let script: ScriptedServer.Script
        var testDescription: String { name }

        init(_ name: String, _ code: HTTPError.Code, _ script: @escaping ScriptedServer.Script) {
            self.name = name
            self.code = code
            self.script = script
        }
    }

    static let faults = [
        Fault("body shorter than announced", .cutConnection) {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[[1,2")
            $0.cut()
        },
        Fault("piece shorter than announced", .cutConnection) {
            $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n[[1,2")
            $0.cut()
        },
        Fault("last piece missing", .cutConnection) {
            $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n")
            $0.cut()
        },
        Fault("no answer", .cutConnection) { $0.cut() },
        Fault("not HTTP", .badURL) {
            $0.send("220 mail.example ESMTP\r\n")
            $0.cut()
        },
        Fault("broken gzip", .decoding) {
            $0.respond(headers: ["Content-Encoding: gzip"], "this is no gzip at all")
        },
        Fault("redirect to a file", .badURL) {
            $0.respond(302, headers: ["Location: file:///etc/passwd"])
        },
        Fault("redirect to ftp", .badURL) {
            $0.respond(302, headers: ["Location: ftp://127.0.0.1/x"])
        },
        Fault("endless redirect", .tooManyRedirects) {
            $0.respond(302, headers: ["Location: /again"])
        },
        Fault("announced body too large", .tooLarge) {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n")
            $0.waitForClientToLeave()
        },
        Fault("unannounced body too large", .tooLarge) {
            $0.send("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1_000_001))
            $0.cut()
        },
        Fault("stalled head", .timedOut) { $0.waitForClientToLeave() },
        Fault("stalled body", .timedOut) {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[[1,2")
            $0.waitForClientToLeave()
        },
    ]

    static let options = HTTPClientOptions(
        userAgent: "chandler/test",
        timeouts: HTTPTimeouts(
            total: .seconds(20),
            lowSpeed: 1_000,
            lowSpeedPeriod: .seconds(1)
        ),
        maximumBodyBytes: 1_000_000,
        environment: { _ in nil }
    )

    @Test(arguments: faults)
    func faultOfTheServerHasItsCode(_ fault: Fault) async throws {
        let server = try ScriptedServer(fault.script)
        try await HTTPClientTests.withClient(server, Self.options) { client in
            let request = HTTPRequest(url: server.url + "/klines?symbol=BTCUSDT&signature=geheim")
            let error = try #require(await thrown { try await client.send(request) })
            #expect(error.code == fault.code, "\(error)")
            #expect(error.context.curlCode != nil)
            #expect(error.message.contains("symbol=BTCUSDT&signature=***"))
            #expect(!"\(error)".contains("geheim"))
        }
    }

    @Test func bodyOfExactlyTheLimitIsAccepted() async throws {
        let server = try ScriptedServer {
            $0.respond(200, String(repeating: "x", count: 1_000_000))
        }
        try await HTTPClientTests.withClient(server, Self.options) { client in
            let response = try await client.send(HTTPRequest(url: server.url))
            #expect(response.body.count == 1_000_000)
        }
    }

    @Test func totalLimitOfOneRequestWinsOverTheClients() async throws {
        let server = try ScriptedServer { $0.waitForClientToLeave() }
        try await HTTPClientTests.withClient(server) { client in
            let limits = HTTPTimeouts(total: .milliseconds(80))
            let request = HTTPRequest(url: server.url, timeouts: limits)
            let error = try #require(await thrown { try await client.send(request) })
            #expect(error.code == .timedOut)
            #expect(error.isRetryable)
        }
    }

    @Test func closedPortIsReported() async throws {
        let server = try ScriptedServer { $0.respond() }
        let client = try HTTPClient(HTTPClientTests.options)
        server.stop()
        // The accepting thread closes the listener; until then a connection may be cut instead.
        var error = await thrown { try await client.send(HTTPRequest(url: server.url)) }
        while error?.code == .cutConnection {
            error = await thrown { try await client.send(HTTPRequest(url: server.url)) }
        }
        #expect(error?.code == .couldNotConnect)
        #expect(error?.context.curlCode == 7)
        #expect(error?.message.contains("CURLcode 7") == true)
        await client.close()
    }

    @Test(arguments: [
        ("ftp://127.0.0.1/x", HTTPError.Code.badURL), ("file:///etc/passwd", .badURL),
        ("127.0.0.1/x", .badURL), ("", .badURL), ("http://", .badURL),
        ("http://127.0.0.1/a b", .badURL), ("http://127.0.0.1/\u{0}", .badURL),
        ("http://127.0.0.1/\r\nX: y", .badURL), ("http://127.0.0.1:99999/", .badURL),
    ])
    func unusableURLIsRefused(_ url: String, _ code: HTTPError.Code) async throws {
        let client = try HTTPClient(HTTPClientTests.options)
        let error = await thrown { try await client.send(HTTPRequest(url: url)) }
        #expect(error?.code == code)
        #expect(error?.isRetryable == false)
        await client.close()
    }

    @Test(arguments: [
        HTTPHeaders.Field(name: "X-MBX-APIKEY", value: "geheim\r\nHost: other"),
        HTTPHeaders.Field(name: "X-MBX-APIKEY", value: "geheim\n"),
        HTTPHeaders.Field(name: "X: geheim\r\nY", value: "1"),
        HTTPHeaders.Field(name: "", value: "geheim"),
        HTTPHeaders.Field(name: "X-Key;", value: "geheim"),
        HTTPHeaders.Field(name: "X-Key", value: "geheim\u{0}"),
    ])
    func headerWithLineBreakIsRefused(_ field: HTTPHeaders.Field) async throws {
        let client = try HTTPClient(HTTPClientTests.options)
        let request = HTTPRequest(url: "http://127.0.0.1:1/", headers: HTTPHeaders([field]))
        let error = try #require(await thrown { try await client.send(request) })
        #expect(error.code == .badHeader)
        if !field.name.contains("geheim") { #expect(!error.message.contains("geheim")) }
        await client.close()
    }

    @Test func cancellingFreesTheTransfer() async throws {
        let (begun, left) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let server = try ScriptedServer { exchange in
            guard exchange.target == "/stall" else { return exchange.respond(200, "next") }
            begun.signal()
            exchange.waitForClientToLeave()
            left.signal()
        }
        let options = HTTPClientOptions(
            userAgent: "chandler/test",
            transfersPerHost: 1,
            environment: { _ in nil }
        )
        try await HTTPClientTests.withClient(server, options) { client in
            let stalled = Task { () async -> HTTPError? in
                await thrown { try await client.send(HTTPRequest(url: server.url + "/stall")) }
            }
            await waited(for: begun)
            let waiting = Task { () async -> HTTPError? in
                await thrown { try await client.send(HTTPRequest(url: server.url + "/never")) }
            }
            waiting.cancel()
            #expect(await waiting.value?.code == .cancelled)
            stalled.cancel()
            #expect(await stalled.value?.code == .cancelled)
            await waited(for: left)
            // The only place of this host is free again.
            let response = try await client.send(HTTPRequest(url: server.url + "/next"))
            #expect(response.body.text == "next")
        }
        #expect(server.requests == 2)
    }

    @Test func cancelledTaskSendsNothing() async throws {
        let server = try ScriptedServer { $0.respond() }
        try await HTTPClientTests.withClient(server) { client in
            let task = Task { () async -> HTTPError? in
                while !Task.isCancelled { await Task.yield() }
                return await thrown { try await client.send(HTTPRequest(url: server.url)) }
            }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
        }
        #expect(server.requests == 0)
    }

    @Test func cancellingAtRandomMomentsLosesNoAnswer() async throws {
        let server = try ScriptedServer { $0.respond(200, "x") }
        try await HTTPClientTests.withClient(server) { client in
            for round in 0..<300 {
                let task = Task { () async -> HTTPError? in
                    await thrown { try await client.send(HTTPRequest(url: server.url)) }
                }
                for _ in 0..<(round % 40) { await Task.yield() }
                task.cancel()
                let error = await task.value
                #expect(error == nil || error?.code == .cancelled)
            }
        }
    }

    @Test func closingEndsRunningAndWaitingTransfers() async throws {
        let begun = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { exchange in
            begun.signal()
            exchange.waitForClientToLeave()
        }
        let client = try HTTPClient(HTTPClientTests.options)
        let codes = await withTaskGroup(of: HTTPError.Code?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await thrown { try await client.send(HTTPRequest(url: server.url)) }?.code
                }
            }
            await waited(for: begun)
            await client.close()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: .closed, count: 20))
        let late = await thrown { try await client.send(HTTPRequest(url: server.url)) }
        #expect(late?.code == .closed)
        await client.close()
        server.stop()
    }

    @Test func droppedClientsEndTheirThreads() async throws {
        let server = try ScriptedServer { $0.respond(200, "x") }
        for _ in 0..<40 {
            let client = try HTTPClient(HTTPClientTests.options)
            #expect(try await client.send(HTTPRequest(url: server.url)).body.text == "x")
        }
        server.stop()
    }
}

/// Waits for a semaphore on a thread of its own, so that no task is held up.
func waited(for semaphore: DispatchSemaphore) async {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
            semaphore.wait()
            continuation.resume()
        }
    }
}
