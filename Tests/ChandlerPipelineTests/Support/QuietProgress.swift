import ChandlerCore
import ChandlerPipeline

/// Shows nothing; each event is a moment at which a test may step in.
struct QuietProgress: ProgressSink {
    var moments = Moments()

    func began(_ series: SeriesID, range: TimeRange, expected: Int) { moments.strike() }
    func fetched(_ series: SeriesID, _ count: Int, upTo: Timestamp) { moments.strike() }
    func loaded(_ series: SeriesID, _ count: Int) { moments.strike() }
    func recomputed(_ series: SeriesID, _ count: Int) { moments.strike() }
}
