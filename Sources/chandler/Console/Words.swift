import ChandlerCore
import Foundation

/// Numbers as a person likes to read them.
enum Words {
    /// A whole number with thousands separated: `261,165`.
    static func count(_ value: Int) -> String { value.grouped }

    /// A length of time: `4.1 s`, `2 min 05 s`, `1 h 12 min`.
    static func seconds(_ value: Double) -> String {
        if value < 0.95 { return String(format: "%.0f ms", value * 1_000) }
        if value < 60 { return String(format: "%.1f s", value) }
        let whole = Int(value.rounded())
        if whole < 3_600 { return String(format: "%d min %02d s", whole / 60, whole % 60) }
        return String(format: "%d h %02d min", whole / 3_600, whole / 60 % 60)
    }

    /// A size: `512 B`, `45.2 MB`.
    static func bytes(_ value: Int64) -> String {
        if value < 1_000 { return "\(value) B" }
        var size = Double(value)
        var unit = 0
        let units = ["B", "kB", "MB", "GB", "TB"]
        while size >= 999.95, unit < units.count - 1 {
            size /= 1_000
            unit += 1
        }
        return String(format: "%.1f %@", size, units[unit])
    }

    /// A name as it may stand on a terminal: whoever makes a token writes what they like into its.
    ///
    /// Control and direction marks, which would move what stands beside them, are escaped.
    static func printable(_ text: String) -> String {
        text.unicodeScalars.prefix(40).reduce(into: "") { shown, scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                .paragraphSeparator:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
    }

    /// A number with its noun: `1 gap`, `6 gaps`.
    static func plural(_ value: Int, _ noun: String) -> String {
        "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
    }

    /// The failure that more rejected rows than allowed are.
    static func rejected(
        _ rows: Int,
        of series: String,
        _ first: RejectedRow?,
        allowed: Int
    ) -> String {
        let reason = first.map { "; the first: \($0.reason)" } ?? ""
        return "\(plural(rows, "row")) of \(series) broke a rule and \(rows == 1 ? "was" : "were") "
            + "not stored (--max-rejects allows \(allowed))\(reason); all else was stored; the rows "
            + "and reasons are in the table ingest_rejects"
    }
}
