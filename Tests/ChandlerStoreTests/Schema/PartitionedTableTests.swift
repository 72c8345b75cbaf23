import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct PartitionedTableTests {
    @Test func monthsAreNamedAsTheContractSays() {
        let january = Month(year: 2025, month: 1)
        #expect(PartitionedTable.marketData.partition(january) == "market_data_y2025m01")
        #expect(PartitionedTable.tradeData.partition(january) == "cubi.trade_data_2025_01")
        for table in PartitionedTable.all {
            #expect(table.month(of: table.partition(january)) == january)
        }
    }

    @Test(arguments: [
        "market_data", "market_data_y2025m13", "market_data_y2025m1", "market_data_daily",
        "market_data_2025_01", "market_data_y2025m01_old", "cubi.trade_data_2025_01", "x",
    ])
    func otherNamesAreNoMonths(name: String) {
        #expect(PartitionedTable.marketData.month(of: name) == nil)
    }

    @Test func aTradeOfAnyMonthCanBeStored() async throws {
        let store = try await TestStore()
        let insert = """
            INSERT INTO cubi.trade_data (token_mint, strategy_id, entry_time)
            VALUES ('m', 's', '2019-12-31 23:59:59.999999+00'), ('m', 's', '2020-01-01 00:00+00')
            """
        let error = #expect(throws: PostgresError.self) {
            try store.connection().execute(insert)
        }
        #expect(error?.code == .checkViolation)
        let range = TimeRange(
            try moment("2019-12-31T23:59:59.999999"),
            try moment("2020-01-01T00:00:00.000001")
        )
        let made = try await store.lane.ensureMonths(of: .tradeData, covering: range)
        #expect(made == ["cubi.trade_data_2019_12", "cubi.trade_data_2020_01"])
        #expect(try store.connection().execute(insert) == 2)
        #expect(try await store.lane.ensureMonths(of: .tradeData, covering: range).isEmpty)
        let places = try store.connection().query(
            "SELECT tableoid::regclass::text FROM cubi.trade_data ORDER BY entry_time"
        )
        #expect(try places.map { try $0.text(0) } == made)
    }

    /// A month that attaching made cannot be told from one that the server made.
    @Test(arguments: PartitionedTable.all)
    func aMonthLooksLikeOneMadeByTheServer(table: PartitionedTable) async throws {
        let store = try await TestStore()
        let (ours, theirs) = (Month(year: 2024, month: 3), Month(year: 2024, month: 4))
        try await store.lane.ensureMonths(of: table, [ours])
        let connection = try store.connection()
        try connection.execute(
            """
            CREATE TABLE \(table.partition(theirs)) PARTITION OF \(table)
                FOR VALUES FROM ('\(theirs.start)') TO ('\(theirs.end)')
            """
        )
        func shape(_ month: Month) throws -> [String] {
            let name = table.partition(month).split(separator: ".").last.map(String.init) ?? ""
            return try connection.query(
                """
                SELECT replace(pg_get_indexdef(indexrelid), $2, 'm') FROM pg_index
                WHERE indrelid = $1::text::regclass
                UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid = $1::text::regclass AND contype = 'c'
                UNION ALL SELECT concat(attname, format_type(atttypid, atttypmod), attnotnull,
                    pg_get_expr(adbin, adrelid)) FROM pg_attribute
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE attrelid = $1::text::regclass AND attnum > 0
                ORDER BY 1
                """,
                [.text(table.partition(month)), .text(name)]
            ).map { try $0.text(0) }
        }
        #expect(try shape(ours) == shape(theirs))
        #expect(try shape(ours).count > 10)
    }

    @Test func anEmptySpanNeedsNoMonth() async throws {
        let store = try await TestStore()
        let moment = try moment("2024-03-05")
        let range = TimeRange(moment, moment)
        #expect(try await store.lane.ensureMonths(of: .marketData, covering: range).isEmpty)
    }

    @Test func sessionsThatMakeTheSameMonthsDoNotMeet() async throws {
        let store = try await TestStore()
        let range = TimeRange(try moment("2024-01-01"), try moment("2025-01-01"))
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<5 {
                let lane = try store.anotherLane()
                group.addTask {
                    try await lane.ensureMonths(of: .tradeData, covering: range).count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(counts == 12)
    }

    /// A transaction that makes months and a load that makes one of them do not wait in a circle.
    @Test func aTransactionThatMakesMonthsWaitsForLoadsBeforeItMakesAny() async throws {
        let store = try await TestStore()
        let holder = try store.connection()
        let (first, second) = (Month(year: 2024, month: 1), Month(year: 2024, month: 2))
        try holder.execute("BEGIN; \(PartitionedTable.marketData.lock(second))")
        let maker = try store.connection()
        let making = Task.detached {
            try maker.transaction {
                try MonthMaker(connection: maker, table: .marketData).ensure([first, second])
            }
        }
        try await store.waitUntil("wait_event = 'advisory'")
        // The load attaches its month: nobody may have kept the parent from it.
        try holder.execute("SET LOCAL lock_timeout = '5s'")
        #expect(try MonthMaker(connection: holder, table: .marketData).makeEmpty(second))
        try holder.execute("COMMIT")
        #expect(try await making.value == [first])
    }

    @Test func aLooseTableOfAMonthsNameIsSaid() async throws {
        let store = try await TestStore()
        try store.connection().execute("CREATE TABLE cubi.trade_data_2024_03 (a int)")
        let month = Month(year: 2024, month: 3)
        do {
            _ = try await store.lane.ensureMonths(of: .tradeData, [month])
            Issue.record("a loose table was taken for a month")
        } catch {
            #expect(error.code == .inconsistent)
            #expect(error.message.contains("cubi.trade_data_2024_03 exists and is no part"))
        }
    }

    @Test func aLoadGoesIntoAMonthThatWasMadeAhead() async throws {
        let store = try await TestStore()
        let job = try LoadJob.sample(try SeriesID("AHEAD"), "2024-02-01", "2024-02-02")
        try await store.lane.ensureMonths(of: .marketData, covering: job.range)
        try await store.lane.load(job, runID: 1)
        let plain = try await TestStore()
        try await plain.lane.load(job, runID: 1)
        #expect(try store.rows() == plain.rows())
    }
}
