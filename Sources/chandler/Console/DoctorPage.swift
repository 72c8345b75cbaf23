import ChandlerCore
import ChandlerWarehouse

/// What the doctor found, for people: the worst first, quiet about what is fine.
struct DoctorPage {
    private let diagnosis: Diagnosis
    private let showsAll: Bool

    private static let width = 80
    /// Where the words of a finding begin.
    private static let margin = 9

    init(_ diagnosis: Diagnosis, showsAll: Bool) {
        self.diagnosis = diagnosis
        self.showsAll = showsAll
    }

    /// The page's lines, the summary last.
    var lines: [String] {
        let shown = diagnosis.findings.filter { showsAll || $0.severity > .notVisible }
        let body = shown.flatMap(Self.lines)
        return body + (body.isEmpty ? [] : [""]) + Self.wrapped(summary, margin: 0)
    }

    private static func lines(_ finding: Finding) -> [String] {
        let mark = mark(finding.severity)
        let space = String(repeating: " ", count: margin - mark.count)
        var lines = wrapped("\(finding.title): \(clean(finding.words))", margin: margin)
        lines[0] = mark + space + lines[0].dropFirst(margin)
        if let remedy = finding.remedy { lines += wrapped("-> \(clean(remedy))", margin: margin) }
        // A command stays on one line, to be copied.
        if let command = finding.command {
            lines.append(String(repeating: " ", count: margin + 3) + clean(command))
        }
        return lines
    }

    private static func mark(_ severity: Finding.Severity) -> String {
        switch severity {
        case .broken: "BROKEN"
        case .warning: "WARNING"
        case .notice: "notice"
        case .notVisible: "hidden"
        case .healthy: "healthy"
        }
    }

    /// Words of the server's, which hold names that others chose.
    private static func clean(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).map { word in
            var shown = ""
            var rest = Substring(word)
            while !rest.isEmpty {
                shown += Words.printable(String(rest.prefix(20)))
                rest = rest.dropFirst(20)
            }
            return shown
        }.joined(separator: " ")
    }

    private var summary: String {
        let counts = [
            "\(diagnosis.count(.broken)) broken",
            Words.plural(diagnosis.count(.warning), "warning"),
            Words.plural(diagnosis.count(.notice), "notice"),
            "\(diagnosis.count(.healthy)) healthy",
        ]
        let hidden = diagnosis.count(.notVisible)
        let unseen = hidden == 0 ? "" : ", \(hidden) not visible to \(diagnosis.role ?? "-")"
        let server = diagnosis.serverVersion.map { " · PostgreSQL \($0)" } ?? ""
        let more = showsAll ? "" : " · --all shows everything"
        return counts.joined(separator: ", ") + unseen + server
            + " · \(Words.seconds(diagnosis.seconds))" + more
    }

    /// Breaks text at spaces; a word that is longer than the page stands on a line of its own.
    private static func wrapped(_ text: String, margin: Int) -> [String] {
        let space = String(repeating: " ", count: margin)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, margin + line.count + 1 + word.count > width {
                lines.append(space + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return lines + [space + line]
    }
}

/// What the doctor found, for programs.
struct DoctorDocument: Encodable {
    struct Entry: Encodable {
        let id: String
        let title: String
        let severity: String
        let words: String
        let values: [String: DoctorValue]
        let remedy: String?
        let command: String?
    }

    let status: String
    let exitCode: Int32
    let isUp: Bool
    let role: String?
    let serverVersion: String?
    let endedAt: String
    let durationSeconds: Double
    let counts: [String: Int]
    let findings: [Entry]

    init(_ diagnosis: Diagnosis) {
        exitCode = diagnosis.exitCode
        status = ["healthy", "warnings", "broken"][Int(diagnosis.exitCode)]
        isUp = diagnosis.isUp
        role = diagnosis.role
        serverVersion = diagnosis.serverVersion
        endedAt = diagnosis.endedAt.description
        durationSeconds = diagnosis.seconds
        counts = Dictionary(
            uniqueKeysWithValues: Finding.Severity.allCases.map { ($0.name, diagnosis.count($0)) }
        )
        findings = diagnosis.findings.map { finding in
            Entry(
                id: finding.id,
                title: finding.title,
                severity: finding.severity.name,
                words: finding.words,
                values: Dictionary(finding.values.map { ($0.key, DoctorValue($0.value)) }) { $1 },
                remedy: finding.remedy,
                command: finding.command
            )
        }
    }
}

/// A measured value as it stands in a JSON document.
struct DoctorValue: Encodable {
    private let value: Measure.Value

    init(_ value: Measure.Value) {
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .int(let value): try container.encode(value)
        case .number(let value) where value.isFinite: try container.encode(value)
        case .number: try container.encodeNil()
        case .text(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        case .texts(let value): try container.encode(value)
        }
    }
}
