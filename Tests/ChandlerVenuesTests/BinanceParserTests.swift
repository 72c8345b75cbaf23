import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct BinanceParserTests {
    private let parser = BinanceParser()

    struct Broken: Sendable, CustomTestStringConvertible {
        let rule: String
        let reason: String
        let change: @Sendable (inout Row) -> Void
        var testDescription: String { reason }

        init(
            _ rule: String,
            _ reason: String,
            _ change: @escaping @Sendable (inout Row) -> Void
        ) {
            self.rule = rule
            self.reason = reason
            self.change = change
        }
    }

    @Test(arguments: [
        Broken("wrong_type", "open \"2.5\" was expected as a JSON string") { $0.open = "2.5" },
        Broken("wrong_type", "high \"null\" was expected as a JSON string") { $0.high = "null" },
        Broken("wrong_type", "low \"[\" was expected as a JSON string") { $0.low = "[1,[2]]" },
        Broken("wrong_type", "volume \"{\" was expected as a JSON string") {
            $0.volume = "{\"a\":1}"
        },
        Broken("wrong_type", "close \"\\\"\\\\u0032.5\\\"\" was expected as a JSON string") {
            $0.close = "\"\\u0032.5\""
        },
        Broken("wrong_type", "trade count \"7\" was expected as a JSON number") {
            $0.trades = "\"7\""
        },
        Broken("not_whole", "trade count \"7.0\" is not a whole number") { $0.trades = "7.0" },
        Broken("not_whole", "trade count \"7e2\" is not a whole number") { $0.trades = "7e2" },
        Broken("out_of_range", "trade count \"9223372036854775808\" is larger") {
            $0.trades = "9223372036854775808"
        },
        Broken("not_decimal", "open \"\" is not a plain decimal number") { $0.open = "\"\"" },
        Broken("not_decimal", "open \"2.5e3\" is not a plain decimal number") {
            $0.open = "\"2.5e3\""
        },
        Broken("not_decimal", "open \"NaN\" is not a plain decimal number") { $0.open = "\"NaN\"" },
        Broken("not_decimal", "open \"2,50000000\" is not") { $0.open = "\"2,50000000\"" },
        Broken("not_decimal", "open \" 2.50000000\" is not") { $0.open = "\" 2.50000000\"" },
        Broken("too_precise", "low \"2.000000001\" has more than 8 decimals") {
            $0.low = "\"2.000000001\""
        },
        Broken("too_precise", "taker buy volume \"0.123456789\" has more than 8 decimals") {
            $0.takerVolume = "\"0.123456789\""
        },
        Broken("out_of_range", "high \"10000000000.00000000\" is larger than the column") {
            $0.high = "\"10000000000.00000000\""
        },
        Broken("out_of_range", "volume \"100000000000000000000.0\" is larger than the column") {
            $0.volume = "\"100000000000000000000.0\""
        },
        Broken(
            "high_below_low",
            "high is below low: open \"2.50000000\", high \"1.0\", low \"2.00000000\", close"
        ) { $0.high = "\"1.0\"" },
        Broken("high_below_open_or_close", "high is below open or close: open \"3.1\"") {
            $0.open = "\"3.1\""
        },
        Broken("low_above_open_or_close", "low is above open or close: open") {
            $0.close = "\"1.99999999\""
        },
        Broken("negative_price", "a price is negative: open") { $0.low = "\"-0.00000001\"" },
        Broken("negative_volume", "a volume is negative: volume \"-1\", quote volume") {
            $0.volume = "\"-1\""
        },
        Broken("negative_volume", "a volume is negative") { $0.quoteVolume = "\"-1\"" },
        Broken("negative_trade_count", "the number of trades is negative: trade count \"-1\"") {
            $0.trades = "-1"
        },
        Broken(
            "close_time_mismatch",
            "close time \"1709251379998\" is not the last moment of the 1m"
        ) {
            $0.closeTime = "1709251379998"
        },
        Broken("close_time_mismatch", "close time \"1709251380000\" is not the last moment") {
            $0.closeTime = "1709251380000"
        },
        Broken("open_time_off_grid", "open time \"1709251320001\" is 2024-03-01T00:02:00.001Z") {
            $0.openTime = "1709251320001"
        },
        Broken("outside_request", "asked for 2024-03-01T00:00:00Z up to, not including, 2024") {
            $0.openTime = "1709251080000"
        },
        Broken("outside_request", "open time 2024-03-01T00:06:00Z, asked for") {
            $0.openTime = "1709251560000"
        },
        Broken("outside_request", "open time 1969-12-31T23:59:00Z") { $0.openTime = "-60000" },
        Broken("out_of_range", "open time \"9223372036854775807\" is outside the years") {
            $0.openTime = "9223372036854775807"
        },
        Broken("wrong_type", "open time \"1709251320000\" was expected as a JSON number") {
            $0.openTime = "\"1709251320000\""
        },
        Broken("not_whole", "open time \"1709251320000.5\" is not a whole number") {
            $0.openTime = "1709251320000.5"
        },
    ])
    func brokenRowIsRejectedWithItsRule(broken: Broken) throws {
        let row = Row(2, broken.change)
        let parsed = try parser.parse(
            page([Row(0), Row(1), row, Row(3)]),
            scope: scope(minutes: 5)
        )
        let rejected = try #require(parsed.rejected.first)
        #expect(parsed.rejected.count == 1)
        #expect(rejected.rule == broken.rule)
        #expect(rejected.reason.contains(broken.reason), "\(rejected.reason)")
        #expect(rejected.payload == row.json)
        #expect(parsed.candles.map(\.openTime) == minutes([0, 1, 3]))
    }

    @Test(arguments: [
        ("[1,2]", "the row was an array of 2 fields, an array of 12 was expected"),
        ("[]", "the row was an array of 0 fields"), ("17", "the row was no array"),
        ("{\"openTime\":[1,2]}", "the row was no array"), ("\"row ] of, \\\" text\"", "no array"),
        (Row(1).json.dropLast() + ",\"more\"]", "the row was an array of 13 fields"),
    ])
    func rowOfWrongShapeIsRejectedAlone(row: String, reason: String) throws {
        let text = "[\(Row(0).json), \(row) ,\(Row(2).json)]"
        let parsed = try parser.parse(HTTPBody(text: text), scope: scope(minutes: 5))
        #expect(parsed.rejected.map(\.rule) == ["wrong_shape"])
        #expect(parsed.rejected[0].reason.contains(reason))
        #expect(parsed.rejected[0].payload.trimmingSpaces == row)
        #expect(parsed.rejected[0].openTime == nil)
        #expect(parsed.candles.map(\.openTime) == minutes([0, 2]))
    }

    @Test func rejectedRowsKeepTheirOpenTimeWhereItCanBeRead() throws {
        let rows = [
            Row(0) { $0.volume = "\"x\"" }, Row(1) { $0.openTime = "null" },
            Row(2) { $0.openTime = "1709251200001" },
        ]
        let parsed = try parser.parse(page(rows), scope: scope(minutes: 5))
        #expect(parsed.rejected.map(\.openTime) == [march, nil, march + 1_000])
    }

    @Test func rowsOutOfOrderAreSortedAndCounted() throws {
        let parsed = try parser.parse(
            page([2, 0, 1, 4, 3].map { Row($0) }),
            scope: scope(minutes: 5)
        )
        #expect(parsed.candles.map(\.openTime) == minutes([0, 1, 2, 3, 4]))
        #expect(parsed.rejected == [])
        #expect(parsed.notes == PageNotes(reordered: 3))
    }

    @Test func repeatedRowIsKeptOnce() throws {
        // The same values in another spelling are the same candle.
        let again = Row(1) { $0.open = "\"2.5\"" }
        let parsed = try parser.parse(
            page([Row(0), Row(1), again, Row(2), Row(0)]),
            scope: scope(minutes: 5)
        )
        #expect(parsed.candles.map(\.openTime) == minutes([0, 1, 2]))
        #expect(parsed.rejected == [])
        #expect(parsed.notes == PageNotes(reordered: 1, duplicates: 2))
    }

    @Test func rowsThatContradictEachOtherAreAllRejected() throws {
        let other = Row(1) { $0.volume = "\"11.00000000\"" }
        let third = Row(1) { $0.volume = "\"12.00000000\"" }
        let parsed = try parser.parse(
            page([Row(1), other, Row(1), Row(0), third]),
            scope: scope(minutes: 5)
        )
        #expect(parsed.candles.map(\.openTime) == minutes([0]))
        #expect(parsed.notes.duplicates == 1)
        #expect(parsed.rejected.allSatisfy { $0.rule == "duplicate_open_time" })
        #expect(parsed.rejected.map(\.payload) == [Row(1).json, other.json, third.json])
        #expect(
            parsed.rejected.first?.reason.hasSuffix(
                "this row has close 2.75000000 volume 10.00000000, another close 2.75000000 volume "
                    + "11.00000000, another close 2.75000000 volume 12.00000000"
            ) == true,
            "\(parsed.rejected.first?.reason ?? "")"
        )
    }

    @Test func formingCandleIsNeitherKeptNorRejected() throws {
        let now = Interval.minute.advance(march, by: 2) + 30_000_000
        // Broken or not: it will be sent again when it is complete.
        let forming = Row(2) { $0.high = "\"0\"" }
        let parsed = try parser.parse(
            page([Row(0), Row(1), forming]),
            scope: scope(minutes: 5, closedBefore: now)
        )
        #expect(parsed.candles.map(\.openTime) == minutes([0, 1]))
        #expect(parsed.rejected == [])
        #expect(parsed.notes.forming == 1)
    }

    @Test func candleThatEndsExactlyNowIsComplete() throws {
        let now = Interval.minute.advance(march, by: 2)
        let parsed = try parser.parse(
            page([Row(0), Row(1), Row(2)]),
            scope: scope(minutes: 5, closedBefore: now)
        )
        #expect(parsed.candles.map(\.openTime) == minutes([0, 1]))
        #expect(parsed.notes.forming == 1)
    }

    @Test func formingCandleBeyondTheAskedSpanIsNoFault() throws {
        let now = Interval.minute.advance(march, by: 2) + 1
        let parsed = try parser.parse(
            page([Row(0), Row(1), Row(2), Row(3)]),
            scope: scope(minutes: 2, closedBefore: now)
        )
        #expect(parsed.candles.count == 2)
        #expect(parsed.notes.forming == 1)
        #expect(parsed.rejected.map(\.rule) == ["outside_request"])
    }

    @Test func monthEndsWithItsOwnLength() throws {
        let february = Row(0) {
            $0.openTime = "1706745600000"
            $0.closeTime = "1709251199999"
        }
        let scope = PageScope(
            interval: .month,
            range: TimeRange(Month(year: 2024, month: 2).start, march),
            closedBefore: march
        )
        let parsed = try parser.parse(page([february]), scope: scope)
        #expect(parsed.rejected == [])
        #expect(parsed.candles.count == 1)
        let early = PageScope(
            interval: .month,
            range: scope.range,
            closedBefore: march - 1
        )
        #expect(try parser.parse(page([february]), scope: early).notes.forming == 1)
    }

    @Test func emptyAnswerIsAnEmptyPage() throws {
        let parsed = try parser.parse(HTTPBody(text: " [ ] \n"), scope: scope(minutes: 5))
        #expect(parsed.rows == 0)
        #expect(parsed.latestOpen == nil)
    }

    @Test(arguments: [
        "", " ", "null", "{}", "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", "[", "[[",
        "[[1,2", "[[1,2]", "[[1,\"2]]", "[[1,2]]]", "[[1,2]] x", "[[1,2]][]", "[[1 2]]",
        "[[1,2],]", "[[1,]]", "[,[1]]", "[[01]]", "[[1.]]", "[[-]]", "[[+1]]", "[[.5]]",
        "[[tru]]", "[[nul]]", "[[True]]", "[[\"a\":1],2]]", "[[\"a\"b]]", "[[1\"a\"]]",
        "[[\"\\x\"]]", "[[\"\u{1}\"]]", "[[1}]", "[{\"a\":1]]", "<html><body>busy</body></html>",
        "[[1],[2]]\u{0}[3]",
    ])
    func whatIsNoArrayOfJSONIsAFaultOfTheWholeAnswer(text: String) {
        #expect(throws: JSONFault.self) {
            try parser.parse(HTTPBody(text: text), scope: scope(minutes: 5))
        }
    }

    @Test func brokenUTF8IsAFaultOfTheWholeAnswer() {
        var bytes = Array(page([Row(0)]).bytes)
        bytes[bytes.count - 3] = 0xFF
        #expect(throws: JSONFault.self) {
            try parser.parse(HTTPBody(bytes), scope: scope(minutes: 5))
        }
    }

    @Test func everyCutOfAPageIsNoticed() {
        let whole = Array(page([Row(0), Row(1), Row(2)]).bytes)
        for count in 0..<whole.count {
            #expect(throws: JSONFault.self) {
                try parser.parse(HTTPBody(whole[..<count]), scope: scope(minutes: 5))
            }
        }
    }

    @Test func spacesBetweenTokensChangeNothing() throws {
        let spaced = Row(0).json.replacing(",", with: " ,\n\t").replacing("]", with: " ]")
        let text = " [ \(spaced) \r\n, \(Row(1).json) ] "
        let parsed = try parser.parse(HTTPBody(text: text), scope: scope(minutes: 5))
        let plain = try parser.parse(page([Row(0), Row(1)]), scope: scope(minutes: 5))
        #expect(parsed.candles == plain.candles)
        #expect(parsed.candles.count == 2)
    }

    private func minutes(_ indices: [Int]) -> [Timestamp] {
        indices.map { Interval.minute.advance(march, by: $0) }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
