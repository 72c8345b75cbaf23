import ChandlerCore

/// Numbers as the page shows them; none is rounded to something better than it is.
enum Figures {
    /// A whole number with thousands separated: `261,165`.
    static func count(_ value: Int) -> String { value.grouped }

    /// A number with its noun: `1 gap`, `6 gaps`; those that end in `s` are both.
    static func plural(_ value: Int, _ noun: String) -> String {
        "\(count(value)) \(noun)\(value == 1 || noun.hasSuffix("s") ? "" : "s")"
    }

    /// A share in percent with two decimals, cut and never rounded up: only all of it is `100 %`.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "-" }
        let share = part * 10_000 / whole
        if part == whole { return "100 %" }
        let fraction = share % 100
        return "\(share / 100).\(fraction < 10 ? "0" : "")\(fraction) %"
    }

    /// A share in whole percent, cut and never rounded up.
    static func wholePercent(_ part: Int, of whole: Int) -> Int {
        whole > 0 ? part * 100 / whole : 0
    }

    /// A length of time: `410 ms`, `4.1 s`, `2 min 05 s`, `1 h 12 min`.
    static func seconds(_ value: Double) -> String {
        guard value.isFinite, value >= 0, value < 1e12 else { return "-" }
        if value < 0.95 { return "\(Int((value * 1_000).rounded())) ms" }
        if value < 59.95 { return decimal(value) + " s" }
        let whole = Int(value.rounded())
        if whole < 3_600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
        if whole < 172_800 { return "\(whole / 3_600) h \(padded(whole / 60 % 60)) min" }
        return "\(whole / 86_400) d \(whole / 3_600 % 24) h"
    }

    /// A size: `512 B`, `45.2 MB`.
    static func bytes(_ value: Int64) -> String {
        scaled(Double(value), "B", ["kB", "MB", "GB", "TB"])
    }

    /// A number with few digits: `950`, `12.4k`, `1M`.
    static func short(_ value: Double) -> String {
        let text = scaled(value, "", ["k", "M", "G"])
        guard let space = text.firstIndex(of: " ") else { return text }
        let number = text[..<space]
        return String((number.hasSuffix(".0") ? number.dropLast(2) : number) + text.suffix(1))
    }

    /// A number with one decimal.
    static func decimal(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "-" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }

    private static func scaled(_ value: Double, _ unit: String, _ units: [String]) -> String {
        guard value.isFinite, value >= 0 else { return "-" }
        if value < 999.5 {
            let whole = String(Int(value.rounded()))
            return unit.isEmpty ? whole : "\(whole) \(unit)"
        }
        var size = value / 1_000
        var index = 0
        while size >= 999.95, index < units.count - 1 {
            size /= 1_000
            index += 1
        }
        return "\(decimal(size)) \(units[index])"
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
