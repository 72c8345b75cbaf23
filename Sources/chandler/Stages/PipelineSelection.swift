import ChandlerCore
import ChandlerPipeline
import ChandlerPipelineFiles

/// What of a pipeline is run, and when it counts as begun.
struct PipelineSelection: Sendable {
    /// The moment that was given; `nil` for the present one.
    var given: Timestamp?
    /// What spans count back from.
    let begins: Timestamp
    /// Which part of the series; `nil` for all.
    var shard: Shard?
    /// These stages only; `nil` for all.
    var only: Set<StageName>?

    init(at given: Timestamp? = nil, shard: Shard? = nil, only: Set<StageName>? = nil) {
        self.given = given
        begins = given ?? .now
        self.shard = shard
        self.only = only
    }

    /// Whether a stage is wanted; what is of no series is done by the first part.
    func wants(_ stage: StageName) -> Bool {
        if only?.contains(stage) == false { return false }
        switch stage {
        case .series, .pools, .dataset: return true
        case .tokens, .retention, .maintenance: return shard?.isFirst ?? true
        }
    }

    /// Whether a series is in the part.
    func holds(_ series: SeriesID) -> Bool { shard?.holds(series) ?? true }

    /// The end of a span: what the file says, else the moment that was given.
    ///
    /// With a moment that was given nothing later is fetched, whatever a venue has by now.
    func end(_ to: Moment?, _ interval: Interval) -> Timestamp? {
        to?.resolved(at: begins) ?? given.map { interval.floor($0) }
    }
}
