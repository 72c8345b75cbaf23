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
        // A run that is still at work has no outcome yet; the one before it tells.
        let last = data.runs.first { $0.isLost || $0.status != .running }
        if let last, last.status != .succeeded {
            grade = .failed
            let how =
                switch last.status {
                case .failed: "failed"
                case .interrupted: "was interrupted"
                default: "ended without saying how"
                }
            words =
                "The last run (\(last.command) \(last.runID)) \(how)"
                + (withGaps > 0 ? "; \(gapWords)" : "")
        } else if data.series.isEmpty {
            grade = .empty
            words = "No series is stored"
        } else if withGaps > 0 {
            grade = .gaps
            words = gapWords
        } else {
            grade = .complete
            words =
                data.series.count == 1
                ? "Complete: every candle that the venue has is stored"
                : "All \(Figures.count(data.series.count)) series are complete: every candle that "
                    + "the venues have is stored"
        }
    }
}
