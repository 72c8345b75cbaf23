import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import Foundation
import Testing

/// The table is a pure function of the candles: whatever the order of runs, ranges, revisions and
/// interruptions, it ends as one clean load leaves it.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct SeriesIngestPropertyTests {
    /// How many random sequences of runs are tried; the environment may ask for more.
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["CHANDLER_PROPERTY_SEED"].flatMap(UInt64.init) { return [seed] }
        let runs = environment["CHANDLER_PROPERTY_RUNS"].flatMap(UInt64.init) ?? 24
        return Array(1...max(1, runs))
    }()

    @Test(arguments: seeds)
    func everySequenceOfRunsEndsAsACleanLoad(seed: UInt64) async throws {
        var story = try await RandomStory(seed: seed)
        do {
            try await story.play()
        } catch {
            Issue.record("seed \(seed) failed: \(error)\n\(story.told)")
        }
    }
}
