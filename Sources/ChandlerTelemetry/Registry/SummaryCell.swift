import CoreMetrics
import Synchronization

/// Count and sum of what was recorded; numbers only.
final class SummaryCell: MetricCell, RecorderHandler {
    private let held = Mutex<(count: UInt64, sum: Double)>((0, 0))

    var value: MetricSeries.Value? {
        held.withLock { .summary(count: $0.count, sum: $0.sum) }
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        held.withLock { held in
            held.count += 1
            held.sum += value
        }
    }
}
