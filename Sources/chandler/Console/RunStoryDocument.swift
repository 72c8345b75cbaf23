import ChandlerCore
import ChandlerStore

/// All that is known of a run, for programs.
struct RunStoryDocument: Encodable {
    struct LogEntry: Encodable {
        let timestamp: String
        let component: String
        let level: String
        let message: String
        let details: ReportValue
    }

    /// Its keys stand beside the others.
    private let run: RunEntry
    /// What the exit code means.
    let meaning: String?
    /// What a person can do.
    let advice: String?
    let rowsPerSecond: Double?
    let bytesPerSecond: Double?
    let stages: [ReportValue]
    let series: [ReportValue]
    let warnings: [String]
    let report: ReportValue
    /// Left out where the login may not read the log.
    let log: [LogEntry]?

    init(_ story: RunStory) {
        run = RunEntry(story.run)
        meaning = story.verdict?.meaning
        advice = story.verdict?.advice
        rowsPerSecond = story.rowsPerSecond
        bytesPerSecond = story.bytesPerSecond
        stages = story.stages
        series = story.series
        warnings = story.warnings
        report = story.report
        log = story.log?.map { entry in
            LogEntry(
                timestamp: entry.timestamp.description,
                component: entry.component,
                level: entry.level,
                message: entry.message,
                details: ReportValue(parsing: entry.details)
            )
        }
    }

    private enum CodingKeys: CodingKey {
        case meaning, advice, rowsPerSecond, bytesPerSecond, stages, series, warnings, report, log
    }

    func encode(to encoder: any Encoder) throws {
        try run.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(meaning, forKey: .meaning)
        try container.encodeIfPresent(advice, forKey: .advice)
        try container.encodeIfPresent(rowsPerSecond, forKey: .rowsPerSecond)
        try container.encodeIfPresent(bytesPerSecond, forKey: .bytesPerSecond)
        try container.encode(stages, forKey: .stages)
        try container.encode(series, forKey: .series)
        try container.encode(warnings, forKey: .warnings)
        try container.encode(report, forKey: .report)
        try container.encodeIfPresent(log, forKey: .log)
    }
}
