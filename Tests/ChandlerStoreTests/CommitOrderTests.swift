import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

/// Batches that are copied side by side become visible in order, or not at all.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct CommitOrderTests {
    @Test func aLaterTurnWaitsForTheEarlierOne() async throws {
        let store = try await TestStore()
        let series = try SeriesID("TURNS")
        let order = CommitOrder()
        let first = try LoadJob.sample(series, "2024-02-05", "2024-02-08")
        let second = try LoadJob.sample(series, "2024-03-01", "2024-03-04")
        let (early, late) = (store.lane, try store.anotherLane())
        let waiting = Task { try await late.load(second, runID: 1, order, turn: 1) }
        try await store.waitUntil("state = 'idle in transaction'")
        #expect(try store.rows().isEmpty)
        try await early.load(first, runID: 1, order, turn: 0)
        _ = try await waiting.value
        #expect(try await early.record(of: series)?.watermark == second.record?.watermark)
        #expect(try store.rows().split(separator: "\n").count == 144)
    }

    @Test func afterAnEarlierTurnFailedLaterOnesKeepNothing() async throws {
        let store = try await TestStore()
        let series = try SeriesID("FAILED")
        let order = CommitOrder()
        let before = try store.everything()
        let late = try (1...3).map { turn in
            let lane = try store.anotherLane()
            let job = try LoadJob.sample(series, "2024-0\(turn + 1)-01", "2024-0\(turn + 1)-02")
            return Task { try await lane.load(job, runID: 1, order, turn: turn) }
        }
        var bad = try LoadJob.sample(series, "2024-01-05", "2024-01-08")
        bad.gaps = [Gap(range: bad.range, missing: 0, status: .confirmed)]
        await #expect(throws: StoreError.self) {
            try await store.lane.load(bad, runID: 1, order, turn: 0)
        }
        await order.stop()
        for task in late {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(try store.everything() == before)
        // Whoever comes after the stop is told at once.
        let job = try LoadJob.sample(series, "2024-06-01", "2024-06-02")
        await #expect(throws: CancellationError.self) {
            try await store.lane.load(job, runID: 1, order, turn: 9)
        }
        #expect(try store.everything() == before)
    }

    @Test func afterACancelledTurnLaterOnesKeepNothing() async throws {
        let store = try await TestStore()
        let series = try SeriesID("CANCELLED")
        let order = CommitOrder()
        let before = try store.everything()
        let tasks = try (1...2).map { turn in
            let lane = try store.anotherLane()
            let job = try LoadJob.sample(series, "2024-0\(turn)-01", "2024-0\(turn)-02")
            return Task { try await lane.load(job, runID: 1, order, turn: turn) }
        }
        try await store.waitUntil("state = 'idle in transaction'")
        tasks[0].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[0].value }
        await order.stop()
        await #expect(throws: CancellationError.self) { try await tasks[1].value }
        #expect(try store.everything() == before)
    }

    @Test func twoBatchesOfOneNewMonthAreBothLoaded() async throws {
        let store = try await TestStore()
        let series = try SeriesID("SHARED")
        let order = CommitOrder()
        let first = try LoadJob.sample(series, "2024-02-05", "2024-02-08")
        let second = try LoadJob.sample(series, "2024-02-08", "2024-02-10")
        let (early, late) = (store.lane, try store.anotherLane())
        // The earlier batch has made the month, but its turn has not come.
        let one = Task { try await early.load(first, runID: 1, order, turn: 1) }
        try await store.waitUntil("state = 'idle in transaction'")
        let two = Task { try await late.load(second, runID: 1, order, turn: 2) }
        try await store.waitUntil("wait_event_type = 'Lock'")
        await order.advance()
        _ = try await one.value
        _ = try await two.value
        let range = TimeRange(first.range.start, second.range.end)
        #expect(
            try await early.candles(of: series, in: range) == first.candles + second.candles
        )
    }

    /// The server cannot see a wait that is half in this process: it would last for ever.
    @Test func aLaterBatchOfAMonthDoesNotMakeItBeforeTheEarlierOne() async throws {
        let store = try await TestStore()
        let series = try SeriesID("CROSSED")
        let order = CommitOrder()
        let first = try LoadJob.sample(series, "2024-02-05", "2024-02-08")
        var second = try LoadJob.sample(series, "2024-02-08", "2024-02-10")
        second.continuesMonth = true
        let (early, late) = (store.lane, try store.anotherLane())
        let two = Task { [second] in try await late.load(second, runID: 1, order, turn: 1) }
        let one = Task { try await early.load(first, runID: 1, order, turn: 0) }
        _ = try await one.value
        _ = try await two.value
        let range = TimeRange(first.range.start, second.range.end)
        #expect(
            try await early.candles(of: series, in: range) == first.candles + second.candles
        )
    }
}
