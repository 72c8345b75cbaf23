import CoreMetrics
import Synchronization

/// What was set last.
final class GaugeCell: MetricCell, MeterHandler, RecorderHandler {
    private let last = Mutex<Double?>(nil)

    var value: MetricSeries.Value? { last.withLock { $0 }.map { .number($0) } }

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { last.withLock { $0 = value } }

    func increment(by amount: Double) { last.withLock { $0 = ($0 ?? 0) + amount } }

    func decrement(by amount: Double) { increment(by: -amount) }

    func record(_ value: Int64) { set(Double(value)) }

    func record(_ value: Double) { set(value) }
}
