import ChandlerCore
import ChandlerPipeline

/// Shows nothing; each event is a moment at which a test may step in.
struct QuietProgress: ProgressSink {
    var moments = Moments()

    func began(_ series: String, expected: Int) { moments.strike() }
    func fetched(_ count: Int) { moments.strike() }
    func loaded(_ count: Int) { moments.strike() }
    func recomputed(_ count: Int) { moments.strike() }
}
