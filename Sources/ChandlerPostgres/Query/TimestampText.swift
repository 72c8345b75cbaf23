/// The text form of timestamps in an ISO, UTC session: `2024-02-29 13:37:00.25+00`.
enum TimestampText {
    /// Microseconds since 1970 UTC; nil for `infinity`, years BC and any other form.
    static func microseconds(_ text: String) -> Int64? {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let year = scanner.number(4...6), scanner.skip("-"),
            let month = scanner.number(2...2), scanner.skip("-"),
            let day = scanner.number(2...2), scanner.skip(" "),
            let hour = scanner.number(2...2), scanner.skip(":"),
            let minute = scanner.number(2...2), scanner.skip(":"),
            let second = scanner.number(2...2),
            let fraction = scanner.fraction(), scanner.isAtEndOrUTC
        else { return nil }
        let days = daysSince1970(year, month, day)
        return ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + fraction
    }

    /// Counts days of the proleptic Gregorian calendar in years that begin in March.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard position < bytes.count, bytes[position] == UInt8(ascii: character) else {
                return false
            }
            position += 1
            return true
        }

        mutating func number(_ digitCount: ClosedRange<Int>) -> Int64? {
            let digits = bytes[position...].prefix(digitCount.upperBound)
                .prefix { (0x30...0x39).contains($0) }
            guard digitCount.contains(digits.count) else { return nil }
            position += digits.count
            return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }

        mutating func fraction() -> Int64? {
            guard skip(".") else { return 0 }
            let start = position
            guard var value = number(1...6) else { return nil }
            for _ in (position - start)..<6 { value *= 10 }
            return value
        }

        var isAtEndOrUTC: Bool {
            let rest = bytes[position...]
            return rest.isEmpty || rest.elementsEqual("+00".utf8)
        }
    }
}
