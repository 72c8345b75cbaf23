import ChandlerCore
import ChandlerStore
import Testing

@testable import ChandlerPipeline

@Suite struct BatchCutterTests {
    private static func pages(
        _ candles: [Candle],
        rejects: [RejectedRow] = [],
        in range: TimeRange,
        cuts: [Timestamp]
    ) -> [CandlePage] {
        let edges = [range.start] + cuts.filter { range.start < $0 && $0 < range.end } + [range.end]
        return zip(edges, edges.dropFirst()).enumerated().map { index, pair in
            let span = TimeRange(pair.0, pair.1)
            return CandlePage(
                range: span,
                candles: candles.filter { span.contains($0.openTime) },
                rejected: rejects.filter { span.contains($0.openTime ?? range.start) },
                origin: PageOrigin(
                    host: "host\(index)",
                    path: "/",
                    fetchedAt: Timestamp(seconds: Int64(index))
                )
            )
        }
    }

    private static func cut(
        _ pages: [CandlePage],
        in range: TimeRange,
        limit: Int
    ) -> [FetchedBatch] {
        var cutter = BatchCutter(range, interval: .hour, limit: limit)
        var batches: [FetchedBatch] = []
        for page in pages { batches += cutter.append(page) }
        if let last = cutter.finish(at: range.end) { batches.append(last) }
        return batches
    }

    @Test(arguments: UInt64(1)...20)
    func howeverPagesAreCutTheBatchesHoldTheSameRows(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let start = try moment("2024-01-28T00:00")
        let candles = RandomHistory(
            interval: .hour,
            start: start,
            slots: 1_200,
            generator: &generator
        ).candles
        let range = TimeRange(start, start + 1_200 * 3_600_000_000)
        let rejects = (0..<5).map { _ in
            RandomStory.reject(start + Int64(generator.int(0...1_199)) * 3_600_000_000)
        }
        for _ in 0..<5 {
            let cuts = (0..<generator.int(0...40)).map { _ in
                start + Int64(generator.int(1...1_199)) * 3_600_000_000
            }
            let limit = generator.pick([1, 50, 300, 50_000])
            let pages = Self.pages(
                candles,
                rejects: rejects,
                in: range,
                cuts: Set(cuts).sorted()
            )
            let batches = Self.cut(pages, in: range, limit: limit)
            #expect(batches.flatMap(\.candles) == candles, "seed \(seed)")
            #expect(
                Set(batches.flatMap(\.rejects).map(\.row)) == Set(rejects)
                    && batches
                        .flatMap(\.rejects).count == rejects.count
            )
            #expect(batches.first?.range.start == range.start)
            #expect(batches.last?.range.end == range.end)
            for (batch, next) in zip(batches, batches.dropFirst()) {
                #expect(batch.range.end == next.range.start)
            }
            for batch in batches {
                #expect(!batch.range.isEmpty)
                #expect(batch.range.start.month.range.contains(batch.range))
                #expect(batch.candles.allSatisfy { batch.range.contains($0.openTime) })
                #expect(!batch.origins.isEmpty)
                let times = batch.rejects.compactMap(\.row.openTime)
                #expect(times.allSatisfy { batch.range.contains($0) })
            }
        }
    }

    @Test func aBatchEndsWithItsMonthAndWithTheLimit() throws {
        let range = TimeRange(try moment("2024-01-30"), try moment("2024-02-03"))
        let candles = Plain.candles(.hour, from: range.start, to: range.end)
        let middle = try moment("2024-01-30T12:00")
        let pages = Self.pages(candles, in: range, cuts: [middle])
        let batches = Self.cut(pages, in: range, limit: 10)
        let february = try moment("2024-02-01")
        #expect(
            batches.map(\.range) == [
                TimeRange(range.start, middle), TimeRange(middle, february),
                TimeRange(february, range.end),
            ]
        )
        #expect(batches.map(\.candles.count) == [12, 36, 48])
        // A page across the month's end is the origin of both sides.
        #expect(batches.map { $0.origins.map(\.host) } == [["host0"], ["host1"], ["host1"]])
    }

    @Test func monthsWithoutCandlesAreBatchesToo() throws {
        let range = TimeRange(try moment("2024-01-15"), try moment("2024-04-10"))
        let pages = Self.pages([], in: range, cuts: [])
        #expect(Self.cut(pages, in: range, limit: 10).count == 4)
    }
}
