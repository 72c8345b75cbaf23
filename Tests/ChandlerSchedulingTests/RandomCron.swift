import ChandlerCore
import TestSupport

/// Makes expressions, and reads them back in the plainest way.
enum RandomCron {
    static let ranges = [0...59, 0...23, 1...31, 1...12, 0...7]

    /// An expression of fields of every kind.
    static func expression(_ generator: inout SeededGenerator) -> String {
        ranges.map { field($0, &generator) }.joined(separator: " ")
    }

    private static func field(
        _ range: ClosedRange<Int>,
        _ generator: inout SeededGenerator
    ) -> String {
        if Int.random(in: 0..<3, using: &generator) == 0 { return "*" }
        return (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            let a = Int.random(in: range, using: &generator)
            let b = Int.random(in: a...range.upperBound, using: &generator)
            let step = Int.random(
                in: 1...(range.upperBound - range.lowerBound) / 2,
                using: &generator
            )
            return switch Int.random(in: 0..<5, using: &generator) {
            case 0, 1: "\(a)"
            case 2: "\(a)-\(b)"
            case 3: "\(a)-\(b)/\(step)"
            default: "*/\(step)"
            }
        }.joined(separator: ",")
    }

    /// The values of numeric fields.
    static func fields(_ text: String) -> [Set<Int>] {
        zip(text.split(separator: " "), ranges).map { word, range in
            var values: Set<Int> = []
            for item in word.split(separator: ",") {
                let parts = item.split(separator: "/")
                let ends = parts[0].split(separator: "-").compactMap { Int($0) }
                let step = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
                let first = ends.first ?? range.lowerBound
                let last = ends.last ?? range.upperBound
                values.formUnion(stride(from: first, through: last, by: step))
            }
            return values
        }
    }
}

/// The oracle: looks at every minute there is.
struct BruteForceCron {
    private let fields: [Set<Int>]
    private let isEither: Bool

    init(_ text: String) {
        fields = RandomCron.fields(text)
        let words = text.split(separator: " ")
        isEither = !words[2].hasPrefix("*") && !words[4].hasPrefix("*")
    }

    /// The times after a moment, at most so many, of so many days.
    func next(after moment: Timestamp, count: Int, within days: Int64) -> [Timestamp] {
        var found: [Timestamp] = []
        var minute = moment.milliseconds / 60_000 - 1
        let end = minute + days * 1_440
        while found.count < count, minute < end {
            let time = Timestamp(seconds: minute * 60)
            if time > moment, matches(time) { found.append(time) }
            minute += 1
        }
        return found
    }

    private func matches(_ time: Timestamp) -> Bool {
        let date = time.date
        let inDay = (time - Timestamp(date)) / 60_000_000
        let weekday = Int((date.daysSinceEpoch % 7 + 11) % 7)
        guard fields[0].contains(Int(inDay % 60)), fields[1].contains(Int(inDay / 60)),
            fields[3].contains(date.month)
        else { return false }
        let isDay = fields[2].contains(date.day)
        let isWeekday = fields[4].contains(weekday) || weekday == 0 && fields[4].contains(7)
        return isEither ? isDay || isWeekday : isDay && isWeekday
    }
}
