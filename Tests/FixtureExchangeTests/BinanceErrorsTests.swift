import Testing

@testable import FixtureExchange

@Suite struct BinanceErrorsTests {
    @Test(
        "A wrong request gets Binance's code, status and words",
        arguments: [
            ("klines?symbol=NOPE&interval=1m", -1121, "Invalid symbol."),
            ("klines?symbol=SMALLUSDT&interval=7m", -1120, "Invalid interval."),
            ("klines?symbol=SMALLUSDT&interval=1H", -1120, "Invalid interval."),
            (
                "klines?interval=1m", -1102,
                "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."
            ),
            (
                "klines?symbol=&interval=1m", -1102,
                "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."
            ),
            (
                "klines?symbol=SMALLUSDT", -1102,
                "Mandatory parameter 'interval' was not sent, was empty/null, or malformed."
            ),
            (
                "klines?symbol=smallusdt&interval=1m", -1100,
                "Illegal characters found in parameter 'symbol'; "
                    + "legal range is '^[A-Z0-9-_.]{1,20}$'."
            ),
            (
                "klines?symbol=A%27%3B..%2F&interval=1m", -1100,
                "Illegal characters found in parameter 'symbol'; "
                    + "legal range is '^[A-Z0-9-_.]{1,20}$'."
            ),
            (
                "klines?symbol=SMALLUSDT&interval=1m&limit=ten", -1100,
                "Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'."
            ),
            (
                "klines?symbol=SMALLUSDT&interval=1m&startTime=-1", -1100,
                "Illegal characters found in parameter 'startTime'; "
                    + "legal range is '^[0-9]{1,20}$'."
            ),
            (
                "klines?symbol=SMALLUSDT&interval=1m&endTime=", -1105,
                "Parameter 'endTime' was empty."
            ),
            (
                "klines?symbol=SMALLUSDT&interval=1m&limit=0", -1130,
                "Data sent for parameter 'limit' is not valid."
            ),
            (
                "klines?symbol=SMALLUSDT&interval=1m&start=1", -1104,
                "Not all sent parameters were read; read '2' parameter(s) but was sent '3'."
            ),
            ("exchangeInfo?symbol=NOPE", -1121, "Invalid symbol."),
            ("exchangeInfo?symbols=%5B%22SMALLUSDT%22,%22NOPE%22%5D", -1121, "Invalid symbol."),
            (
                "exchangeInfo?symbol=SMALLUSDT&symbols=%5B%22SMALLUSDT%22%5D", -1128,
                "Combination of optional parameters invalid."
            ),
        ] as [(String, Int, String)]
    )
    func wrongRequest(target: String, code: Int, message: String) async throws {
        try await withServer([TestFiles.small]) { _, client in
            let answer = try await client.send("GET", "/api/v3/" + target)
            #expect(answer.status == 400)
            #expect(answer.text == "{\"code\":\(code),\"msg\":\"\(message)\"}")
            #expect(answer.headers["content-type"] == "application/json;charset=UTF-8")
        }
    }

    @Test(arguments: [
        "/api/v1/klines?symbol=SMALLUSDT&interval=1m", "/", "/api/v3/",
        "/api/v3/uiKlines?symbol=SMALLUSDT&interval=1m",
    ])
    func pathsThatDoNotExistAreNotFound(path: String) async throws {
        try await withServer([TestFiles.small]) { _, client in
            let answer = try await client.send("GET", path)
            #expect(answer.status == 404)
        }
    }

    @Test func anUnreadableCandleFileIsTheServersFault() async throws {
        try await TestFiles.withFolder { folder in
            try TestFiles.write("time;price\n", to: folder + "/BADUSDT-1m.csv")
            try await withServer([folder]) { _, client in
                let answer = try await client.send(
                    "GET",
                    "/api/v3/klines?symbol=BADUSDT&interval=1m"
                )
                #expect(answer.status == 500)
                #expect(answer.text.contains("without the column open_time_ms"))
            }
        }
    }
}
