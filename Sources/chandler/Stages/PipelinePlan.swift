import ChandlerCore
import ChandlerPipeline
import ChandlerVenues

/// What a run of a pipeline would do.
struct PipelinePlan {
    /// A series.
    struct Series {
        let plan: SeriesPlan
        /// Whether it is fetched at all, or only its dataset written.
        let isFetched: Bool
        let cost: FetchCost
        /// Where its dataset goes; `nil` where none is written.
        var folder: String?
        var datasetRows = 0
    }

    /// Something that cannot be counted before.
    struct Other {
        let stage: String
        let subject: String
        let words: String
    }

    let name: String
    let selection: PipelineSelection
    /// What a person should know of the ledger.
    let note: String?
    var series: [Series] = []
    private(set) var others: [Other] = []

    init(name: String, selection: PipelineSelection, note: String?) {
        self.name = name
        self.selection = selection
        self.note = note
    }

    /// Adds what cannot be counted before.
    mutating func add(_ stage: String, _ subject: String, _ words: String) {
        others.append(Other(stage: stage, subject: subject, words: words))
    }

    /// What all series cost together; the limits of several venues run side by side.
    var cost: FetchCost {
        var seconds: [String: Double] = [:]
        var sum = FetchCost()
        for entry in series where entry.isFetched {
            sum += entry.cost
            seconds[entry.plan.series.venue, default: 0] += entry.cost.seconds
        }
        sum.seconds = seconds.values.max() ?? 0
        return sum
    }
}
