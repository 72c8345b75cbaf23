import ChandlerCore
import Glibc

/// A line of a structured log: one JSON object.
///
/// | key | value |
/// |---|---|
/// | `time` | RFC 3339 in UTC, with milliseconds |
/// | `level` | `info`, `warning` or `error` |
/// | `component` | the command, such as `db migrate` |
/// | `message` | what people read in the other format |
/// | `run_id`, `pipeline` | the run it belongs to, once it is known |
///
/// Further keys hold numbers and words of the message.
struct LogLine {
    /// How bad it is.
    enum Level: String {
        case info, warning, error

        /// What a line begins with in the format for people.
        var prefix: String { self == .info ? "" : "chandler: \(rawValue): " }
    }

    /// A value of a key.
    enum Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
        case int(Int)
        case number(Double)
        case text(String)

        init(integerLiteral value: Int) { self = .int(value) }
        init(stringLiteral value: String) { self = .text(value) }
    }

    let level: Level
    let component: String
    let message: String
    let context: KeyValuePairs<String, Value?>
    let fields: KeyValuePairs<String, Value>

    /// The JSON object, without a line break.
    var json: String { json(at: Self.now) }

    /// The JSON object of a moment.
    func json(at moment: Timestamp) -> String {
        var pairs: [(String, Value)] = [
            ("time", .text(Self.text(moment))), ("level", .text(level.rawValue)),
            ("component", .text(component)), ("message", .text(Self.plain(message))),
        ]
        pairs += context.compactMap { name, value in value.map { (name, $0) } }
        for (name, value) in fields where !pairs.contains(where: { $0.0 == name }) {
            pairs.append((name, value))
        }
        let members = pairs.map { "\(Self.quoted($0.0)):\(Self.json($0.1))" }
        return "{\(members.joined(separator: ","))}"
    }

    private static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec / 1_000_000))
    }

    /// Always three decimals, so that lines sort as text.
    private static func text(_ moment: Timestamp) -> String {
        let milliseconds = moment.milliseconds
        let second = Timestamp(milliseconds: milliseconds - milliseconds % 1_000)
        let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
        return "\(second.description.dropLast()).\(fraction)Z"
    }

    /// Text without what colours a terminal and moves its cursor.
    private static func plain(_ text: String) -> String {
        guard text.contains("\u{1B}") || text.contains("\r") else { return text }
        var plain = ""
        var isEscape = false
        for scalar in text.unicodeScalars {
            if isEscape {
                // An escape sequence ends with its first letter.
                isEscape = !scalar.properties.isAlphabetic
            } else if scalar == "\u{1B}" {
                isEscape = true
            } else if scalar != "\r" {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }

    private static func json(_ value: Value) -> String {
        switch value {
        case .int(let value): "\(value)"
        case .number(let value): value.isFinite ? "\(value)" : "null"
        case .text(let value): quoted(value)
        }
    }

    private static func quoted(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "\"") { quoted, scalar in
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _
            where scalar.value < 32 || (127...159).contains(scalar.value)
                || (0x2028...0x2029).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        } + "\""
    }
}
