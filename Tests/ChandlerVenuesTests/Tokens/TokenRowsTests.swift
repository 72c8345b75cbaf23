import ChandlerCore
import Testing

@testable import ChandlerVenues

@Suite struct TokenRowsTests {
    private static let layout = GeckoTerminalPage.layout
    private static let first = receipt
    private static let second: Int64 = 1_709_251_200

    @Test func rowsAreSortedAndSiftedByTheSpan() throws {
        let rows = try read([
            row(4), row(3, "9"), row(2), row(2), row(1), row(0), row(-1), row(-50),
        ])
        #expect(minutes(rows) == [0, 1, 2, 3])
        #expect(rows.rejected == [])
        #expect(rows.earliest == Self.first - 50 * 60_000_000)
        #expect(rows.newer == 0 && rows.count == 8)
    }

    @Test func rowsThatContradictEachOtherAreAllRejected() throws {
        let rows = try read([row(3), row(2, "9"), row(2, "8"), row(2, "9"), row(1)])
        #expect(minutes(rows) == [1, 3])
        #expect(rows.rejected.map(\.rule) == Array(repeating: "duplicate_open_time", count: 2))
        #expect(rows.rejected.map(\.payload) == [row(2, "9"), row(2, "8")])
    }

    @Test func ofTheNewestCandleTheUpperRowCounts() throws {
        let rows = try read([row(3, "9"), row(3, "8"), row(2)])
        #expect(minutes(rows) == [2, 3])
        #expect(rows.candles.last?.volume == 9)
        #expect(rows.rejected == [])
    }

    @Test func formingCandleIsNeverKept() throws {
        let closed = Self.first + 150_000_000
        let rows = try read([row(3), row(2), row(2, "5"), row(1), row(0)], closedBefore: closed)
        #expect(minutes(rows) == [0, 1])
        #expect(rows.rejected == [])
    }

    @Test func rowsAfterTheSpanAreToldApart() throws {
        let rows = try read([row(6), row(5), row(3)])
        #expect(rows.newer == 2 && minutes(rows) == [3])
        #expect(rows.rejected.map(\.rule) == ["outside_request", "outside_request"])
    }

    @Test(arguments: [
        ("[1709251200,1,1,1,1]", "wrong_shape"), ("{}", "wrong_shape"), ("7", "wrong_shape"),
        ("[null,1,1,1,1,1]", "not_whole"), ("[1709251200.5,1,1,1,1,1]", "not_whole"),
        ("[9223372036854775807,1,1,1,1,1]", "out_of_range"),
        ("[1709251201,1,1,1,1,1]", "open_time_off_grid"),
        ("[1709251200,null,1,1,1,1]", "wrong_type"), ("[1709251200,true,1,1,1,1]", "wrong_type"),
        ("[1709251200,\"NaN\",1,1,1,1]", "not_decimal"),
        ("[1709251200,1e400,1,1,1,1]", "not_decimal"),
        ("[1709251200,1,0.5,1,1,1]", "high_below_low"),
        ("[1709251200,3,2,1,1,1]", "high_below_open_or_close"),
        ("[1709251200,1,3,2,3,1]", "low_above_open_or_close"),
        ("[1709251200,1,3,-1,3,1]", "negative_price"),
        ("[1709251200,1,3,1,3,-1]", "negative_volume"),
    ])
    func brokenRowIsRejectedWithItsText(text: String, rule: String) throws {
        let rows = try read([row(1), text])
        #expect(rows.rejected.map(\.rule) == [rule])
        #expect(rows.rejected.first?.payload == text)
        #expect(minutes(rows) == [1])
    }

    @Test func brokenUpperRowLeavesRoomForTheLowerOne() throws {
        let rows = try read(["[1709251200,1,0.5,1,1,1]", "[1709251200,1,1,1,1,null]"])
        #expect(rows.candles.map(\.volume) == [nil])
        #expect(rows.rejected.count == 1)
    }

    private func row(_ minute: Int64, _ volume: String = "7") -> String {
        "[\(Self.second + minute * 60),2.5,3,2,\"2.75\",\(volume)]"
    }

    private func read(_ rows: [String], closedBefore: Timestamp? = nil) throws -> TokenRows {
        let end = Self.first + 240_000_000
        let scope = TokenRowScope(
            interval: .minute,
            range: TimeRange(Self.first, end),
            closedBefore: closedBefore ?? end + 600_000_000,
            rejectsNewer: true
        )
        let list = try json("[\(rows.joined(separator: ","))]").elements
        return TokenRows(try #require(list), Self.layout, scope)
    }

    private func minutes(_ rows: TokenRows) -> [Int64] {
        rows.candles.map { ($0.openTime - Self.first) / 60_000_000 }
    }
}
