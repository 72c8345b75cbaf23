public import CoreMetrics
import Synchronization

/// Holds the metrics of a process or of a run, behind the interface of swift-metrics.
///
/// Counters, meters and gauges become metrics of the same kind, recorders that aggregate become
/// summaries, and timers become histograms in seconds with the bounds in ``timerBounds``. Names are
/// made valid for Prometheus. Handlers of the same name and labels share one value. What would
/// have samples of the same name as another metric gets its kind added to its name.
///
/// Nothing is forgotten until it is destroyed: labels must come from a bounded set.
public final class MetricsRegistry: MetricsFactory {
    /// The upper bounds of a timer's buckets, in seconds; longer times are in a last one.
    public static let timerBounds = [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600,
    ]

    fileprivate struct Family {
        let kind: MetricFamily.Kind
        var cells: [[MetricLabel]: any MetricCell] = [:]
    }

    fileprivate struct State {
        var families: [String: Family] = [:]
        /// Which family writes samples of a name.
        var owners: [String: String] = [:]
        var help: [String: String] = [:]
    }

    private let state = Mutex(State())

    /// Creates an empty registry.
    public init() {}

    /// Makes this the registry of all code in the process that names no other; called once.
    public func bootstrap() {
        MetricsSystem.bootstrap(self)
    }

    /// Says what a metric means, for whoever reads the text.
    ///
    /// - Parameters:
    ///   - name: As it is written, without the ending of a counter.
    ///   - help: One sentence.
    public func describe(_ name: String, _ help: String) {
        state.withLock { $0.help[name] = help }
    }

    /// What all metrics say now, by name and labels; those without a value are left out.
    public var families: [MetricFamily] {
        let (families, help) = state.withLock { ($0.families, $0.help) }
        return families.sorted { $0.key < $1.key }.compactMap { name, family in
            let series = family.cells.sorted { $0.key.lexicographicallyPrecedes($1.key) }
                .compactMap { labels, cell in
                    cell.value.map { MetricSeries(labels: labels, value: $0) }
                }
            guard !series.isEmpty else { return nil }
            return MetricFamily(name: name, kind: family.kind, help: help[name], series: series)
        }
    }

    /// The counter of a name.
    public func makeCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any CounterHandler {
        cell(MetricName.counter(label), .counter, dimensions) { CounterCell() }
    }

    /// The counter of a name, which takes fractions.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(MetricName.counter(label), .counter, dimensions) { CounterCell() }
    }

    /// The gauge of a name.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(MetricName.metric(label), .gauge, dimensions) { GaugeCell() }
    }

    /// The summary of a name, or its gauge where values are not aggregated.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        let name = MetricName.metric(label)
        return aggregate
            ? cell(name, .summary, dimensions) { SummaryCell() }
            : cell(name, .gauge, dimensions) { GaugeCell() }
    }

    /// The histogram of a name, in seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(MetricName.timer(label), .histogram, dimensions) {
            HistogramCell(bounds: Self.timerBounds)
        }
    }

    /// Forgets a series.
    public func destroyCounter(_ handler: any CounterHandler) { forget(handler) }

    /// Forgets a series.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        forget(handler)
    }

    /// Forgets a series.
    public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }

    /// Forgets a series.
    public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }

    /// Forgets a series.
    public func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

    private func cell<Cell: MetricCell>(
        _ name: String,
        _ kind: MetricFamily.Kind,
        _ dimensions: [(String, String)],
        _ make: () -> Cell
    ) -> Cell {
        let labels = Self.labels(dimensions)
        return state.withLock { state in
            let name = state.ownName(name, kind)
            if let known = state.families[name]?.cells[labels] as? Cell { return known }
            let new = make()
            state.families[name, default: Family(kind: kind)].cells[labels] = new
            return new
        }
    }

    /// Labels by name; of those that become the same name, the last counts.
    private static func labels(_ dimensions: [(String, String)]) -> [MetricLabel] {
        let values = Dictionary(dimensions.map { (MetricName.label($0.0), $0.1) }) { $1 }
        return values.map { MetricLabel($0.key, $0.value) }.sorted()
    }

    private func forget(_ handler: AnyObject) {
        state.withLock { state in
            for (name, family) in state.families {
                guard let labels = family.cells.first(where: { $0.value === handler })?.key else {
                    continue
                }
                state.families[name]?.cells[labels] = nil
                return
            }
        }
    }
}

extension MetricsRegistry.State {
    /// The name under which a metric of this kind is kept: no two metrics write the same sample.
    fileprivate mutating func ownName(_ name: String, _ kind: MetricFamily.Kind) -> String {
        var name = name
        while true {
            let samples = kind.sampleNames(name)
            let others = samples.compactMap { owners[$0] }.filter { $0 != name }
            if others.isEmpty, families[name].map({ $0.kind == kind }) ?? true {
                for sample in samples { owners[sample] = name }
                if families[name] == nil { families[name] = .init(kind: kind) }
                return name
            }
            name += "_\(kind.rawValue)"
        }
    }
}

extension MetricFamily.Kind {
    /// The names of a family's samples, its own name included.
    fileprivate func sampleNames(_ name: String) -> [String] {
        switch self {
        case .counter: [name, "\(name)_total", "\(name)_created"]
        case .gauge: [name]
        case .summary: [name, "\(name)_count", "\(name)_sum", "\(name)_created"]
        case .histogram:
            [name, "\(name)_bucket", "\(name)_count", "\(name)_sum", "\(name)_created"]
        }
    }
}
