import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct GapLedgerTests {
    private static let start = Timestamp(seconds: 1_706_745_600)

    private static func range(_ first: Int, _ end: Int) -> TimeRange {
        TimeRange(start + Int64(first) * 60_000_000, start + Int64(end) * 60_000_000)
    }

    private static func gap(_ first: Int, _ end: Int, _ status: Gap.Status) -> Gap {
        Gap(range: range(first, end), missing: end - first, status: status)
    }

    private func ledger() async throws -> (GapLedger, SeriesID) {
        let connection = try PostgresConnection(try await TestCluster.database())
        return (GapLedger(connection: connection, runID: 1), try SeriesID("GAPS", .minute))
    }

    private func all(_ ledger: GapLedger, _ series: SeriesID) throws -> [Gap] {
        try GapLedger.read(
            ledger.connection,
            series,
            where: "gap_start < $5 AND gap_end > $4",
            Self.range(-10_000, 10_000)
        )
    }

    @Test func aReplacedSpanKeepsWhatLiesOutside() async throws {
        let (ledger, series) = try await ledger()
        try ledger.replace(in: Self.range(0, 100), with: [Self.gap(10, 60, .confirmed)], of: series)
        try ledger.replace(in: Self.range(20, 30), with: [], of: series)
        #expect(
            try all(ledger, series) == [Self.gap(10, 20, .confirmed), Self.gap(30, 60, .confirmed)]
        )
        try ledger.replace(in: Self.range(20, 30), with: [Self.gap(25, 30, .open)], of: series)
        #expect(
            try all(ledger, series) == [
                Self.gap(10, 20, .confirmed), Self.gap(25, 30, .open), Self.gap(30, 60, .confirmed),
            ]
        )
        try ledger.replace(
            in: Self.range(20, 30),
            with: [Self.gap(20, 30, .confirmed)],
            of: series
        )
        #expect(try all(ledger, series) == [Self.gap(10, 60, .confirmed)])
        try ledger.replace(in: Self.range(0, 100), with: [], of: series)
        #expect(try all(ledger, series).isEmpty)
    }

    @Test func otherSeriesAreLeftAlone() async throws {
        let (ledger, series) = try await ledger()
        let other = try SeriesID("GAPS", .hour)
        try ledger.replace(in: Self.range(0, 120), with: [Self.gap(0, 60, .open)], of: other)
        try ledger.replace(in: Self.range(0, 100), with: [], of: series)
        #expect(try all(ledger, other).count == 1)
    }

    /// Against a list of slots.
    @Test(arguments: UInt64(1)...6)
    func everySequenceOfReplacementsIsWhatTheSlotsSay(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let (ledger, series) = try await ledger()
        var slots = [Gap.Status?](repeating: nil, count: 60)
        for step in 0..<25 {
            let edges = [generator.int(0...60), generator.int(0...60)].sorted()
            guard edges[0] < edges[1] else { continue }
            var gaps: [Gap] = []
            for slot in edges[0]..<edges[1] { slots[slot] = nil }
            var position = edges[0]
            while position < edges[1] {
                let end = min(edges[1], position + generator.int(1...8))
                if generator.oneIn(2) {
                    let status: Gap.Status = generator.oneIn(2) ? .open : .confirmed
                    gaps.append(Self.gap(position, end, status))
                    for slot in position..<end { slots[slot] = status }
                }
                position = end
            }
            try ledger.replace(in: Self.range(edges[0], edges[1]), with: gaps, of: series)
            var expected: [Gap] = []
            var first = 0
            while first < 60 {
                guard let status = slots[first] else {
                    first += 1
                    continue
                }
                var end = first
                while end < 60, slots[end] == status { end += 1 }
                expected.append(Self.gap(first, end, status))
                first = end
            }
            #expect(try all(ledger, series) == expected, "seed \(seed) step \(step)")
        }
    }
}
