import ChandlerCore
import ChandlerPipeline
import ChandlerVenues

/// A plan, for programs.
struct PlanDocument: Encodable {
    struct Span: Encodable {
        let from: String
        let to: String
    }

    struct Fetch: Encodable {
        let ranges: [Span]
        let candles: Int
        let newCandles: Int
        let requests: Int
        let archiveFiles: Int
        let seconds: Double
        let months: [String]
        let newMonths: [String]
        let archivedMonths: [String]
    }

    struct Dataset: Encodable {
        let path: String
        let rows: Int
    }

    struct Series: Encodable {
        let venue: String
        let symbol: String
        let interval: String
        let watermark: String?
        let fetch: Fetch?
        let dataset: Dataset?
    }

    struct Stage: Encodable {
        let name: String
        let subject: String
        let words: String
    }

    struct Totals: Encodable {
        let candles: Int
        let requests: Int
        let archiveFiles: Int
        let seconds: Double
    }

    let pipeline: String
    let shard: String?
    let at: String
    let note: String?
    let series: [Series]
    let others: [Stage]
    let totals: Totals

    init(_ plan: PipelinePlan) {
        pipeline = plan.name
        shard = plan.selection.shard.map { "\($0)" }
        at = plan.selection.begins.description
        note = plan.note
        series = plan.series.map(Series.init)
        others = plan.others.map { Stage(name: $0.stage, subject: $0.subject, words: $0.words) }
        totals = Totals(
            candles: plan.series.filter(\.isFetched).reduce(0) { $0 + $1.plan.candles },
            requests: plan.cost.requests,
            archiveFiles: plan.cost.files,
            seconds: plan.cost.seconds
        )
    }
}

extension PlanDocument.Series {
    fileprivate init(_ entry: PipelinePlan.Series) {
        let plan = entry.plan
        self.init(
            venue: plan.series.venue,
            symbol: plan.series.symbol.text,
            interval: plan.series.interval.rawValue,
            watermark: plan.watermark?.description,
            fetch: entry.isFetched ? PlanDocument.Fetch(entry) : nil,
            dataset: entry.folder.map { .init(path: $0, rows: entry.datasetRows) }
        )
    }
}

extension PlanDocument.Fetch {
    fileprivate init(_ entry: PipelinePlan.Series) {
        let plan = entry.plan
        self.init(
            ranges: plan.ranges.map {
                .init(from: $0.start.description, to: $0.end.description)
            },
            candles: plan.candles,
            newCandles: plan.newCandles,
            requests: entry.cost.requests,
            archiveFiles: entry.cost.files,
            seconds: entry.cost.seconds,
            months: plan.months.map(\.dashed),
            newMonths: plan.newMonths.map(\.dashed),
            archivedMonths: plan.archivedMonths.map(\.dashed)
        )
    }
}
