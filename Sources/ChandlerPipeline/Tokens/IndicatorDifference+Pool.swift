import ChandlerIndicators
import ChandlerStore

extension IndicatorDifference {
    /// What a run with another indicator set would change of a pool's series, and how to do it.
    static func words(_ record: PoolSeriesRecord, _ wanted: IndicatorSet) -> String {
        let difference = IndicatorDifference(stored: record.indicators, wanted: wanted.names)
        var parts: [String] = []
        if !difference.added.isEmpty { parts.append("add \(list(difference.added))") }
        if !difference.removed.isEmpty { parts.append("remove \(list(difference.removed))") }
        if parts.isEmpty { parts.append("compute the same ones by a newer definition") }
        return "\(record.series) is stored with other indicators: this run would "
            + parts.joined(separator: " and ")
            + "; nothing was changed; give --recompute to rewrite the stored rows, or the stored "
            + "selection with --indicators"
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).joined(separator: " ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}
