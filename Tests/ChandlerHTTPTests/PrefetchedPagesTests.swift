import ChandlerHTTP
import Foundation
import Testing

@Suite(.timeLimit(.minutes(20))) struct PrefetchedPagesTests {
    struct Broken: Error, Equatable {
        let page: Int
    }

    /// Counts what was begun, what runs and what ended.
    final class Tally: Sendable {
        struct Counts {
            var begun = 0
            var running = 0
            var mostHeld = 0
            var delivered = 0
        }
        let counts = Locked(Counts())

        func fetch(_ page: Int, yields: Int) async throws -> Int {
            counts.withLock { counts in
                counts.begun += 1
                counts.running += 1
                counts.mostHeld = max(counts.mostHeld, counts.begun - counts.delivered)
            }
            defer { counts.withLock { $0.running -= 1 } }
            for _ in 0..<yields {
                try Task.checkCancellation()
                await Task.yield()
            }
            return page
        }

        func delivered() {
            counts.withLock { $0.delivered += 1 }
        }
    }

    @Test(arguments: [1, 2, 4, 16])
    func pagesArriveInOrderAndAtMostDepthAreHeld(_ depth: Int) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed of pagesArriveInOrderAndAtMostDepthAreHeld: \(seed)")
        var generator = SeededGenerator(seed: seed)
        let yields = (0..<200).map { _ in Int.random(in: 0...60, using: &generator) }
        let tally = Tally()
        let pages = PrefetchedPages(0..<200, depth: depth) { page in
            try await tally.fetch(page, yields: yields[page])
        }
        var found: [Int] = []
        for try await page in pages {
            found.append(page)
            tally.delivered()
            await Task.yield()
        }
        #expect(found == Array(0..<200), "seed \(seed)")
        // The page just delivered is counted by the consumer only after the next fetch began.
        #expect(tally.counts.withLock { $0.mostHeld } <= depth + 1, "seed \(seed)")
        #expect(tally.counts.withLock { $0.running } == 0)
    }

    @Test func slowConsumerHoldsFetchesBack() async throws {
        let tally = Tally()
        var pages = PrefetchedPages(0..., depth: 3) { page in
            try await tally.fetch(page, yields: 0)
        }.makeAsyncIterator()
        #expect(tally.counts.withLock { $0.begun } == 0)
        #expect(try await pages.next() == 0)
        for _ in 0..<2_000 { await Task.yield() }
        #expect(tally.counts.withLock { $0.begun } <= 4)
        #expect(try await pages.next() == 1)
        for _ in 0..<2_000 { await Task.yield() }
        #expect(tally.counts.withLock { $0.begun } <= 5)
    }

    @Test func requestsAreTakenLazily() async throws {
        let taken = Locked(0)
        let requests = (0..<100).lazy.map { number in
            taken.withLock { $0 += 1 }
            return number
        }
        var pages = PrefetchedPages(requests, depth: 4) { $0 }.makeAsyncIterator()
        _ = await pages.next()
        #expect(taken.withLock { $0 } == 5)
    }

    @Test func emptySequenceEndsAtOnce() async throws {
        for await page in PrefetchedPages([Int](), depth: 4, fetch: { $0 }) {
            Issue.record("page \(page)")
        }
    }

    @Test func errorComesInOrderAndEndsTheSequence() async throws {
        let tally = Tally()
        var pages = PrefetchedPages(0..<100, depth: 8) { page in
            if page == 5 { throw Broken(page: page) }
            return try await tally.fetch(page, yields: page < 5 ? 50 : 1_000_000)
        }.makeAsyncIterator()
        for expected in 0..<5 { #expect(try await pages.next() == expected) }
        await #expect(throws: Broken(page: 5)) { _ = try await pages.next() }
        #expect(tally.counts.withLock { $0.running } == 0, "fetches were left behind")
        #expect(try await pages.next() == nil)
    }

    @Test func leavingTheLoopCancelsTheRest() async throws {
        let tally = Tally()
        for try await page in PrefetchedPages(
            0...,
            depth: 8,
            fetch: { page in
                try await tally.fetch(page, yields: page < 3 ? 0 : .max)
            }
        ) {
            if page == 2 { break }
        }
        while tally.counts.withLock({ $0.running }) > 0 { await Task.yield() }
    }

    @Test func scopeWaitsForTheRest() async throws {
        let tally = Tally()
        let sum = try await withPrefetchedPages(
            0...,
            depth: 8,
            fetch: { page in
                try await tally.fetch(page, yields: page < 3 ? 0 : .max)
            },
            consume: { pages in
                var sum = 0
                for _ in 0..<3 { sum += try await pages.next() ?? 0 }
                return sum
            }
        )
        #expect(sum == 3)
        #expect(tally.counts.withLock { $0.running } == 0)
        #expect(tally.counts.withLock { $0.begun } > 3)
    }

    @Test func scopeWaitsForTheRestAfterAnErrorOfTheConsumer() async throws {
        let tally = Tally()
        await #expect(throws: Broken(page: 0)) {
            try await withPrefetchedPages(
                0...,
                depth: 8,
                fetch: { page in
                    try await tally.fetch(page, yields: page == 0 ? 0 : .max)
                },
                consume: { pages in
                    throw Broken(page: try await pages.next() ?? -1)
                }
            )
        }
        #expect(tally.counts.withLock { $0.running } == 0)
    }

    @Test func cancellingTheConsumerCancelsTheFetches() async throws {
        let tally = Tally()
        let consumer = Task {
            for try await _ in PrefetchedPages(
                0...,
                depth: 8,
                fetch: { page in
                    try await tally.fetch(page, yields: page == 0 ? 0 : .max)
                }
            ) {}
        }
        while tally.counts.withLock({ $0.running }) < 8 { await Task.yield() }
        consumer.cancel()
        await #expect(throws: CancellationError.self) { try await consumer.value }
        #expect(tally.counts.withLock { $0.running } == 0)
    }

    @Test func pagesOfASlowServerArriveInOrder() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed of pagesOfASlowServerArriveInOrder: \(seed)")
        let generator = Locked(SeededGenerator(seed: seed))
        let server = try ScriptedServer { exchange in
            usleep(generator.withLock { UInt32.random(in: 0...5_000, using: &$0) })
            exchange.respond(200, exchange.target)
        }
        try await HTTPClientTests.withClient(server) { client in
            let pages = PrefetchedPages(0..<100, depth: 4) { page in
                try await client.send(HTTPRequest(url: "\(server.url)/\(page)")).body.text
            }
            var found: [String] = []
            for try await page in pages { found.append(page) }
            #expect(found == (0..<100).map { "/\($0)" }, "seed \(seed)")
        }
        #expect(server.mostRunning <= 4)
        #expect(server.connections <= 4)
    }
}
