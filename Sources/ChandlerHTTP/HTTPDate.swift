/// Reads the three date forms of HTTP, and writes the form that people and programs read.
///
/// **Source:** RFC 9110, section 5.6.7.
enum HTTPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Seconds since 1970 UTC, or nil where the text is none of the three forms.
    static func unixSeconds(_ text: String) -> Int64? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map { $0.lowercased() }
        guard words.count >= 5 else { return nil }
        // The first word names the day of the week, which the date itself says too.
        return words[3].contains(":") && !words[1].allSatisfy(\.isNumber)
            ? seconds(day: words[2], month: words[1], year: words[4], time: words[3])
            : seconds(day: words[1], month: words[2], year: words[3], time: words[4])
    }

    /// The moment in the form of RFC 3339, such as `2024-03-01T00:00:07Z`.
    static func rfc3339(_ unixSeconds: Int64) -> String {
        let (day, second) = unixSeconds.quotientAndFlooredRemainder(86_400)
        // Days of the proleptic Gregorian calendar; years are counted from March.
        let (era, dayOfEra) = (day + 719_468).quotientAndFlooredRemainder(146_097)
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = [year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1]
        let time = [second / 3_600, second / 60 % 60, second % 60]
        return "\(padded(date, "-"))T\(padded(time, ":"))Z"
    }

    private static func padded(_ numbers: [Int64], _ separator: String) -> String {
        numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: separator)
    }

    private static func seconds(day: String, month: String, year: String, time: String) -> Int64? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard let day = Int64(day), (1...31).contains(day),
            let month = months.firstIndex(of: month), let year = fullYear(year),
            clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let days = daysSince1970(year: year, month: Int64(month + 1), day: day)
        return days * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// Two digits belong to the century that puts them in 1970 to 2069.
    private static func fullYear(_ text: String) -> Int64? {
        guard let year = Int64(text), (0...9999).contains(year) else { return nil }
        guard text.utf8.count == 2 else { return year }
        return year < 70 ? 2_000 + year : 1_900 + year
    }

    /// Days of the proleptic Gregorian calendar; years are counted from March.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}

extension Int64 {
    /// The quotient that is not above the true one, and the remainder, which is never negative.
    fileprivate func quotientAndFlooredRemainder(_ divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
