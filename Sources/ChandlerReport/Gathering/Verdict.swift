import ChandlerCore
import ChandlerStore

/// In one line, how things stand.
public struct Verdict: Sendable, Hashable {
    /// How bad it is.
    public enum Grade: String, Sendable, Hashable {
        /// Nothing is stored and nothing went wrong.
        case empty
        /// All that the venues have is stored.
        case complete
        /// Something is missing that could be fetched.
        case gaps
        /// The last run did not do its work.
        case failed
    }

    /// How bad it is.
    public let grade: Grade
    /// The line.
    public let words: String

    /// Judges a report.
    init(_ data: ReportData) {
        let withGaps = data.series.count { $0.gapsOpen > 0 }
        let gapWords =
            "\(Figures.count(withGaps)) of \(Figures.plural(data.series.count, "series")) "
            + (withGaps == 1 ? "has" : "have") + " open gaps"
        let failures = Self.failures(data)
        if !failures.isEmpty {
            grade = .failed
            words = (failures + (withGaps > 0 ? [gapWords] : [])).joined(separator: "; ")
        } else if data.series.isEmpty {
            grade = .empty
            words = "No series is stored"
        } else if withGaps > 0 {
            grade = .gaps
            words = gapWords
        } else {
            grade = .complete
            // Completeness may be below 100 % all the same: venues have outages.
            words =
                data.series.count == 1
                ? "No gap is open: every candle that the venue has is stored"
                : "No gap is open in \(Figures.count(data.series.count)) series: every candle that "
                    + "the venues have is stored"
        }
    }

    /// The last run, and the last ones of pipelines: a success of something else mends none.
    private static func failures(_ data: ReportData) -> [String] {
        // A run that is still at work has no outcome yet; the one before it tells.
        let last = data.runs.first { $0.isLost || $0.status != .running }
        let pipelines = data.pipelines.filter { $0.runID != last?.runID && failure(of: $0) != nil }
        var words: [String] = []
        if let last, let how = failure(of: last) {
            words.append("The last run (\(last.command) \(last.runID)) \(how)")
        }
        for run in pipelines.prefix(3) {
            let begin = words.isEmpty ? "The" : "the"
            let name = [run.pipeline, run.shard].compactMap { $0 }.joined(separator: " ")
            words.append(
                "\(begin) last run of pipeline \(name) (\(run.runID)) \(failure(of: run) ?? "")"
            )
        }
        if pipelines.count > 3 { words.append("and those of \(pipelines.count - 3) more") }
        return words
    }

    private static func failure(of run: RunRecord) -> String? {
        if run.isLost { return "ended without saying how" }
        return switch run.status {
        case .failed: "failed"
        case .interrupted: "was interrupted"
        default: nil
        }
    }
}
