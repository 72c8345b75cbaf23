extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with as many decimals as needed: `2024-03-01T00:00:00Z`.
    public var description: String {
        let day = floorDivide(microseconds, Timestamp.microsecondsPerDay)
        let date = CivilDate(daysSinceEpoch: day)
        let inDay = microseconds - day * Timestamp.microsecondsPerDay
        let seconds = Int(inDay / 1_000_000)
        var text = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
        text += "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2))"
        text += ":\(padded(seconds % 60, 2))"
        let fraction = Int(inDay % 1_000_000)
        if fraction > 0 {
            var digits = padded(fraction, 6)
            while digits.last == "0" { digits.removeLast() }
            text += "." + digits
        }
        return text + "Z"
    }

    /// The short form for people: the date alone at midnight, else date and minutes.
    public var compact: String {
        let text = description
        if text.hasSuffix("T00:00:00Z") { return String(text.prefix(10)) }
        let seconds = text.dropFirst(17).dropLast()
        return seconds == "00"
            ? "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
            : "\(text.prefix(10)) \(text.dropFirst(11).dropLast())"
    }

    /// Reads a date (`2024-03-01`) or an RFC 3339 time, or returns `nil`.
    ///
    /// A time without an offset is UTC; `T` may be a space; up to six decimals of a second are
    /// kept, further ones are refused because they could not be kept exactly.
    public init?(parsing text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), year >= 1, reader.skip("-"),
            let month = reader.number(2), reader.skip("-"), let day = reader.number(2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let midnight = Timestamp(date)
        if reader.isAtEnd {
            self = midnight
            return
        }
        guard reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let time = reader.timeOfDay(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        self = midnight + time - offset
    }
}

/// Reads fixed-width numbers off the front of a text.
private struct DigitReader {
    private var rest: Substring

    init(_ text: String) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(_ width: Int) -> Int? {
        let head = rest.prefix(width)
        guard head.count == width, head.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        rest = rest.dropFirst(width)
        return Int(head)
    }

    mutating func skip(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// `HH:MM[:SS[.ffffff]]` in microseconds since midnight.
    mutating func timeOfDay() -> Int64? {
        guard let hour = number(2), hour < 24, skip(":"), let minute = number(2), minute < 60
        else { return nil }
        var total = Int64(hour * 3_600 + minute * 60) * 1_000_000
        guard skip(":") else { return total }
        guard let second = number(2), second < 60 else { return nil }
        total += Int64(second) * 1_000_000
        guard skip(".") else { return total }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard (1...6).contains(digits.count), let fraction = Int64(digits) else { return nil }
        rest = rest.dropFirst(digits.count)
        return total + (0..<(6 - digits.count)).reduce(fraction) { value, _ in value * 10 }
    }

    /// `Z`, `+HH:MM`, `-HH:MM` or nothing, in microseconds east of UTC.
    mutating func offset() -> Int64? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") {
            sign = 1
        } else if skip("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hour = number(2), hour < 24 else { return nil }
        _ = skip(":")
        guard let minute = number(2), minute < 60 else { return nil }
        return sign * Int64(hour * 3_600 + minute * 60) * 1_000_000
    }
}
