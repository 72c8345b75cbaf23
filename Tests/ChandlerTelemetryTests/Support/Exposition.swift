import TestSupport

/// A strict reader of both text formats: what it takes, every collector takes.
///
/// It takes less than the formats allow: TYPE stands before the samples of its metric, all lines of a
/// metric stand together, no sample has a time, and values are written without blanks around them.
struct Exposition {
    enum Format {
        case prometheus
        case openMetrics
    }

    struct Sample: Hashable {
        let name: String
        let labels: [String: String]
    }

    private(set) var values: [Sample: Double] = [:]
    private(set) var order: [Sample] = []
    private(set) var types: [String: String] = [:]
    private(set) var helps: [String: String] = [:]
    private(set) var units: [String: String] = [:]
    private let format: Format
    private var current = ""
    private var hasSamples = false

    init(_ text: String, _ format: Format) throws {
        self.format = format
        guard text.isEmpty || text.utf8.last == 10 else {
            throw TestFailure("the last line has no end")
        }
        // A carriage return belongs to its line, though Swift takes both for one character.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Substring($0) }.dropLast()
        if format == .openMetrics {
            guard lines.popLast() == "# EOF" else { throw TestFailure("no # EOF at the end") }
        }
        for line in lines { try read(line) }
        try types.keys.filter { types[$0] == "histogram" }.forEach(checkHistogram)
        for name in types.keys where !order.contains(where: { owns(name, $0.name) }) {
            throw TestFailure("\(name) has no samples")
        }
    }

    subscript(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        values[Sample(name: name, labels: labels)]
    }

    /// Every series of a name, by labels.
    func all(_ name: String) -> [[String: String]: Double] {
        let found = values.filter { $0.key.name == name }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.key.labels, $0.value) })
    }

    private mutating func read(_ line: Substring) throws {
        if line.hasPrefix("# HELP ") {
            let (name, words) = try head(line)
            helps[name] = try plain(words, quotes: format == .openMetrics, line)
        } else if line.hasPrefix("# TYPE ") {
            let (name, type) = try head(line)
            guard ["counter", "gauge", "summary", "histogram"].contains(type), types[name] == nil
            else { throw TestFailure("a type that readers do not know, or twice: \(line)") }
            types[name] = type
        } else if line.hasPrefix("# UNIT "), format == .openMetrics {
            let (name, unit) = try head(line)
            guard name.hasSuffix("_\(unit)"), units[name] == nil else {
                throw TestFailure("the unit is not the end of the name: \(line)")
            }
            units[name] = unit
        } else if line.hasPrefix("#") || line.isEmpty {
            throw TestFailure("a comment or an empty line: \"\(line)\"")
        } else {
            try sample(line)
        }
    }

    private mutating func head(_ line: Substring) throws -> (String, String) {
        let parts = line.dropFirst(7).split(
            separator: " ",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, Self.isName(parts[0], allowsColon: true) else {
            throw TestFailure("no head: \(line)")
        }
        let name = String(parts[0])
        if name != current {
            guard types[name] == nil, helps[name] == nil, units[name] == nil else {
                throw TestFailure("lines of a metric do not stand together: \(line)")
            }
            current = name
            hasSamples = false
        }
        guard !hasSamples else { throw TestFailure("a head after samples: \(line)") }
        return (name, String(parts[1]))
    }

    private func owns(_ family: String, _ sample: String) -> Bool {
        let endings: [String] =
            switch types[family] {
            case "counter": [format == .openMetrics ? "_total" : ""]
            case "summary": ["_count", "_sum"]
            case "histogram": ["_bucket", "_count", "_sum"]
            default: [""]
            }
        return endings.contains { family + $0 == sample }
    }

    private mutating func sample(_ line: Substring) throws {
        let name = line.prefix { $0 != "{" && $0 != " " }
        guard Self.isName(name, allowsColon: true), owns(current, String(name)) else {
            throw TestFailure("a sample outside its metric: \(line)")
        }
        var rest = line.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            repeat {
                rest = rest.dropFirst()
                let (label, value) = try label(&rest, line)
                guard labels.updateValue(value, forKey: label) == nil else {
                    throw TestFailure("a label twice: \(line)")
                }
            } while rest.first == ","
            guard rest.popFirst() == "}" else { throw TestFailure("labels do not end: \(line)") }
        }
        guard rest.popFirst() == " ", let value = Self.number(rest) else {
            throw TestFailure("no value: \(line)")
        }
        if let bound = labels["le"] {
            let isFloat = bound == "+Inf" || bound.contains(".") || bound.contains("e")
            guard name.hasSuffix("_bucket"), Self.number(bound[...]) != nil,
                format == .prometheus || isFloat
            else { throw TestFailure("a bound that is none: \(line)") }
        }
        let sample = Sample(name: String(name), labels: labels)
        guard values.updateValue(value, forKey: sample) == nil else {
            throw TestFailure("a sample twice: \(line)")
        }
        order.append(sample)
        hasSamples = true
    }

    private func label(_ rest: inout Substring, _ line: Substring) throws -> (String, String) {
        let name = rest.prefix { $0 != "=" }
        rest = rest.dropFirst(name.count)
        guard Self.isName(name, allowsColon: false), !name.hasPrefix("__"),
            rest.hasPrefix("=\"")
        else { throw TestFailure("no label: \(line)") }
        rest = rest.dropFirst(2)
        var raw = ""
        while let character = rest.popFirst() {
            if character == "\"" { return (String(name), try plain(raw, quotes: true, line)) }
            raw.append(character)
            if character == "\\" {
                guard let next = rest.popFirst() else { break }
                raw.append(next)
            }
        }
        throw TestFailure("a label without end: \(line)")
    }

    private func plain(_ text: String, quotes: Bool, _ line: Substring) throws -> String {
        var plain = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "\\" else {
                plain.append(character)
                continue
            }
            switch rest.popFirst() {
            case "\\": plain.append("\\")
            case "n": plain.append("\n")
            case "\"" where quotes: plain.append("\"")
            default: throw TestFailure("an unknown escape: \(line)")
            }
        }
        return plain
    }

    /// Buckets grow with their bounds, the last has none and counts what the histogram counts.
    private func checkHistogram(_ name: String) throws {
        let buckets = order.filter { $0.name == "\(name)_bucket" }
        let groups = Dictionary(grouping: buckets) { sample in
            sample.labels.filter { $0.key != "le" }
        }
        guard groups.count == order.count(where: { $0.name == "\(name)_count" }) else {
            throw TestFailure("\(name) has no buckets")
        }
        for (labels, buckets) in groups {
            let bounds = buckets.compactMap { Self.number(($0.labels["le"] ?? "")[...]) }
            let counts = buckets.compactMap { values[$0] }
            guard bounds == bounds.sorted(), bounds.last == .infinity, counts == counts.sorted(),
                counts.last == self["\(name)_count", labels], self["\(name)_sum", labels] != nil
            else { throw TestFailure("the buckets of \(name) \(labels)") }
        }
    }

    private static func isName(_ text: Substring, allowsColon: Bool) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" && allowsColon)
        }
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
