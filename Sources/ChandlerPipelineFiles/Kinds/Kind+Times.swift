import ChandlerCore
import ChandlerScheduling
import ChandlerWarehouse

extension Kind where Value == Moment {
    /// A moment, or a span back from when the run begins.
    static var moment: Kind {
        Kind.scalar(
            .text(
                Shape.TextRule(
                    words:
                        "a date (2024-01-31), a time (2024-01-31T12:00:00Z) or a span back from when "
                        + "the run begins (90d, 12h, 30m)",
                    pattern: "^([0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?|[1-9][0-9]{0,6}[smhdw])$"
                )
            ),
            literal: { moment in
                switch moment {
                case .at(let time): .text(time.written)
                case .back(let seconds): .text(Spans.text(seconds, Spans.unitsOfMoments))
                }
            },
            parse: { (scalar) throws(Refusal) in
                if let time = Timestamp(parsing: scalar.text) { return .at(time) }
                if let span = Spans.seconds(scalar.text, Spans.unitsOfMoments) {
                    return .back(seconds: span)
                }
                throw .expected(
                    "a date (2024-01-31), a time (2024-01-31T12:00:00Z) or a span back (90d, 12h, 30m)"
                )
            }
        )
    }
}

extension Kind where Value == Timestamp {
    /// A fixed moment.
    static var fixedMoment: Kind {
        Kind.scalar(
            .text(
                Shape.TextRule(
                    words: "a date (2024-01-31) or a time (2024-01-31T12:00:00Z)",
                    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$"
                )
            ),
            literal: { .text($0.written) },
            parse: { (scalar) throws(Refusal) in
                guard let time = Timestamp(parsing: scalar.text) else {
                    throw .expected("a date (2024-01-31) or a time (2024-01-31T12:00:00Z)")
                }
                return time
            }
        )
    }
}

extension Kind where Value == Int {
    /// A length of time in seconds.
    static func duration(_ range: ClosedRange<Int>) -> Kind {
        let units = Spans.unitsOfDurations
        let limits = [range.lowerBound, range.upperBound].map { Spans.text(Int64($0), units) }
        let words = "a length of time such as 90s, 10m or 2h, from \(limits[0]) to \(limits[1])"
        return .scalar(
            .text(Shape.TextRule(words: words, pattern: "^[0-9]{1,7}[smhd]$")),
            literal: { .text(Spans.text(Int64($0), units)) },
            parse: { (scalar) throws(Refusal) in
                if let count = scalar.text.wholeNumber, count >= 0 {
                    throw .expected(
                        "a length of time with its unit",
                        hint: "write \(count)s or \(count)m"
                    )
                }
                guard let seconds = Spans.seconds(scalar.text, units),
                    range.contains(Int(seconds))
                else { throw .expected(words) }
                return Int(seconds)
            }
        )
    }
}

extension Kind where Value == RetentionSpan {
    /// How long rows are kept.
    static var retentionSpan: Kind {
        Kind.scalar(
            .text(
                Shape.TextRule(
                    words: "a span such as 400d, 12w, 3mo, 2y or forever",
                    pattern: "^(forever|[1-9][0-9]{0,5}(d|w|mo|y))$"
                )
            ),
            literal: { .text($0.description) },
            parse: { (scalar) throws(Refusal) in
                guard let span = RetentionSpan(scalar.text) else {
                    throw .expected("a span such as 400d, 12w, 3mo, 2y or forever")
                }
                return span
            }
        )
    }
}

extension Kind where Value == CronExpression {
    /// Times of crontab(5).
    static var cron: Kind {
        Kind.scalar(
            .text(
                Shape.TextRule(
                    words:
                        "five fields of crontab(5), in UTC: minute, hour, day, month, weekday; or a "
                        + "name such as @daily",
                    pattern: "^\\s*(@[a-z]+|\\S+(\\s+\\S+){4})\\s*$"
                )
            ),
            literal: { .text($0.description) },
            parse: { (scalar) throws(Refusal) in
                do throws(CronError) {
                    return try CronExpression(parsing: scalar.text)
                } catch {
                    let end = scalar.text.dropFirst(error.offset).firstIndex(of: " ")
                    let length = scalar.text.distance(
                        from: scalar.text.startIndex,
                        to: end ?? scalar.text.endIndex
                    )
                    throw Refusal(
                        message: error.message,
                        isWhole: true,
                        characters: error.offset..<max(error.offset, length)
                    )
                }
            }
        )
    }
}

extension Timestamp {
    /// The date alone at midnight, else the whole time; as a file may hold it.
    var written: String {
        let text = description
        return text.hasSuffix("T00:00:00Z") ? String(text.prefix(10)) : text
    }
}

/// Counts with units, such as `90d`.
enum Spans {
    typealias Units = [(letter: Character, seconds: Int64)]

    /// The longest first.
    static let unitsOfDurations: Units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
    static let unitsOfMoments: Units = [("w", 604_800)] + unitsOfDurations

    /// Reads a count with a unit; `nil` for anything else.
    static func seconds(_ text: String, _ units: Units) -> Int64? {
        guard let unit = units.first(where: { $0.letter == text.last }),
            let count = String(text.dropLast()).wholeNumber, text.first?.isNumber == true,
            (0...1_000_000).contains(count), count > 0 || units.count == unitsOfDurations.count
        else { return nil }
        return Int64(count) * unit.seconds
    }

    /// Writes it with the longest unit that fits; weeks are told in days.
    static func text(_ seconds: Int64, _ units: Units) -> String {
        let unit = units.first {
            $0.letter != "w" && seconds % $0.seconds == 0 && seconds >= $0.seconds
        }
        return unit.map { "\(seconds / $0.seconds)\($0.letter)" } ?? "\(seconds)s"
    }
}
