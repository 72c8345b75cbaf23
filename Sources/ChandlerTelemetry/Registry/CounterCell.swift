import CoreMetrics
import Synchronization

/// A sum that only grows.
final class CounterCell: MetricCell, CounterHandler, FloatingPointCounterHandler {
    private let sum = Mutex(0.0)

    var value: MetricSeries.Value? { .number(sum.withLock { $0 }) }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// Adds; what would make the sum smaller or no number is left out.
    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        sum.withLock { $0 += amount }
    }

    func reset() { sum.withLock { $0 = 0 } }
}
