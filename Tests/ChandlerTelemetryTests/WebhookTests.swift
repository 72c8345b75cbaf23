import ChandlerCore
import ChandlerHTTP
import ChandlerTelemetry
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct WebhookTests {
    static let secret = "geheim42"

    /// Pauses take no time, and are kept.
    private final class Pauses: HTTPClock {
        let taken = Mutex<[Duration]>([])
        let now = ContinuousClock.now
        let unixSeconds: Int64 = 0

        func sleep(until instant: ContinuousClock.Instant) async throws(CancellationError) {
            taken.withLock { $0.append(now.duration(to: instant)) }
        }
    }

    private func post(
        to address: String,
        within limit: Duration = .seconds(60),
        _ clock: any HTTPClock = Pauses()
    ) async throws -> TelemetryError? {
        try await withClient { client in
            await failure { () async throws(TelemetryError) in
                let hook = try Webhook(address: address, variable: "HOOK_URL", clock: clock)
                try await hook.post(
                    RunNotice(sampleRun(.failed, exit: 69), .failure).json,
                    within: limit,
                    over: client
                )
            }
        }
    }

    @Test func documentIsPosted() async throws {
        let server = try LoopbackServer { _ in .status(200, "ok") }
        defer { server.stop() }
        #expect(try await post(to: "\(server.url)/services/T0/\(Self.secret)?x=1") == nil)
        let request = try #require(server.requests.first)
        #expect(request.line == "POST /services/T0/\(Self.secret)?x=1 HTTP/1.1")
        #expect(request.header("Content-Type") == "application/json")
        let document = try JSONDocument(parsing: request.body)
        #expect(document["text"].text?.contains("failed") == true)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [1, 2])
    func failureOfTheServerIsTriedAgain(_ failures: Int) async throws {
        let server = try LoopbackServer { $0 <= failures ? .status(503) : .status(204) }
        defer { server.stop() }
        let pauses = Pauses()
        #expect(try await post(to: server.url, within: .seconds(40), pauses) == nil)
        #expect(server.requests.count == failures + 1)
        #expect(Set(server.requests.map(\.body)).count == 1, "the same document each time")
        let expected: [Duration] = [.seconds(1), .seconds(2)]
        #expect(pauses.taken.withLock { $0 } == Array(expected.prefix(failures)))
    }

    @Test func lostConnectionAndSilenceAreTriedAgain() async throws {
        let server = try LoopbackServer { number in
            [.nothing, .silence, .status(200)][number - 1]
        }
        defer { server.stop() }
        #expect(try await post(to: server.url, within: .seconds(2)) == nil)
        #expect(server.requests.count == 3)
    }

    @Test func nobodyIsAskedMoreThanThreeTimes() async throws {
        let secret = Self.secret
        let server = try LoopbackServer { _ in .status(500, "sorry") }
        defer { server.stop() }
        let address = "http://me:\(secret)@127.0.0.1:\(server.port)/\(secret)"
        let error = try #require(try await post(to: address))
        #expect(server.requests.count == 3)
        #expect(error.code == .unreachable)
        #expect(error.message.hasSuffix("status 500: \"sorry\" (attempt 3)"))
        #expect(error.message.contains("HOOK_URL"))
        #expect(!"\(error)\(String(reflecting: error))".contains(secret), "\(error)")
    }

    @Test(arguments: [302, 400, 403, 404, 410])
    func refusalIsNotRepeated(_ status: Int) async throws {
        let secret = Self.secret
        let server = try LoopbackServer { _ in
            .status(status, "invalid_token \(secret)", headers: ["Location: http://127.0.0.1:1/"])
        }
        defer { server.stop() }
        let error = try #require(try await post(to: "\(server.url)/\(secret)"))
        #expect(server.requests.count == 1)
        #expect(error.code == .refused)
        #expect(error.message.hasSuffix("was answered with status \(status)"))
        #expect(!"\(error)\(String(reflecting: error))".contains(secret), "\(error)")
    }

    @Test func allAttemptsKeepToOneLimit() async throws {
        let server = try LoopbackServer { _ in .silence }
        defer { server.stop() }
        let error = try #require(
            try await post(to: "\(server.url)/\(Self.secret)", within: .milliseconds(600))
        )
        #expect(server.requests.count == 3)
        #expect(error.code == .unreachable)
        #expect(!"\(error)\(String(reflecting: error))".contains(Self.secret), "\(error)")
        #expect(Webhook.limit == .seconds(10))
    }

    @Test func whatIsNoAddressIsRefusedUnseen() async throws {
        let error = try #require(try await post(to: "file:///\(Self.secret)"))
        #expect(error.code == .badAddress)
        #expect(!error.message.contains(Self.secret))
    }
}
