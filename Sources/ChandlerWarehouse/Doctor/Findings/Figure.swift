/// Measured numbers as a person reads them.
enum Figure {
    /// A size: `512 B`, `45.2 MB`.
    static func bytes(_ value: Int64) -> String {
        var size = Double(value)
        var unit = 0
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        while size.magnitude >= 999.95, unit < units.count - 1 {
            size /= 1_000
            unit += 1
        }
        return unit == 0 ? "\(value) B" : "\(tenths(size)) \(units[unit])"
    }

    /// A length of time: `12 ms`, `4.1 s`, `2 h 5 min`, `3 d 4 h`.
    static func seconds(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "for ever" }
        if value < 0.95 { return "\(tenths(value * 1_000)) ms" }
        if value < 60 { return "\(tenths(value)) s" }
        let minutes = Int64(value / 60)
        if minutes < 60 { return "\(minutes) min" }
        let hours = minutes / 60
        if hours < 48 { return "\(hours) h \(minutes % 60) min" }
        return "\(hours / 24) d \(hours % 24) h"
    }

    /// A share of one: `97.3 %`.
    static func percent(_ ratio: Double) -> String { "\(tenths(ratio * 100)) %" }

    /// A number with its noun: `1 gap`, `6 gaps`.
    static func plural(_ count: Int64, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// A number with its noun: `1 gap`, `6 gaps`.
    static func plural(_ count: Int, _ noun: String) -> String { plural(Int64(count), noun) }

    /// The first names of a list, and how many more there are.
    static func list(_ names: [String], most: Int = 3) -> String {
        let shown = names.prefix(most).joined(separator: ", ")
        return names.count > most ? "\(shown) and \(names.count - most) more" : shown
    }

    /// One decimal, cut towards zero: what is measured is never shown better than it is.
    static func tenths(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
        let tenths = Int64((value * 10).rounded(.towardZero))
        let sign = tenths < 0 ? "-" : ""
        return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }
}
