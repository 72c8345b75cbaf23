import ChandlerCore
import ChandlerStore

/// How the indicators of a run differ from those stored with a series.
struct IndicatorDifference {
    let added: [String]
    let removed: [String]

    init(stored: [String], wanted: [String]) {
        added = wanted.filter { !stored.contains($0) }
        removed = stored.filter { !wanted.contains($0) }
    }

    /// The first names, and how many more there are.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).joined(separator: " ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }

    /// What would change, and how to make it so.
    func words(for record: SeriesRecord, _ archive: ArchivedMonths = ArchivedMonths()) -> String {
        var parts: [String] = []
        if !added.isEmpty { parts.append("add \(IndicatorDifference.list(added))") }
        if !removed.isEmpty { parts.append("remove \(IndicatorDifference.list(removed))") }
        if parts.isEmpty { parts.append("compute the same ones by a newer definition") }
        let interval = record.series.interval
        let months = archive.within(record.span)
        let condition =
            months.isEmpty ? "" : ", once the archived months are back (\(months.hint))"
        return "\(record.series) is stored with other indicators, up to "
            + "\(interval.close(of: record.watermark).compact): this run would "
            + parts.joined(separator: " and ")
            + "; nothing was changed; give --recompute to rewrite the stored rows\(condition), or the "
            + "stored selection with --indicators"
    }
}
