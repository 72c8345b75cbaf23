import ChandlerHTTP
import ChandlerTelemetry
import Testing

@Suite(.timeLimit(.minutes(5))) struct PushGatewayTests {
    static let secret = "geheim42"

    private let families = RunMetrics.families(of: sampleRun(), earlierSuccess: nil)

    private func push(
        _ address: String,
        _ grouping: [(String, String)] = [("pipeline", "core")],
        earlier: PushGateway.Earlier = .isReplaced,
        within limit: Duration = .seconds(30)
    ) async throws -> TelemetryError? {
        try await withClient { client in
            await failure { () async throws(TelemetryError) in
                try await PushGateway(address: address, variable: "PUSH_URL").push(
                    families,
                    grouping: grouping,
                    earlier: earlier,
                    within: limit,
                    over: client
                )
            }
        }
    }

    @Test func metricsArePutIntoTheGroupOfThePipeline() async throws {
        let server = try LoopbackServer { _ in .status(200) }
        defer { server.stop() }
        let grouping = [("pipeline", "core"), ("shard", "3/16")]
        #expect(try await push(server.url + "/", grouping) == nil)
        let request = try #require(server.requests.first)
        let path = "/metrics/job/chandler/pipeline/core/shard@base64/My8xNg"
        #expect(request.line == "PUT \(path) HTTP/1.1")
        #expect(
            request.header("Content-Type")
                == "application/openmetrics-text; version=1.0.0; charset=utf-8"
        )
        #expect(request.header("Expect") == nil)
        let metrics = try Exposition(request.body, .openMetrics)
        #expect(metrics["chandler_run_success", ["pipeline": "crypto-core"]] == 1)
    }

    @Test func earlierMetricsStayWhereThatIsWanted() async throws {
        let server = try LoopbackServer { _ in .status(202) }
        defer { server.stop() }
        #expect(try await push(server.url, earlier: .stays) == nil)
        #expect(server.requests.first?.line.hasPrefix("POST /metrics/job/chandler/") == true)
    }

    @Test(arguments: [
        ("", "/metrics/job"), ("/", "/metrics/job"), ("/prefix//", "/prefix/metrics/job"),
        ("/metrics", "/metrics/job"), ("/p/metrics/", "/p/metrics/job"), ("/#x", "/metrics/job"),
    ])
    func pathOfTheAddressIsKept(_ path: String, _ expected: String) async throws {
        let server = try LoopbackServer { _ in .status(200) }
        defer { server.stop() }
        #expect(try await push(server.url + path, []) == nil)
        #expect(server.requests.first?.line == "PUT \(expected)/chandler HTTP/1.1")
        let asked = try LoopbackServer { _ in .status(200) }
        defer { asked.stop() }
        #expect(try await push("\(asked.url)/?token=t1", []) == nil)
        #expect(asked.requests.first?.line == "PUT /metrics/job/chandler?token=t1 HTTP/1.1")
    }

    @Test(arguments: [
        ("core", "/x/core"), ("a.b_c-9", "/x/a.b_c-9"), ("", "/x@base64/="), ("/", "/x@base64/Lw"),
        ("..", "/x@base64/Li4"), ("a/b", "/x@base64/YS9i"), ("ä?>", "/x@base64/w6Q_Pg"),
        ("a b", "/x@base64/YSBi"), ("1%2", "/x@base64/MSUy"),
    ])
    func awkwardValuesStandInBase64(_ value: String, _ segments: String) async throws {
        let server = try LoopbackServer { _ in .status(200) }
        defer { server.stop() }
        #expect(try await push(server.url, [("x", value)]) == nil)
        #expect(server.requests.first?.line == "PUT /metrics/job/chandler\(segments) HTTP/1.1")
    }

    @Test(arguments: [301, 400, 401, 404, 500, 503])
    func refusalIsToldWithoutTheAddress(_ status: Int) async throws {
        let secret = Self.secret
        let server = try LoopbackServer { _ in
            .status(status, "pushed metrics are invalid", headers: ["Location: http://x/\(secret)"])
        }
        defer { server.stop() }
        let address = "http://me:\(secret)@127.0.0.1:\(server.port)/\(secret)?token=\(secret)"
        let error = try #require(try await push(address))
        #expect(error.code == (status >= 500 ? .unreachable : .refused))
        #expect(error.message.contains("PUSH_URL"))
        #expect(error.message.contains("http://127.0.0.1:\(server.port)/***"))
        #expect(error.message.contains("status \(status): \"pushed metrics are invalid\""))
        #expect(!"\(error)\(String(reflecting: error))".contains(secret), "\(error)")
        let authorization = try #require(server.requests.first?.header("Authorization"))
        #expect(authorization.hasPrefix("Basic "), "user and password are sent all the same")
    }

    @Test func answerThatRepeatsTheAddressIsNotShown() async throws {
        let server = try LoopbackServer { _ in .status(400, "no such page: /\(Self.secret)/x") }
        defer { server.stop() }
        let error = try #require(try await push("\(server.url)/\(Self.secret)"))
        #expect(error.message.hasSuffix("was answered with status 400"))
    }

    @Test(arguments: [LoopbackServer.Answer.silence, .nothing])
    func serverThatDoesNotAnswerIsGivenUp(_ answer: LoopbackServer.Answer) async throws {
        let server = try LoopbackServer { _ in answer }
        defer { server.stop() }
        let address = "http://:\(Self.secret)@127.0.0.1:\(server.port)/\(Self.secret)"
        let error = try #require(try await push(address, within: .milliseconds(200)))
        #expect(error.code == .unreachable)
        #expect(error.isRetryable)
        #expect(!"\(error)\(String(reflecting: error))".contains(Self.secret), "\(error)")
    }

    @Test func nobodyThereIsToldWithoutTheAddress() async throws {
        let server = try LoopbackServer { _ in .nothing }
        let address = "http://127.0.0.1:\(server.port)/\(Self.secret)"
        server.stop()
        let error = try #require(try await push(address))
        #expect(error.code == .unreachable)
        #expect(!"\(error)\(String(reflecting: error))".contains(Self.secret), "\(error)")
        #expect(PushGateway.limit == .seconds(5))
    }

    @Test(arguments: [
        "", "geheim42", "ftp://geheim42", "gateway.example/geheim42", "http://",
        "https://a b/geheim42",
        "http://h/geheim42\n", "https://?geheim42",
    ])
    func whatIsNoAddressIsRefusedUnseen(_ address: String) {
        let error = #expect(throws: TelemetryError.self) {
            try PushGateway(address: address, variable: "PUSH_URL")
        }
        #expect(error?.code == .badAddress)
        #expect(error?.message.contains("PUSH_URL") == true)
        #expect(error?.message.contains(Self.secret) == false)
    }
}
