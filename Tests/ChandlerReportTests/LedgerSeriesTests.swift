import ChandlerCore
import TestSupport
import Testing

@testable import ChandlerReport

/// Counting by month from spans, against counting places one by one.
@Suite struct LedgerSeriesTests {
    private static let first = Timestamp(seconds: 1_577_836_800 + 5 * 86_400)

    private func series(_ interval: Interval) throws -> SeriesID {
        SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
    }

    @Test(arguments: [
        Interval.fifteenMinutes, .hour, .sixHours, .eightHours, .twelveHours, .day, .threeDays,
        .week, .month,
    ])
    func monthsAreCountedAsIfPlaceByPlace(interval: Interval) throws {
        var random = SeededGenerator.announced("months of \(interval.rawValue)")
        for _ in 0..<8 {
            let shift = Int64.random(in: 0..<400, using: &random) * 86_400_000_000
            let first = interval.floor(Self.first + shift)
            let count = Int.random(in: 2...500, using: &random)
            let known = RandomSeries(try series(interval), from: first, count: count, &random)
            let coverage = known.ledger.counted(archived: [])
            let all = Dictionary(grouping: known.openTimes, by: \.month).mapValues(\.count)
            #expect(coverage.months.map(\.month) == all.keys.sorted())
            for month in coverage.months {
                #expect(month.expected == all[month.month])
                #expect(month.present == known.counts(.stored)[month.month] ?? 0)
                #expect(month.open == known.counts(.open)[month.month] ?? 0)
                #expect(month.confirmed == known.counts(.confirmed)[month.month] ?? 0)
                #expect(month.rejected == known.counts(.rejected)[month.month] ?? 0)
            }
            #expect(coverage.stored == known.places.count { $0 == .stored })
            #expect(coverage.missing == known.places.count { $0 != .stored })
        }
    }

    @Test func archivedMonthsAreThereAndNotInTheTable() throws {
        var random = SeededGenerator(seed: 1)
        let known = RandomSeries(try series(.day), from: Self.first, count: 200, &random)
        let month = Self.first.month.next
        let plain = known.ledger.counted(archived: [])
        let archived = known.ledger.counted(archived: [month])
        #expect(archived.archived == known.counts(.stored)[month] ?? 0)
        #expect(archived.archived + archived.stored == plain.stored)
        #expect(archived.missing == plain.missing)
        #expect(archived.months.filter(\.isArchived).map(\.month) == [month])
    }

    @Test func theFirstAndTheLastMonthArePartsWhereTheSpanIsOne() throws {
        var ledger = LedgerSeries(
            series: try series(.day),
            firstOpenTime: try #require(Timestamp(parsing: "2024-04-16")),
            watermark: try #require(Timestamp(parsing: "2024-06-30"))
        )
        ledger.coverage = [ledger.span]
        let months = ledger.counted(archived: []).months
        #expect(months.map(\.isPartial) == [true, false, false])
        #expect(months[0].begin == 0.5)
        #expect(months.map(\.expected) == [15, 31, 30])
        #expect(months.allSatisfy { $0.isComplete })
    }

    @Test func whatIsAfterTheLastCandleIsNoPartOfAMonth() throws {
        var ledger = LedgerSeries(
            series: try series(.hour),
            firstOpenTime: try #require(Timestamp(parsing: "2024-01-01")),
            watermark: try #require(Timestamp(parsing: "2024-01-01T09:00:00Z"))
        )
        ledger.coverage = [TimeRange(ledger.firstOpenTime, Month(year: 2024, month: 3).start)]
        let coverage = ledger.counted(archived: [])
        #expect(coverage.expected == 10)
        #expect(coverage.stored == 10)
        #expect(coverage.months.count == 1)
    }
}
