import ChandlerCore

/// Fields of tokens, of which each may be missing, null, or nonsense: all of that is no data.
extension JSONValue {
    /// An amount or a price; a negative one is nonsense.
    var amount: Double? { double.flatMap { $0 >= 0 ? $0 : nil } }

    /// A number of things.
    var count: Int64? { integer.flatMap { $0 >= 0 ? $0 : nil } }

    /// A ticker; an empty one says nothing.
    var ticker: String? { string.flatMap { $0.isEmpty ? nil : $0 } }

    /// A moment written as text; what is finer than microseconds is cut off.
    var moment: Timestamp? {
        guard let text = string else { return nil }
        var kept = text
        if let point = text.firstIndex(of: ".") {
            let digits = text[text.index(after: point)...].prefix { $0.isASCII && $0.isNumber }
            kept = String(text[...point] + digits.prefix(6) + text[digits.endIndex...])
        }
        guard let moment = Timestamp(parsing: kept),
            VenueTime.microseconds.contains(moment.microseconds)
        else { return nil }
        return moment
    }

    /// A moment in milliseconds since 1970.
    var milliseconds: Timestamp? {
        guard let value = count, value <= VenueTime.microseconds.upperBound / 1_000 else {
            return nil
        }
        return Timestamp(milliseconds: value)
    }
}
