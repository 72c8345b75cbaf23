import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct OpenPositionsTests {
    private static let entry = "2024-03-01 09:00:00+00"

    private func open(
        _ symbol: String,
        _ store: TestStore,
        at entry: String = Self.entry,
        price: String = "100",
        quantity: String = "2"
    ) throws {
        try store.connection().query(
            """
            INSERT INTO open_positions (symbol, entry_time, entry_price, quantity)
            VALUES ($1, $2::timestamptz, $3::numeric, $4::numeric)
            """,
            [.text(symbol), .text(entry), .text(price), .text(quantity)]
        )
    }

    private func trade(
        _ symbol: String,
        _ status: String,
        _ store: TestStore,
        action: String = "BUY"
    ) throws {
        try store.connection().query(
            """
            INSERT INTO trade_history (symbol, action, entry_price, entry_time, quantity, status)
            VALUES ($1, $2, 100, $3::timestamptz, 2, $4)
            """,
            [.text(symbol), .text(action), .text(Self.entry), .text(status)]
        )
    }

    private func positions(_ store: TestStore) throws -> [String] {
        try store.connection().query(
            """
            SELECT concat_ws(' ', symbol, coalesce(current_price::text, '-'),
                coalesce(unrealized_pnl::text, '-'), to_char(last_update, 'MM-DD HH24:MI'))
            FROM open_positions ORDER BY symbol, entry_time
            """
        ).map { try $0.text(0) }
    }

    @Test(arguments: ["CLOSED", "CANCELLED"])
    func aTradeThatEndsTakesItsPositionAway(status: String) async throws {
        let store = try await TestStore()
        try open("A", store)
        try open("A", store, at: "2024-03-01 09:00:00.000001+00")
        try open("B", store)
        try trade("A", "OPEN", store)
        #expect(try positions(store).count == 3)
        // As a restored dump does it.
        try store.connection().execute(
            "SET search_path = ''; UPDATE public.trade_history SET status = '\(status)'"
        )
        #expect(try positions(store) == ["A - -", "B - -"])
        try trade("B", status, store)
        #expect(try positions(store) == ["A - -"])
    }

    @Test func aPositionThatCameAfterItsTradeEndedLeavesWithTheRefresh() async throws {
        let store = try await TestStore()
        try trade("A", "CLOSED", store)
        try open("A", store)
        let refresh = try await store.lane.refreshOpenPositions()
        #expect(refresh == OpenPositionsRefresh(removed: 1, updated: 0, unpriced: 0))
        #expect(try positions(store).isEmpty)
    }

    @Test func theNewestCloseIsTaken() async throws {
        let store = try await TestStore()
        // The hour that closes at 12:00 is newer than the minute that closes at 11:31.
        try await store.lane.load(
            try .sample(
                try SeriesID("A", .minute),
                "2024-03-01T11:00",
                "2024-03-01T11:31",
                shift: 7
            ),
            runID: 1
        )
        try await store.lane.load(
            try .sample(try SeriesID("A"), "2024-03-01T00:00", "2024-03-01T12:00"),
            runID: 1
        )
        try open("A", store)
        try open("NONE", store)
        #expect(
            try await store.lane.refreshOpenPositions()
                == OpenPositionsRefresh(removed: 0, updated: 1, unpriced: 1)
        )
        let close = try store.connection().query(
            "SELECT close, (close - 100) * 2 FROM market_data WHERE \"interval\" = '1h' "
                + "ORDER BY \"timestamp\" DESC LIMIT 1"
        ).firstRow()
        let expected = "A \(try close.text(0)) \(try close.text(1).prefix { $0 != "." })"
        #expect(try positions(store)[0].hasPrefix(expected))
        #expect(try positions(store)[0].hasSuffix("03-01 12:00"))
        #expect(try positions(store)[1] == "NONE - -")
        // Nothing is written again.
        #expect(
            try await store.lane.refreshOpenPositions()
                == OpenPositionsRefresh(removed: 0, updated: 0, unpriced: 1)
        )
    }

    @Test func aShortPositionGainsWhenThePriceFalls() async throws {
        let store = try await TestStore()
        try await store.lane.load(
            try .sample(try SeriesID("A"), "2024-03-01", "2024-03-02"),
            runID: 1
        )
        try await store.lane.load(
            try .sample(try SeriesID("B"), "2024-03-01", "2024-03-02"),
            runID: 1
        )
        try open("A", store, price: "1000")
        try trade("A", "OPEN", store, action: "SELL")
        try open("B", store, price: "1000", quantity: "-2")
        _ = try await store.lane.refreshOpenPositions()
        let signs = try store.connection().query(
            "SELECT unrealized_pnl = (1000 - current_price) * 2 FROM open_positions"
        )
        #expect(try signs.map { try $0.bool(0) } == [true, true])
    }

    @Test func aResultThatDoesNotFitIsLeftOutAndStopsNothing() async throws {
        let store = try await TestStore()
        try await store.lane.load(
            try .sample(try SeriesID("A"), "2024-03-01", "2024-03-02"),
            runID: 1
        )
        try open("A", store, quantity: "9999999999")
        try open("A", store, at: "2024-03-01 10:00+00", price: "99.12345678", quantity: "0.5")
        #expect(try await store.lane.refreshOpenPositions().updated == 2)
        let known = try store.connection().query(
            "SELECT unrealized_pnl IS NOT NULL FROM open_positions ORDER BY entry_time"
        )
        #expect(try known.map { try $0.bool(0) } == [false, true])
    }
}
