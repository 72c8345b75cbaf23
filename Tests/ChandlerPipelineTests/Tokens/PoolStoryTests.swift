import ChandlerCore
import ChandlerPipeline
import ChandlerStore
import Testing

/// Random orders of runs, faults and revisions against one undisturbed run.
@Suite(
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct PoolStoryTests {
    @Test(arguments: [11, 12, 13, 14, 15, 16, 17, 18, 19, 20] as [UInt64])
    func anyOrderOfRunsLeavesTheSameRows(seed: UInt64) async throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let start = try moment("2026-03-01T00:00:00Z")
        let slots = 700
        func at(_ slot: Int) -> Timestamp { start + Int64(slot) * 60_000_000 }
        let market = try await PoolMarket(now: start + 2 * Timestamp.microsecondsPerDay)
        let history = SparseHistory.candles(
            from: start,
            slots: slots,
            hasVolume: seed % 5 != 0,
            generator: &generator
        )
        market.source.add(history)
        for _ in 0..<8 {
            market.source.setPageSlots(generator.int(5...300))
            let first = generator.int(0...slots - 10)
            let last = generator.int(first + 1...slots)
            market.source.fail(afterPages: generator.oneIn(3) ? generator.int(0...4) : nil)
            if generator.oneIn(3) { market.source.add([generator.pick(history).revised]) }
            let refetch = generator.oneIn(4)
            do {
                try await market.run(at(first), at(last), refetch: refetch)
            } catch let error as VenueError {
                #expect(error.code == .unreachable)
            }
        }
        market.source.fail(afterPages: nil)
        try await market.run(start, at(slots), refetch: true)
        let clean = try await PoolMarket(now: start, sharing: market)
        try await clean.run(start, at(slots))
        #expect(try market.contents() == clean.contents())
        let again = try await market.run(start, at(slots), refetch: true)
        #expect((again.inserted, again.updated, again.recomputed) == (0, 0, 0))
        let rows = try await market.rows()
        #expect(again.unchanged == rows.count)
        #expect(
            try rows.map(\.indicators)
                == market.expectedIndicators(rows.map(\.candle), PoolMarket.indicators)
        )
    }
}
