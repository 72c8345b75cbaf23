import CoreMetrics
import Synchronization

/// Lengths of time in buckets.
final class HistogramCell: MetricCell, TimerHandler {
    private struct Held {
        /// How many values lie between a bound and the one before; the last has no bound.
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let held: Mutex<Held>

    /// Creates an empty histogram.
    ///
    /// - Parameter bounds: In seconds, ascending; a bucket without a bound is added.
    init(bounds: [Double]) {
        self.bounds = bounds
        held = Mutex(Held(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    var value: MetricSeries.Value? {
        let held = held.withLock { $0 }
        var count: UInt64 = 0
        let buckets = zip(bounds + [.infinity], held.counts).map { bound, own in
            count += own
            return MetricSeries.Bucket(bound: bound, count: count)
        }
        return .histogram(buckets: buckets, count: count, sum: held.sum)
    }

    /// Takes a length of time; one below zero is that of a clock that was set back, and counts as 0.
    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(max(0, duration)) / 1e9
        let bucket = bounds.firstIndex { seconds <= $0 } ?? bounds.count
        held.withLock { held in
            held.counts[bucket] += 1
            held.sum += seconds
        }
    }
}
