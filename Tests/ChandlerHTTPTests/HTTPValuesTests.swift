import ChandlerHTTP
import Testing

@Suite struct HTTPStatusTests {
    @Test(arguments: [
        (100, HTTPStatus.Kind.informational), (200, .success), (204, .success), (299, .success),
        (301, .redirect), (304, .redirect), (400, .clientError), (401, .clientError),
        (403, .refused), (404, .clientError), (408, .transient), (418, .rateLimited),
        (425, .transient), (429, .rateLimited), (451, .refused), (500, .serverError),
        (503, .serverError), (599, .serverError), (0, .unknown), (600, .unknown), (-1, .unknown),
    ])
    func kindFollowsTheNumber(_ number: Int, _ kind: HTTPStatus.Kind) {
        #expect(HTTPStatus(rawValue: number).kind == kind)
    }

    @Test func descriptionHasTheWordsWhereKnown() {
        #expect(HTTPStatus(rawValue: 451).description == "HTTP 451 Unavailable For Legal Reasons")
        #expect(HTTPStatus(rawValue: 299).description == "HTTP 299")
    }
}

@Suite struct RetryAfterTests {
    static let now: Int64 = 784_111_777  // Sun, 06 Nov 1994 08:49:37 GMT

    @Test(arguments: [
        ("0", Duration.seconds(0)), ("120", .seconds(120)),
        ("99999999999999999999", .seconds(3_155_760_000)),
        ("Sun, 06 Nov 1994 08:50:07 GMT", .seconds(30)),
        ("Sunday, 06-Nov-94 08:50:07 GMT", .seconds(30)),
        ("Sun Nov  6 08:50:07 1994", .seconds(30)),
        ("Sun, 06 Nov 1994 08:49:36 GMT", .seconds(0)),
        ("Mon, 07 Nov 1994 08:49:37 GMT", .seconds(86_400)),
    ])
    func pauseIsReadFromSecondsAndDates(_ text: String, _ pause: Duration) {
        let response = response(429, headers: ["retry-after": text])
        #expect(RetryAfter.pause(response, unixSeconds: Self.now) == pause)
    }

    @Test(arguments: [
        "", "-1", "soon", "1.5", "Sun, 06 Nov 1994", "Sun, 99 Nov 1994 08:50:07 GMT",
        "Sun, 06 Foo 1994 08:50:07 GMT", "Sun, 06 Nov 1994 25:50:07 GMT", "a b c d e", ", , , , ,",
    ])
    func unreadablePauseIsNone(_ text: String) {
        let response = response(429, headers: ["Retry-After": text])
        #expect(RetryAfter.pause(response, unixSeconds: Self.now) == nil)
    }

    @Test func dateIsComparedWithTheServersClock() {
        let headers: HTTPHeaders = [
            "Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:49:47 GMT",
        ]
        let pause = RetryAfter.pause(response(503, headers: headers), unixSeconds: 0)
        #expect(pause == .seconds(10))
    }

    @Test(arguments: [
        (Int64(784_111_787_500), Duration.milliseconds(10_500)), (0, .zero),
        (Int64.max, .seconds(3_155_760_000)), (Int64.min, .zero),
    ])
    func instantInMillisecondsBecomesAPause(_ until: Int64, _ pause: Duration) {
        let answer = response(418)
        let found = RetryAfter.pause(
            untilUnixMilliseconds: until,
            answer,
            unixSeconds: Self.now
        )
        #expect(found == pause)
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", Int64(0)),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
        ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
        ("Sun, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
    ])
    func serverClockIsReadAcrossLeapDays(_ text: String, _ seconds: Int64) {
        #expect(response(200, headers: ["Date": text]).serverSeconds == seconds)
    }
}

@Suite struct HTTPBodyTests {
    @Test(arguments: [0, 1, 63, 64, 65, 16_384, 100_000])
    func bodyIsPaddedWithZeros(_ count: Int) {
        let body = HTTPBody((0..<count).map { UInt8(truncatingIfNeeded: $0) | 1 })
        #expect(body.count == count)
        #expect(body.isEmpty == (count == 0))
        #expect(body.bytes.count == count)
        #expect(paddingIsZero(body))
    }

    @Test func excerptIsCutQuotedAndOnOneLine() {
        #expect(HTTPBody(text: "<html>\r\n\u{1b}[31m").excerpt() == "\"<html>   [31m\"")
        #expect(HTTPBody(text: String(repeating: "ä", count: 81)).excerpt().count == 83)
        #expect(HTTPBody(text: "abc").excerpt(limit: 2) == "\"ab…\"")
        #expect(HTTPBody([0xff, 0x41]).excerpt().contains("A"))
    }
}

@Suite struct PathRequestTests {
    private func url(_ request: PathRequest) async throws -> String {
        let transport = StubTransport { _, _ in response(200) }
        let runner = RequestRunner(
            transport: transport,
            options: .init(baseURLs: ["https://h/base/"]),
            limiter: RateLimiter(WeightLimit(weight: 10, per: .seconds(1)))
        )
        _ = try await runner.fetch(request)
        return try #require(transport.urls.first)
    }

    @Test(arguments: [
        ("BTC-USD", "BTC-USD"), ("A/B", "A%2FB"), ("../x", "%2E%2E%2Fx"), ("..", "%2E%2E"),
        (".", "%2E"), ("a'b;c\"d", "a%27b%3Bc%22d"), ("ä?#%", "%C3%A4%3F%23%25"), ("", ""),
    ])
    func segmentStaysOneSegment(_ segment: String, _ encoded: String) async throws {
        let found = try await url(PathRequest(segments: ["products", segment, "candles"]))
        #expect(found == "https://h/base/products/\(encoded)/candles")
    }

    @Test func queryValuesAreEncodedInOrder() async throws {
        let request = PathRequest(
            path: "/api/v3/klines",
            query: [.init("symbol", "A&B=C"), .init("limit", "10"), .init("x y", "+ ")]
        )
        let found = try await url(request)
        #expect(
            found == "https://h/base/api/v3/klines?symbol=A%26B%3DC&limit=10&x%20y=%2B%20"
        )
    }
}
