import Testing

@testable import FixtureExchange

/// Which rows come back, on the hand-made file: minutes 0 to 4 and 8 to 11.
@Suite struct BinanceKlinesTests {
    private static let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1m"
    private static let micro = "000"

    @Test(
        "The window picks rows by open time, both ends included",
        arguments: [
            ("", [0, 1, 2, 3, 4, 8, 9, 10, 11]),
            ("&limit=2", [10, 11]),
            ("&startTime=0&limit=1", [0]),
            ("&startTime=\(minute(2))&limit=3", [2, 3, 4]),
            ("&startTime=\(minute(2) + 1)&limit=2", [3, 4]),
            ("&endTime=\(minute(9))&limit=2", [8, 9]),
            ("&endTime=\(minute(9) - 1)&limit=2", [4, 8]),
            ("&startTime=\(minute(1))&endTime=\(minute(9))&limit=4", [1, 2, 3, 4]),
            ("&startTime=\(minute(3))&endTime=\(minute(3))", [3]),
            ("&startTime=\(minute(3) + 1)&endTime=\(minute(4) - 1)", []),
            ("&startTime=\(minute(5))&endTime=\(minute(7))", []),
            ("&startTime=\(minute(4))&endTime=\(minute(8))", [4, 8]),
            ("&startTime=\(minute(12))", []),
            ("&endTime=\(newYear - 1)", []),
            ("&startTime=\(minute(4))&endTime=\(minute(2))", []),
            ("&startTime=\(minute(10))000&limit=5", [10, 11]),
            ("&startTime=\(minute(10))001&limit=5", [11]),
            ("&endTime=\(minute(1))999&limit=5", [0, 1]),
            ("&limit=5000", [0, 1, 2, 3, 4, 8, 9, 10, 11]),
            ("&timeZone=8:00&limit=1", [11]),
        ] as [(String, [Int])]
    )
    func windowPicksRows(query: String, minutes: [Int]) async throws {
        try await withServer([TestFiles.small]) { _, client in
            let answer = try await client.send("GET", Self.path + query)
            #expect(answer.status == 200)
            #expect(answer.openTimes == minutes.map(minute))
            #expect(!minutes.isEmpty || answer.text == "[]")
        }
    }

    @Test func rowsAreArraysOfTwelveWithTheTextsOfTheFile() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let answer = try await client.send("GET", Self.path + "&startTime=\(newYear)&limit=1")
            #expect(
                answer.text == """
                    [[1704067200000,"100.00000000","101.50000000","99.50000000","101.00000000",\
                    "12.34567890",1704067259999,"1246.91356890",42,"6.00000000","606.00000000","0"]]
                    """
            )
        }
    }

    @Test func columnsTheFileLacksAreZero() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1d&limit=1"
            let answer = try await client.send("GET", path)
            #expect(
                answer.text == """
                    [[1704412800000,"104","106","103","105","50.5",1704499199999,\
                    "0.00000000",0,"0.00000000","0.00000000","0"]]
                    """
            )
        }
    }

    @Test func monthsCloseWithTheCalendar() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1M"
            let closes = try await client.send("GET", path).rows.map { $0[6] }
            #expect(closes == ["1706745599999", "1709251199999", "1711929599999"])
        }
    }

    @Test func anIntervalWithoutAFileIsEmptyAndNotResampled() async throws {
        try await withServer([TestFiles.small]) { _, client in
            for interval in ["3m", "1h", "1w", "1s"] {
                let path = "/api/v3/klines?symbol=SMALLUSDT&interval=\(interval)"
                let answer = try await client.send("GET", path)
                #expect(answer.status == 200)
                #expect(answer.text == "[]")
            }
            let shifted = "/api/v3/klines?symbol=SMALLUSDT&interval=1d&timeZone=-1:00"
            #expect(try await client.send("GET", shifted).text == "[]")
            let straight = "/api/v3/klines?symbol=SMALLUSDT&interval=1d&timeZone=0"
            #expect(try await client.send("GET", straight).rows.count == 5)
        }
    }

    @Test func timesAreMicrosecondsWhenTheHeaderAsksForThem() async throws {
        try await withServer([TestFiles.small], now: "2024-06-15T12:34:30Z") { _, client in
            let headers = ["X-MBX-TIME-UNIT": "MICROSECOND"]
            let path = Self.path + "&startTime=\(newYear)&limit=1"
            let row = try #require(try await client.send("GET", path, headers: headers).rows.first)
            #expect(row[0] == "1704067200000000")
            #expect(row[6] == "1704067259999999")
            let time = try await client.send("GET", "/api/v3/time", headers: headers)
            #expect(time.text == "{\"serverTime\":1718454870000000}")
        }
    }

    @Test func defaultIsFiveHundredRowsAndOneThousandTheMost() async throws {
        try await withServer([TestFiles.candles]) { _, client in
            let path = "/api/v3/klines?symbol=BTCUSDT&interval=1m"
            let newest = try await client.send("GET", path)
            #expect(newest.rows.count == 500)
            #expect(newest.openTimes.last == 1_712_063_400_000)
            let oldest = try await client.send("GET", path + "&startTime=0&limit=1500")
            #expect(oldest.rows.count == 1_000)
            #expect(oldest.openTimes.first == newYear)
        }
    }

    @Test func pagingForwardMeetsEveryRowOnce() async throws {
        try await withServer([TestFiles.candles]) { _, client in
            var times: [Int] = []
            var start = 1_706_700_000_000
            let end = 1_707_000_000_000
            while true {
                let page = try await client.send(
                    "GET",
                    "/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=\(start)&endTime=\(end)"
                        + "&limit=1000"
                ).openTimes
                guard let last = page.last else { break }
                times += page
                start = last + 1
            }
            // 5001 minutes less the outage of 80 over the end of January.
            #expect(times.count == 4_921)
            #expect(times == Array(Set(times)).sorted())
        }
    }

    @Test func brokenRowsAreServedAsTheyStand() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let path = "/api/v3/klines?symbol=BROKENUSDT&interval=1m"
            let rows = try await client.send("GET", path).rows
            #expect(rows.count == 14)
            #expect(
                Array(rows[1][1...4]) == ["\"100.50\"", "\"99.00\"", "\"101.00\"", "\"100.00\""]
            )
            #expect(rows[4][4] == "\"abc\"")
            #expect(rows[5][3] == "\"\"")
            #expect(rows[6][0] == "1704067560001")
            #expect(rows[11][0] == rows[12][0])
        }
    }
}
