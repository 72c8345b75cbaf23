import ChandlerWarehouse
import TestSupport

/// What a doctor measured, by name and labels.
struct MeasuredMetrics {
    private struct Key: Hashable {
        let name: String
        let labels: [String: String]
    }

    private var values: [Key: Double] = [:]

    /// Takes a diagnosis apart; a metric without a description or a sample twice is a failure.
    init(_ diagnosis: Diagnosis) throws {
        var names: Set<String> = []
        for metric in diagnosis.metrics {
            guard names.insert(metric.name).inserted, !metric.help.isEmpty else {
                throw TestFailure("\(metric.name) stands there twice or says nothing")
            }
            for sample in metric.samples {
                let labels = Dictionary(sample.labels.map { ($0.name, $0.value) }) { $1 }
                let key = Key(name: metric.name, labels: labels)
                guard labels.count == sample.labels.count,
                    values.updateValue(sample.value, forKey: key) == nil
                else { throw TestFailure("a label or a sample twice: \(key)") }
            }
        }
    }

    var names: Set<String> { Set(values.keys.map(\.name)) }

    subscript(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        values[Key(name: name, labels: labels)]
    }
}
