import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct BinanceAnswersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let status: HTTPStatus
        let headers: HTTPHeaders
        let body: String
        let verdict: String
        var testDescription: String { "\(status.rawValue) \(body) \(headers)" }

        init(_ status: HTTPStatus, _ body: String, _ headers: HTTPHeaders, _ verdict: String) {
            self.status = status
            self.body = body
            self.headers = headers
            self.verdict = verdict
        }
    }

    @Test(arguments: [
        Case(200, "[]", [:], "accept"),
        Case(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", [:], "fail -1121"),
        Case(400, "{\"code\":-1120,\"msg\":\"Invalid interval.\"}", [:], "fail -1120"),
        Case(400, "{\"code\":-1127,\"msg\":\"More than 24 hours\"}", [:], "fail -1127"),
        Case(404, "<html>nothing</html>", [:], "fail nil"),
        Case(400, "{\"code\":-1001,\"msg\":\"Disconnected\"}", [:], "retry nil"),
        Case(504, "{\"code\":-1007,\"msg\":\"Timeout\"}", [:], "retry nil"),
        Case(
            503,
            "{\"code\":-1008,\"msg\":\"Overloaded\"}",
            ["Retry-After": "3"],
            "retry 3.0 seconds"
        ),
        Case(502, "<html>bad gateway</html>", [:], "retry nil"),
        Case(500, "", [:], "retry nil"),
        Case(451, "{\"code\":0,\"msg\":\"restricted location\"}", [:], "nextHost"),
        Case(403, "<html>forbidden</html>", [:], "nextHost"),
        Case(
            429,
            "{\"code\":-1003,\"msg\":\"Too much\"}",
            ["Retry-After": "17"],
            "limit 17.0 seconds"
        ),
        Case(429, "", [:], "limit nil"),
        Case(400, "{\"code\":-1003,\"msg\":\"Too many requests\"}", [:], "limit nil"),
        Case(
            418,
            "{\"code\":-1003,\"msg\":\"Way too many; IP banned until 1709251320000. Use streams\"}",
            ["Retry-After": "7"],
            "limit 120.0 seconds"
        ),
        Case(
            418,
            "{\"code\":-1003,\"msg\":\"banned\",\"data\":{\"retryAfter\":1709251500000}}",
            [:],
            "limit 300.0 seconds"
        ),
        Case(
            418,
            "{\"code\":-1003,\"msg\":\"banned until 1709251320000\"}",
            ["Date": "Fri, 01 Mar 2024 00:01:00 GMT"],
            "limit 60.0 seconds"
        ),
    ])
    func answerIsJudgedByBinancesRules(answer: Case) {
        let response = HTTPResponse.text(answer.status, headers: answer.headers, answer.body)
        let verdict = BinanceAnswers.judge(response, unixSeconds: 1_709_251_200)
        let found =
            switch verdict {
            case .accept: "accept"
            case .retry(_, let after): "retry \(after.map { "\($0)" } ?? "nil")"
            case .fail(_, let cause):
                "fail \((cause as? BinanceError).map { "\($0.code)" } ?? "nil")"
            case .nextHost: "nextHost"
            case .rateLimited(_, let pause): "limit \(pause.map { "\($0)" } ?? "nil")"
            }
        #expect(found == answer.verdict)
    }

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("error_400_invalid_symbol", -1121), ("error_400_mandatory_param", -1102),
            ("error_400_dapi_range", -4088),
        ]
    )
    func sharedErrorSampleIsAFailureWithItsCode(name: String, code: Int64) throws {
        let response = HTTPResponse(
            status: 400,
            body: try Fixture.sample("binance/\(name).json")
        )
        guard case .fail(let reason, let cause) = BinanceAnswers.judge(response, unixSeconds: 0)
        else {
            Issue.record("was not a failure")
            return
        }
        #expect((cause as? BinanceError)?.code == code)
        #expect(reason.contains("code \(code) \""))
    }
}
