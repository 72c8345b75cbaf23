import ChandlerHTTP
import Testing

@Suite struct SecretTests {
    static let secret = "geheim42"

    @Test(arguments: [
        "signature", "SIGNATURE", "apiKey", "api_key", "api-key", "X-API-KEY", "key", "sign",
        "access_token", "secret", "passphrase", "password", "x_cg_pro_api_key",
        "%61piKey", "recvSignature", "auth",
    ])
    func secretParameterIsNeverShown(_ name: String) {
        let url =
            "https://user:\(Self.secret)@api.example.com:8443/v1/x?a=1&\(name)=\(Self.secret)"
            + "&b=2#\(Self.secret)"
        let request = HTTPRequest(url: url)
        var dumped = ""
        dump(request, to: &dumped)
        let error = HTTPError(.other, "x", context: .init(url: url))
        for text in [
            "\(request)", request.shownURL, String(reflecting: request), dumped,
            error.context.url ?? "", String(reflecting: error),
        ] {
            #expect(!text.contains(Self.secret), "\(text)")
        }
        #expect(request.shownURL == "https://api.example.com:8443/v1/x?a=1&\(name)=***&b=2")
    }

    @Test(arguments: [
        "symbol", "interval", "startTime", "limit", "token", "tokens", "keyword", "design",
    ])
    func ordinaryParameterIsShown(_ name: String) {
        let url = "https://api.example.com/v1/x?\(name)=value"
        #expect(HTTPRequest(url: url).shownURL == url)
    }

    @Test(arguments: [
        "Authorization", "authorization", "Proxy-Authorization", "X-MBX-APIKEY", "X-Any-Key",
        "x-cg-pro-api-key", "KC-API-SIGN", "KC-API-PASSPHRASE", "OK-ACCESS-KEY", "OK-ACCESS-SIGN",
        "CB-ACCESS-SIGNATURE", "Cookie", "Set-Cookie", "X-Auth-Token", "API-Sign",
    ])
    func secretHeaderIsNeverShown(_ name: String) {
        let headers: HTTPHeaders = ["Accept": "x", name: Self.secret]
        let request = HTTPRequest(url: "https://a/", headers: headers)
        let path = PathRequest(
            path: "/x",
            query: [.init("signature", Self.secret)],
            headers: headers
        )
        let field = HTTPHeaders.Field(name: name, value: Self.secret)
        var dumped = ""
        dump(request, to: &dumped)
        dump(headers, to: &dumped)
        dump(path, to: &dumped)
        dump(field, to: &dumped)
        dump(response(200, headers: headers), to: &dumped)
        for text in [
            "\(headers)", "\(field)", "\(path)", "\(request)", dumped,
            String(reflecting: headers), String(reflecting: field), String(reflecting: request),
            String(reflecting: path), "\(headers.fields)", "\(response(200, headers: headers))",
        ] {
            #expect(!text.contains(Self.secret), "\(text)")
        }
        #expect("\(headers)".contains("Accept: x"))
    }

    /// Fails in the way that the name says; 0 stands for no connection.
    private static func fail(
        _ request: HTTPRequest,
        _ status: Int
    ) throws(HTTPError) -> HTTPResponse {
        guard status > 0 else {
            throw HTTPError(.couldNotConnect, "x", context: .init(url: request.url))
        }
        return response(status, "no", headers: ["Retry-After": "9999"])
    }

    @Test(arguments: [0, 400, 418, 451, 500])
    func noErrorOfARunnerHoldsASecret(_ status: Int) async throws {
        let secret = Self.secret
        let clock = ManualClock()
        let transport = StubTransport { request, _ throws(HTTPError) in
            try Self.fail(request, status)
        }
        let runner = RequestRunner(
            transport: transport,
            options: .init(baseURLs: ["https://u:\(secret)@h"]),
            limiter: RateLimiter(WeightLimit(weight: 10, per: .seconds(1)), clock: clock),
            clock: clock
        )
        let request = PathRequest(
            path: "/x",
            query: [.init("apiKey", secret)],
            headers: ["X-MBX-APIKEY": secret]
        )
        let error = try #require(await thrown { try await runner.fetch(request) })
        #expect(!"\(error)\(String(reflecting: error))".contains(secret), "\(error)")
        #expect(error.message.contains("/x?apiKey=***"))
    }
}
