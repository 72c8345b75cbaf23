import TestSupport

/// A strict reader of Prometheus' text format: what it takes, every collector takes.
///
/// It takes less than the format allows: HELP and TYPE stand once before the samples of their metric,
/// and no timestamps.
struct ExpositionFormat {
    struct Sample: Hashable {
        let name: String
        let labels: [String: String]
    }

    private(set) var values: [Sample: Double] = [:]
    private(set) var helps: [String: String] = [:]
    private(set) var types: [String: String] = [:]

    init(parsing text: String) throws {
        guard text.hasSuffix("\n") else { throw TestFailure("the last line has no end") }
        var current = ""
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# HELP ") {
                current = try head(line.dropFirst(7), into: &helps, line)
            } else if line.hasPrefix("# TYPE ") {
                let name = try head(line.dropFirst(7), into: &types, line)
                guard name == current else { throw TestFailure("TYPE without HELP: \(line)") }
            } else {
                let (sample, value) = try Self.sample(line)
                guard sample.name == current, types[current] != nil else {
                    throw TestFailure("a sample outside its metric: \(line)")
                }
                guard values.updateValue(value, forKey: sample) == nil else {
                    throw TestFailure("a sample twice: \(line)")
                }
            }
        }
        for (name, type) in types where type != "gauge" {
            throw TestFailure("\(name) is a \(type)")
        }
        guard Set(helps.keys) == Set(types.keys) else { throw TestFailure("HELP without TYPE") }
    }

    subscript(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        values[Sample(name: name, labels: labels)]
    }

    private func head(
        _ rest: Substring,
        into table: inout [String: String],
        _ line: Substring
    ) throws -> String {
        let parts = rest.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, Self.isName(parts[0]) else { throw TestFailure("no head: \(line)") }
        guard table.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
            throw TestFailure("a second head: \(line)")
        }
        return String(parts[0])
    }

    private static func isName(_ text: Substring, allowsColon: Bool = true) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" && allowsColon)
        }
    }

    private static func sample(_ line: Substring) throws -> (Sample, Double) {
        let name = line.prefix { $0 != "{" && $0 != " " }
        guard isName(name) else { throw TestFailure("no name: \(line)") }
        var rest = line.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            while rest.first != "}" {
                let (label, value) = try self.label(&rest, line)
                guard labels.updateValue(value, forKey: label) == nil else {
                    throw TestFailure("a label twice: \(line)")
                }
                if rest.first == "," {
                    rest = rest.dropFirst()
                } else if rest.first != "}" {
                    throw TestFailure("labels do not end: \(line)")
                }
            }
            rest = rest.dropFirst()
        }
        guard rest.first == " ", let value = number(rest.dropFirst()) else {
            throw TestFailure("no value: \(line)")
        }
        return (Sample(name: String(name), labels: labels), value)
    }

    private static func label(
        _ rest: inout Substring,
        _ line: Substring
    ) throws -> (String, String) {
        let name = rest.prefix { $0 != "=" }
        rest = rest.dropFirst(name.count)
        guard isName(name, allowsColon: false), rest.hasPrefix("=\"") else {
            throw TestFailure("no label: \(line)")
        }
        rest = rest.dropFirst(2)
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return (String(name), value)
            case "\\":
                guard let escaped = rest.popFirst(),
                    let meant = (["\\": "\\", "\"": "\"", "n": "\n"] as [Character: Character])[
                        escaped
                    ]
                else { throw TestFailure("an unknown escape: \(line)") }
                value.append(meant)
            default: value.append(character)
            }
        }
        throw TestFailure("a label without end: \(line)")
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default:
            text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
                ? Double(text) : nil
        }
    }
}
