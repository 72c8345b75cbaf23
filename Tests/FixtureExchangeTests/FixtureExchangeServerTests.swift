import ChandlerCore
import Testing

@testable import FixtureExchange

@Suite struct FixtureExchangeServerTests {
    @Test func aConnectionServesManyRequests() async throws {
        try await withServer([TestFiles.small], now: "2024-06-15T12:34:30Z") { _, client in
            for _ in 0..<5 {
                let answer = try await client.send("GET", "/api/v3/ping")
                #expect(answer.text == "{}")
                #expect(answer.headers["date"] == "Sat, 15 Jun 2024 12:34:30 GMT")
            }
            let log = try await client.send("GET", "/control/requests").text
            #expect(log.hasPrefix("{\"total\":5,\"connections\":1,"))
        }
    }

    @Test(
        "Answers are compressed for those who ask",
        arguments: [
            ("gzip", "gzip"), ("deflate", "deflate"), ("br, deflate;q=0.5, gzip;q=0.1", "gzip"),
            ("gzip;q=0, deflate", "deflate"), ("identity", nil), ("br", nil),
        ] as [(String, String?)]
    )
    func compression(accepted: String, coding: String?) async throws {
        try await withServer([TestFiles.small]) { _, client in
            let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1m"
            let plain = try await client.send("GET", path)
            let answer = try await client.send("GET", path, headers: ["Accept-Encoding": accepted])
            #expect(answer.headers["content-encoding"] == coding)
            #expect((coding == nil ? answer.body : answer.inflated) == plain.body)
        }
    }

    @Test func compressionCanBeSwitchedOff() async throws {
        try await withServer([TestFiles.small]) { configuration in
            configuration.compresses = false
        } test: { _, client in
            let answer = try await client.send(
                "GET",
                "/api/v3/ping",
                headers: ["Accept-Encoding": "gzip"]
            )
            #expect(answer.headers["content-encoding"] == nil)
            #expect(answer.text == "{}")
        }
    }

    @Test func answersAreHeldBack() async throws {
        try await withServer([TestFiles.small]) { configuration in
            configuration.latency = .milliseconds(120)
        } test: { _, client in
            let start = ContinuousClock.now
            _ = try await client.send("GET", "/api/v3/ping")
            #expect(start.duration(to: .now) >= .milliseconds(120))
        }
    }

    @Test func aStoppedServerIsGoneAndAUsedPortIsRefused() async throws {
        let first = try FixtureExchangeServer(
            configuration: FixtureExchangeConfiguration(candles: [TestFiles.small])
        )
        let address = try await first.start()
        #expect(address.hasPrefix("http://127.0.0.1:"))
        #expect(first.baseURL == address)
        var configuration = FixtureExchangeConfiguration(candles: [TestFiles.small])
        configuration.port = try #require(Int(address.split(separator: ":")[2]))
        let second = try FixtureExchangeServer(configuration: configuration)
        let error = try await #require(throws: FixtureExchangeError.self) {
            _ = try await second.start()
        }
        #expect(error.code == .cannotListen)
        let client = try RawConnection(address)
        #expect(try await client.send("GET", "/api/v3/ping").status == 200)
        await first.stop()
        #expect(first.baseURL == nil)
        await #expect(throws: RawError.self) { try await client.send("GET", "/api/v3/ping") }
        #expect(throws: RawError.self) { try RawConnection(address) }
    }

    @Test func manyConnectionsAreServedAtOnce() async throws {
        try await withServer([TestFiles.candles]) { server, _ in
            let address = try #require(server.baseURL)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        let client = try RawConnection(address)
                        var rows = 0
                        for page in 0..<5 {
                            let start = minute(worker * 5_000 + page * 1_000)
                            rows += try await client.send(
                                "GET",
                                "/api/v3/klines?symbol=ETHUSDT&interval=1m&limit=1000"
                                    + "&startTime=\(start)"
                            ).rows.count
                        }
                        return rows
                    }
                }
                for try await rows in group { #expect(rows == 5_000) }
            }
        }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("2024-02-29T23:59:59.9Z", "Thu, 29 Feb 2024 23:59:59 GMT"),
        ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ])
    func datesAreWrittenAsHTTPWantsThem(moment: String, text: String) throws {
        #expect(HTTPDate.text(try #require(Timestamp(parsing: moment))) == text)
    }
}
