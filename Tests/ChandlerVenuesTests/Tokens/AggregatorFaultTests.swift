import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

/// What no aggregator documents ends in a clear error, after as many repetitions as make sense.
@Suite struct AggregatorFaultTests {
    private static let html = "<html><head><title>Maintenance</title></head></html>"

    @Test(
        arguments: AggregatorSources.names,
        [html, "[{\"id\":\"a\",", "", "{\"data\":", "\u{0}", "42", "\"words\""]
    )
    func unreadableAnswersAreRepeatedAndThenReported(name: String, body: String) async {
        let stub = StubVenue { _, _ in
            .text(200, headers: ["Content-Type": "text/html"], body)
        }
        let source = AggregatorSources.tokens(name, stub)
        let error = await venueError { _ = try await source.tokens(.mints(["a"])) }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("could not be read") == true)
        #expect(error?.message.contains("nothing of this answer was kept") == true)
        #expect(stub.requests.count == 3)
    }

    @Test(arguments: AggregatorSources.names)
    func answerAfterAFaultIsTaken(name: String) async throws {
        let good = name == "jupiter-price" ? "{}" : name == "geckoterminal" ? "{\"data\":[]}" : "[]"
        let stub = StubVenue { (_, number) throws(HTTPError) in
            switch number {
            case 1: .text(503, Self.html)
            case 2: .text(200, Self.html)
            case 3: throw HTTPError(.cutConnection, "the connection ended")
            default: .text(good)
            }
        }
        let source = AggregatorSources.tokens(name, stub)
        #expect(try await source.tokens(.mints(["a"])).snapshots == [])
        #expect(stub.requests.count == 4 && source.counters.retries == 3)
    }

    @Test(
        arguments: AggregatorSources.names,
        [
            (503, html, VenueError.Code.unreachable), (500, "{}", .unreachable),
            (403, html, .refused), (400, "bad", .refused), (401, "", .refused),
            (429, "Too Many Requests", .rateLimited), (429, html, .rateLimited),
        ]
    )
    func statusDecidesWhereNothingElseDoes(
        name: String,
        answer: (status: Int, body: String, code: VenueError.Code)
    ) async {
        let stub = StubVenue { _, _ in
            .text(HTTPStatus(rawValue: answer.status), answer.body)
        }
        let source = AggregatorSources.tokens(name, stub)
        let error = await venueError { _ = try await source.tokens(.mints(["a"])) }
        #expect(error?.code == answer.code, "\(error?.message ?? "no error")")
    }

    @Test(arguments: AggregatorSources.names)
    func limitThatEndsTooLateEndsTheQuestion(name: String) async {
        let stub = StubVenue { _, _ in .text(429, headers: ["Retry-After": "3600"], "slow") }
        let source = AggregatorSources.tokens(name, stub)
        let error = await venueError { _ = try await source.tokens(.mints(["a"])) }
        #expect(error?.code == .rateLimited && stub.requests.count == 1)
    }

    @Test(arguments: AggregatorSources.names)
    func unreachableHostIsReported(name: String) async {
        let stub = StubVenue { (_, _) throws(HTTPError) in
            throw HTTPError(.couldNotConnect, "nobody there")
        }
        let source = AggregatorSources.tokens(name, stub)
        let error = await venueError { _ = try await source.tokens(.mints(["a"])) }
        #expect(error?.code == .unreachable && stub.requests.count > 1)
    }
}
