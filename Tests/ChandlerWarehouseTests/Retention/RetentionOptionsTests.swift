import ChandlerCore
import ChandlerWarehouse
import Testing

@Suite struct RetentionOptionsTests {
    @Test(arguments: [
        ("400d", "2023-05-12T12:00:00Z"), ("12w", "2024-03-23T12:00:00Z"),
        ("3mo", "2024-03-15T12:00:00Z"), ("2y", "2022-06-15T12:00:00Z"),
    ])
    func spansCountBack(text: String, expected: String) throws {
        let now = try #require(Timestamp(parsing: "2024-06-15T12:00:00Z"))
        let span = try #require(RetentionSpan(text))
        #expect(span.cutoff(at: now)?.description == expected)
        #expect(RetentionSpan(span.description)?.cutoff(at: now) == span.cutoff(at: now))
    }

    @Test func aDayThatTheMonthHasNotIsItsLast() throws {
        let now = try #require(Timestamp(parsing: "2024-05-31T01:00:00Z"))
        #expect(RetentionSpan.months(3).cutoff(at: now)?.description == "2024-02-29T01:00:00Z")
        #expect(RetentionSpan.forever.cutoff(at: now) == nil)
    }

    @Test(arguments: ["", "2", "y", "0d", "-1d", "2 y", "1.5y", "2Y", "9999999d"])
    func otherWordsAreNoSpan(text: String) {
        #expect(RetentionSpan(text) == nil)
    }

    @Test func aMonthGoesOnlyAsAWhole() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles(["2023-03", "2023-04", "2023-05"].map(month))
        let report = try bench.retain(keep: ["market_data": .days(411)], isDryRun: true)
        // 411 days before 2024-06-15 12:00 is 2023-05-01 12:00.
        #expect(report.tables[0].months.map(\.month.dashed) == ["2023-03", "2023-04"])
        let less = try bench.retain(keep: ["market_data": .days(412)], isDryRun: true)
        #expect(less.tables[0].months.map(\.month.dashed) == ["2023-03"])
        let none = try bench.retain(keep: ["market_data": .forever])
        #expect(none.tables[0].months.isEmpty)
    }

    @Test func unknownTablesAndBrokenPrivacyAreRefused() async throws {
        let bench = try await RetentionBench()
        for (only, keep) in [
            (["nonsense"], [:]), ([], ["nonsense": RetentionSpan.days(1)]),
            ([], ["cubi.token_data": .days(91)]), ([], ["cubi.token_data": .forever]),
        ] {
            let error = try #require(throws: WarehouseError.self) {
                try bench.retain(only: only, keep: keep)
            }
            #expect(error.code == .usage)
        }
        #expect(try bench.retain(only: ["orders"]).tables.map(\.name) == ["orders"])
        #expect(try bench.retain(keep: ["cubi.token_data": .days(9)]).tables.count == 9)
    }
}
