import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct LayoutParserTests {
    private static let plain = RowLayout(columns: 6)
    private static let full = RowLayout(columns: 8, quoteVolume: 6, tradeCount: 7)
    private static let keyed = RowLayout(
        path: ["data", "ohlc"],
        keys: ["time", "o", "h", "l", "c", "v"],
        columns: 6,
        timeUnit: .seconds
    )

    // Spelling.

    @Test(arguments: [
        "2.5,3,2,2.75,10,25.0,7", "\"2.5\",\"3\",\"2\",\"2.75\",\"10\",\"25.0\",\"7\"",
        "2.50000000,3.00000000000000,2.0,2.75,10.0,25,7",
        "25e-1,0.3e1,2E0,\"275e-2\",1.0E+1,2.5e+01,7", " 2.5 , 3 , 2 , 2.75 , 10 , 25 , 7 ",
    ])
    func numbersAreReadInEverySpelling(values: String) throws {
        let page = try parse("[[\(march.milliseconds),\(values)]]", Self.full)
        #expect(page.rejected == [])
        #expect(page.candles == [candle(0)])
    }

    @Test(arguments: ["\"1709251200\"", "1709251200"])
    func secondsAreReadAsTextOrNumber(time: String) throws {
        var layout = Self.plain
        layout.timeUnit = .seconds
        let page = try parse("[[\(time),2.5,3,2,2.75,10]]", layout)
        #expect(page.candles.map(\.openTime) == [march])
    }

    @Test(arguments: [
        ("1709251200000.5", "not_whole"), ("1.7092512e12", "not_whole"), ("\"\"", "not_whole"),
        ("\"2024-03-01\"", "not_whole"), ("null", "wrong_type"), ("[1]", "wrong_type"),
        ("9223372036854775807", "out_of_range"), ("9223372036854775808", "out_of_range"),
        ("253402300800000", "out_of_range"), ("-62135596800001", "out_of_range"),
        ("1709251200001", "open_time_off_grid"),
    ])
    func timesThatAreNoneAreRejectedInWords(time: String, rule: String) throws {
        let row = "[\(time),2.5,3,2,2.75,10]"
        let page = try parse("[\(row)]", Self.plain)
        #expect(page.candles == [])
        #expect(page.rejected.map(\.rule) == [rule])
        #expect(page.rejected.first?.payload == row)
        #expect(page.rejected.first?.reason.contains("open time") == true)
        #expect(page.unplaced == 1)
    }

    @Test(arguments: [
        ("null", "wrong_type"), ("true", "wrong_type"), ("{}", "wrong_type"),
        ("\"\"", "not_decimal"), ("\"NaN\"", "not_decimal"), ("\"1,5\"", "not_decimal"),
        ("\"0x10\"", "not_decimal"), ("\"1e\"", "not_decimal"), ("1e400", "out_of_range"),
        ("10000000000", "out_of_range"), ("0.000000001", "too_precise"),
        ("1e-9", "too_precise"), ("2.500000000000001", "too_precise"),
    ])
    func pricesThatAreNoneAreRejectedAndNeverRounded(price: String, rule: String) throws {
        for rounds in [false, true] {
            var layout = Self.plain
            layout.roundsVolumes = rounds
            let row = "[\(march.milliseconds),\(price),3,2,2.75,10]"
            guard price != "1e400" else {
                // A number beyond all doubles is refused with the whole answer.
                #expect(throws: JSONFault.self) { try parse("[\(row)]", layout) }
                continue
            }
            let page = try parse("[\(row)]", layout)
            #expect(page.candles == [])
            #expect(page.rejected.map(\.rule) == [rule])
            #expect(page.rejected.first?.openTime == march)
            #expect(page.rejected.first?.payload == row)
            #expect(page.unplaced == 0)
        }
    }

    @Test func volumesAreRoundedOnlyWhereTheVenueComputesThem() throws {
        let text =
            "[[\(march.milliseconds),2.5,3,2,2.75,\"10.000000005\",25.0000000150000000001,7]]"
        var layout = Self.full
        let exact = try parse(text, layout)
        #expect(exact.rejected.map(\.rule) == ["too_precise"])
        layout.roundsVolumes = true
        let rounded = try parse(text, layout).candles
        #expect(rounded.map(\.volume.description) == ["10.00000000"])
        #expect(rounded.map(\.quoteVolume?.description) == ["25.00000002"])
    }

    @Test func fieldsThatTheLayoutDoesNotNameAreNil() throws {
        let found = try #require(try parse("[\(row(0))]", Self.plain).candles.first)
        #expect(found.quoteVolume == nil && found.tradeCount == nil)
        #expect(found.takerBuyVolume == nil)
    }

    @Test func columnsStandWhereTheLayoutSays() throws {
        let layout = RowLayout(
            columns: 7,
            openTime: 6,
            open: 5,
            high: 4,
            low: 3,
            close: 2,
            volume: 0,
            quoteVolume: 1
        )
        let page = try parse("[[10,25,2.75,2,3,2.5,\(march.milliseconds)]]", layout)
        let found = try #require(page.candles.first)
        #expect(found.open.description == "2.50000000" && found.close.description == "2.75000000")
        #expect(found.high.description == "3.00000000" && found.low.description == "2.00000000")
        #expect(found.volume.description == "10.00000000")
        #expect(found.quoteVolume?.description == "25.00000000")
    }

    // Shape.

    @Test(arguments: ["[1,2,3,4,5]", "[]", "{}", "null", "7", "\"row\"", "{\"o\":1}"])
    func rowsOfAnotherShapeAreRejectedAlone(broken: String) throws {
        let page = try parse("[\(row(0)),\(broken),\(row(1))]", Self.plain)
        #expect(page.candles.map(\.openTime) == minutes(0..<2))
        #expect(page.rejected.map(\.rule) == ["wrong_shape"])
        #expect(page.rejected.first?.payload == broken)
        #expect(page.rows == 3)
    }

    @Test func furtherFieldsAreSkipped() throws {
        let longer = row(0).dropLast() + ",\"new\",{\"a\":[1,2]},[\"]\"],null]"
        let page = try parse("[\(longer),\(row(1))]", Self.plain)
        #expect(page.rejected == [])
        #expect(page.candles.map(\.openTime) == minutes(0..<2))
    }

    @Test func objectsAreReadByTheirKeysInAnyOrder() throws {
        let rows = [
            "{\"time\":1709251200,\"o\":\"2.5\",\"h\":\"3\",\"l\":\"2\",\"c\":\"2.75\",\"v\":10}",
            "{\"v\":\"10\",\"c\":2.75,\"x\":{\"o\":[9]},\"l\":2,\"h\":3,\"o\":2.5,"
                + "\"time\":\"1709251260\"}",
        ]
        let page = try parse(keyedAnswer(rows), Self.keyed)
        #expect(page.rejected == [])
        #expect(page.candles == [candle(0, amounts: false), candle(1, amounts: false)])
    }

    @Test(arguments: ["time", "o", "h", "l", "c", "v"])
    func missingKeyRejectsItsRowAlone(missing: String) throws {
        let pairs = [
            ("time", "1709251260"), ("o", "2.5"), ("h", "3"), ("l", "2"), ("c", "2.75"),
            ("v", "10"),
        ]
        func object(_ time: String, without name: String? = nil) -> String {
            let kept = pairs.filter { $0.0 != name }
            let members = kept.map { key, value in "\"\(key)\":\(key == "time" ? time : value)" }
            return "{\(members.joined(separator: ","))}"
        }
        // The row after the whole one must not find what that left in the parser's memory.
        let broken = object("1709251260", without: missing)
        let page = try parse(keyedAnswer([object("1709251200"), broken]), Self.keyed)
        #expect(page.candles.map(\.openTime) == minutes(0..<1))
        #expect(page.rejected.map(\.rule) == ["wrong_type"])
        #expect(page.rejected.first?.payload == broken)
    }

    @Test func arraysWhereObjectsWereExpectedAreRejected() throws {
        let page = try parse(keyedAnswer([row(0), "null"]), Self.keyed)
        #expect(page.rejected.map(\.rule) == ["wrong_shape", "wrong_shape"])
        #expect(page.rejected.first?.reason.contains("an object") == true)
    }

    @Test func memoryOfAnEarlierPageDoesNotShow() throws {
        var layout = Self.plain
        layout.complete = (6, "true")
        let parser = LayoutParser(layout)
        let flagged = row(0).dropLast() + ",\"false\"]"
        #expect(try parser.parse(body("[\(flagged)]"), scope: scope(minutes: 9)).candles == [])
        let short = try parser.parse(body("[\(row(0))]"), scope: scope(minutes: 9))
        #expect(short.candles.map(\.openTime) == minutes(0..<1))
        let fewer = try parser.parse(body("[[1,2,3]]"), scope: scope(minutes: 9))
        #expect(fewer.rejected.map(\.rule) == ["wrong_shape"])
    }

    // The way to the rows.

    @Test(arguments: [
        ("{\"error\":[],\"result\":{\"XXBTZUSD\":[ROW],\"last\":1709251200}}"),
        ("{\"result\":{\"last\":\"1709251200\",\"n\":null,\"o\":{\"a\":[1]},\"X/Y\":[ROW]}}"),
        ("{\"result\":{\"A\":[ROW],\"B\":[[1]]},\"more\":[[2]]}"),
    ])
    func wildcardIsTheFirstMemberThatIsAnArray(text: String) throws {
        var layout = Self.plain
        layout.path = ["result", "*"]
        let page = try parse(text.replacing("ROW", with: row(0)), layout)
        #expect(page.candles.map(\.openTime) == [march])
        #expect(page.rejected == [])
    }

    @Test func wildcardMayLeadFurther() throws {
        var layout = Self.plain
        layout.path = ["*"]
        #expect(try parse("{\"code\":0,\"data\":[\(row(0))]}", layout).candles.count == 1)
    }

    @Test(arguments: [
        "{}", "{\"result\":{}}", "{\"result\":null}", "{\"result\":[]}", "{\"result\":7}",
        "{\"result\":{\"list\":null}}", "{\"result\":{\"list\":{}}}",
        "{\"result\":{\"list\":\"[]\"}}", "{\"Result\":{\"list\":[]}}", "[]", "null", "7",
        "{\"retCode\":10001,\"retMsg\":\"Not supported symbols\",\"result\":{}}",
    ])
    func answerWithoutRowsAtThePathIsAFault(text: String) {
        var layout = Self.plain
        layout.path = ["result", "list"]
        let fault = #expect(throws: JSONFault.self) { try parse(text, layout) }
        #expect(fault?.words.hasSuffix(" at /result/list") == true)
    }

    @Test(arguments: [
        "{\"result\":{\"last\":1}}", "{\"result\":{\"a\":{\"b\":[]}}}", "{\"result\":{}}",
    ])
    func wildcardWithoutAnArrayIsAFault(text: String) {
        var layout = Self.plain
        layout.path = ["result", "*"]
        #expect(throws: JSONFault.self) { try parse(text, layout) }
    }

    @Test(arguments: [
        "", " ", "<html><body>Maintenance</body></html>", "{", "{\"result\":{\"list\":[",
        "{\"result\":{\"list\":[]}", "{\"result\":{\"list\":[]}}x", "{\"result\":{\"list\":[,]}}",
        "{\"result\":{\"list\":[[1]]}}]", "{\"a\":nul,\"result\":{\"list\":[]}}",
        "{\"result\":{\"list\":[]},\"a\":\"\\x\"}", "{\"result\":{\"list\":[[01]]}}",
        "{\"result\":{\"list\":[]},\"a\":\"\u{1}\"}",
    ])
    func whatIsNoJSONIsAFaultAlsoBesideTheRows(text: String) {
        var layout = Self.plain
        layout.path = ["result", "list"]
        #expect(throws: JSONFault.self) { try parse(text, layout) }
        #expect(throws: JSONFault.self) {
            try LayoutParser(layout).parse(
                HTTPBody([0xFF, 0xFE] + Array(text.utf8)),
                scope: scope(minutes: 9)
            )
        }
    }

    @Test func noRowsAreNoFault() throws {
        var layout = Self.plain
        layout.path = ["result", "list"]
        let page = try parse("{\"time\":1,\"result\":{\"x\":\"y\",\"list\":[ ]}}", layout)
        #expect(page.rows == 0 && page.candles == [] && page.rejected == [])
        #expect(page.latestOpen == nil)
    }

    // Which rows stay.

    @Test func flagAndClockMustBothSayComplete() throws {
        var layout = Self.plain
        layout.complete = (6, "1")
        let rows = ["\"1\"", "\"0\"", "1", "\"true\"", "\"1\""].enumerated().map { index, flag in
            row(index).dropLast() + ",\(flag)]"
        }
        let end = Interval.minute.advance(march, by: 4)
        let page = try LayoutParser(layout).parse(
            body("[\(rows.joined(separator: ","))]"),
            scope: scope(minutes: 9, closedBefore: end)
        )
        #expect(page.candles.map(\.openTime) == [0, 2].flatMap { minutes($0..<($0 + 1)) })
        #expect(page.notes.forming == 3)
        #expect(page.rejected == [])
        #expect(page.latestOpen == minutes(4..<5).first)
    }

    @Test func rowsWithoutTheFlagAreJudgedByTheClock() throws {
        var layout = Self.plain
        layout.complete = (6, "true")
        let page = try LayoutParser(layout).parse(
            body("[\(row(0)),\(row(1))]"),
            scope: scope(minutes: 9, closedBefore: march + 60_000_000)
        )
        #expect(page.candles.map(\.openTime) == [march])
        #expect(page.notes.forming == 1)
    }

    @Test func ofTwoVersionsNeitherIsKeptUnlessTheLaterIsACorrection() throws {
        let first = row(1)
        let second = row(1).replacing("2.75", with: "2.25")
        let text = "[\(row(0)),\(first),\(second),\(row(2))]"
        let strict = try parse(text, Self.plain)
        #expect(strict.candles.map(\.openTime) == minutes(0..<1) + minutes(2..<3))
        #expect(strict.rejected.map(\.rule) == Array(repeating: "duplicate_open_time", count: 2))
        #expect(strict.rejected.map(\.payload) == [first, second])
        var layout = Self.plain
        layout.keepsLast = true
        let corrected = try parse(text, layout)
        #expect(corrected.candles.map(\.openTime) == minutes(0..<3))
        #expect(corrected.candles.map(\.close.description).dropFirst().first == "2.25000000")
        #expect(corrected.rejected == [])
        #expect(corrected.notes.corrected == 1)
    }

    @Test(arguments: [true, false])
    func rowsThatRepeatExactlyAreCountedOnce(keepsLast: Bool) throws {
        var layout = Self.plain
        layout.keepsLast = keepsLast
        let page = try parse("[\(row(1)),\(row(0)),\(row(1))]", layout)
        #expect(page.candles.map(\.openTime) == minutes(0..<2))
        #expect(page.notes.duplicates == 1 && page.notes.corrected == 0)
        #expect(page.rejected == [])
    }

    @Test func surplusIsDroppedWhereItIsTheVenuesHabit() throws {
        let text = "[\(row(-5)),\(row(-1)),\(row(0)),\(row(8)),\(row(20))]"
        let strict = try parse(text, Self.plain, minutes: 8)
        #expect(strict.candles.map(\.openTime) == [march])
        #expect(strict.rejected.map(\.rule) == ["outside_request", "outside_request"])
        var layout = Self.plain
        layout.sendsSurplus = true
        let lax = try parse(text, layout, minutes: 8)
        #expect(lax.candles.map(\.openTime) == [march])
        #expect(lax.rejected == [])
        // What lies outside must not pass for the end of what was asked.
        #expect(lax.latestOpen == march)
    }

    @Test func surplusThatIsBrokenIsStillRejected() throws {
        var layout = Self.plain
        layout.sendsSurplus = true
        let page = try parse("[[\"yesterday\",1,1,1,1,1],\(row(0))]", layout)
        #expect(page.rejected.map(\.rule) == ["not_whole"])
        #expect(page.candles.count == 1)
    }

    @Test func descendingRowsAreSortedIn() throws {
        let rows = (0..<6).reversed().map { row($0) }
        let page = try parse("[\(rows.joined(separator: ","))]", Self.plain)
        #expect(page.candles.map(\.openTime) == minutes(0..<6))
        #expect(page.notes.duplicates == 0)
    }

    @Test(arguments: [
        ("2.5,1,2,2.75,10,25,7", "high_below_low"),
        ("3.5,3,2,2.75,10,25,7", "high_below_open_or_close"),
        ("1.5,3,2,2.75,10,25,7", "low_above_open_or_close"),
        ("-1,3,-2,2.75,10,25,7", "negative_price"), ("2.5,3,2,2.75,-10,25,7", "negative_volume"),
        ("2.5,3,2,2.75,10,-25,7", "negative_volume"),
        ("2.5,3,2,2.75,10,25,-7", "negative_trade_count"),
        ("2.5,3,2,2.75,10,25,7.5", "not_whole"), ("2.5,3,2,2.75,10,null,7", "wrong_type"),
    ])
    func brokenRulesAreNamedWithTheirValues(values: String, rule: String) throws {
        let page = try parse("[[\(march.milliseconds),\(values)],\(fullRow(1))]", Self.full)
        #expect(page.candles.map(\.openTime) == minutes(1..<2))
        #expect(page.rejected.map(\.rule) == [rule])
        #expect(page.rejected.first?.openTime == march)
        #expect(page.rejected.first?.reason.isEmpty == false)
    }

    private func parse(
        _ text: String,
        _ layout: RowLayout,
        minutes: Int = 9
    ) throws(JSONFault)
        -> ParsedPage
    {
        try LayoutParser(layout).parse(body(text), scope: scope(minutes: minutes))
    }

    private func body(_ text: String) -> HTTPBody { HTTPBody(text: text) }

    private func row(_ index: Int) -> String {
        "[\(Interval.minute.advance(march, by: index).milliseconds),2.5,3,2,2.75,10]"
    }

    private func fullRow(_ index: Int) -> String { row(index).dropLast() + ",25,7]" }

    private func keyedAnswer(_ rows: [String]) -> String {
        "{\"data\":{\"pair\":\"BTC/USD\",\"ohlc\":[\(rows.joined(separator: ","))]}}"
    }

    private func minutes(_ indices: Range<Int>) -> [Timestamp] {
        indices.map { Interval.minute.advance(march, by: $0) }
    }

    private func candle(_ index: Int, amounts: Bool = true) -> Candle {
        Candle(
            openTime: Interval.minute.advance(march, by: index),
            open: Price(raw: 250_000_000),
            high: Price(raw: 300_000_000),
            low: Price(raw: 200_000_000),
            close: Price(raw: 275_000_000),
            volume: Quantity(raw: 1_000_000_000),
            quoteVolume: amounts ? Quantity(raw: 2_500_000_000) : nil,
            tradeCount: amounts ? 7 : nil
        )
    }
}
