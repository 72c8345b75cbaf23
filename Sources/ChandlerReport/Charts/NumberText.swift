import ChandlerCore
import Glibc

/// Numbers as charts and tables print them: the same text on every machine, in every locale.
enum NumberText {
    /// A number with a fixed number of decimals: `65,000.50`, `0.00001234`.
    static func fixed(_ value: Double, _ decimals: Int, grouped: Bool = true) -> String {
        guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "-∞" : "∞" }
        var scale = 1.0
        for _ in 0..<min(decimals, 18) { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        // Beyond, doubles do not tell whole numbers apart.
        guard scaled < 9e15 else { return "\(value)" }
        let units = UInt64(scaled)
        let (whole, fraction) = units.quotientAndRemainder(dividingBy: UInt64(scale))
        var text = value < 0 && units > 0 ? "-" : ""
        text += grouped ? whole.grouped : String(whole)
        guard decimals > 0 else { return text }
        let digits = String(fraction)
        return text + "." + String(repeating: "0", count: min(decimals, 18) - digits.count) + digits
    }

    /// A number in few characters: `12.3k`, `4.56M`, `0.0421`.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return fixed(value, 0) }
        let units: [(Double, String)] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")]
        // What rounds up to 1,000 of a unit is 1 of the next.
        for (unit, name) in units where value.magnitude >= unit * 0.99995 {
            return value.magnitude >= unit * 1e6
                ? significant(value, 4) : significant(value / unit, 3) + name
        }
        return significant(value, 4)
    }

    /// A number with so many significant digits, without trailing zeros; exponents only for
    /// what would be very long.
    static func significant(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, 0) }
        let exponent = Int(log10(value.magnitude).rounded(.down))
        if exponent < -8 || exponent >= 15 {
            let mantissa = value / power(exponent)
            return trimmed(fixed(mantissa, digits - 1)) + "e\(exponent)"
        }
        return trimmed(fixed(value, max(0, digits - 1 - exponent)))
    }

    /// A share in percent: `12.3 %`.
    static func percent(_ share: Double, _ decimals: Int = 1) -> String {
        fixed(share * 100, decimals) + " %"
    }

    /// How many decimals tell steps of a size apart.
    static func decimals(ofStep step: Double) -> Int {
        guard step.isFinite, step > 0 else { return 0 }
        return min(18, max(0, -Int((log10(step) + 1e-9).rounded(.down))))
    }

    /// Ten to a power.
    static func power(_ exponent: Int) -> Double {
        var value = 1.0
        for _ in 0..<exponent.magnitude { value *= 10 }
        return exponent < 0 ? 1 / value : value
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
