import ChandlerStore
import ChandlerWarehouse
import Foundation
import Synchronization

/// What an import did, for people.
struct ImportSummary {
    let report: ImportReport

    /// The summary's lines.
    var lines: [String] {
        let seconds = report.stagingSeconds + report.mergingSeconds
        let rate = seconds > 0 ? Int(Double(report.read) / seconds) : 0
        var lines = [
            "",
            "  file       \(Words.printable(report.path)) (\(report.format.rawValue)) into "
                + "\(report.table)\(title)",
            "  rows       \(Words.count(report.read)) read · \(Words.count(report.inserted)) inserted"
                + " · \(Words.count(report.updated)) updated · \(Words.count(report.unchanged)) "
                + "unchanged · \(Words.count(report.rejected)) rejected",
        ]
        if let found = report.foundDelimiter {
            let name = found == "\t" ? "tabs" : "\"\(found)\""
            lines.append("  fields     stand between \(name), as in the header")
        }
        if report.older > 0 {
            lines.append(
                "  older      \(Words.plural(report.older, "row")) older than what is stored, which "
                    + "stays (line \(Self.places(report.olderLines, of: report.older)))"
            )
        }
        if report.repeated > 0 {
            lines.append("  repeated   \(Words.plural(report.repeated, "row")) said the same again")
        }
        for reject in report.rejects {
            let places = Self.places(reject.lines, of: reject.count)
            lines.append(
                "  rejected   \(Words.count(reject.count)) × \(reject.rule) (line \(places)): "
                    + Self.line(reject.reason)
            )
        }
        if report.rejected > 0, !report.isDryRun, !report.isRefused {
            lines.append("  kept       \(Words.count(report.newRejects)) new in ingest_rejects")
        }
        if !report.ignoredColumns.isEmpty {
            let names = report.ignoredColumns.map(Words.printable).joined(separator: ", ")
            lines.append("  left out   \(names)")
        }
        if !report.madeMonths.isEmpty {
            lines.append("  months     \(Words.plural(report.madeMonths.count, "month")) made")
        }
        if report.closedPositions > 0 {
            lines.append(
                "  closed     \(Words.plural(report.closedPositions, "position")) left open_positions"
            )
        }
        lines.append("  time       \(Words.seconds(seconds)) · \(Words.count(rate)) rows/s")
        return lines + [""]
    }

    private var title: String {
        if report.isDryRun { return ", dry run: nothing was changed" }
        return report.isRefused ? ", refused: nothing was kept" : ""
    }

    private static func places(_ lines: [Int], of count: Int) -> String {
        lines.map(String.init).joined(separator: ", ") + (count > lines.count ? ", …" : "")
    }

    /// A reason on one line; it quotes what stands in the file.
    private static func line(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(300).map { scalar in
            scalar.properties.generalCategory == .control ? " " : String(scalar)
        }
        return shown.joined()
    }
}

/// What an import did, as the JSON document of `--json` and of the ledger.
struct ImportDocument: Encodable {
    struct Reject: Encodable {
        let rule: String
        let count: Int
        let lines: [Int]
        let reason: String
    }

    var runId: Int64?
    var status = "succeeded"
    var exitCode: Int32 = 0
    var error: String?
    var table: String?
    var file: String?
    var format: String?
    var dryRun = false
    var refused = false
    var foundDelimiter: String?
    var columns: [String] = []
    var ignoredColumns: [String] = []
    var read = 0
    var inserted = 0
    var updated = 0
    var unchanged = 0
    var older = 0
    var olderLines: [Int] = []
    var repeated = 0
    var rejected = 0
    var newRejects = 0
    var rejects: [Reject] = []
    var madeMonths: [String] = []
    var closedPositions = 0
    var seconds = 0.0
}

extension ImportDocument {
    /// An import that came to its end.
    init(_ report: ImportReport, runID: Int64?, _ failure: RunFailure?) {
        runId = runID
        if let failure {
            status = "failed"
            exitCode = failure.exit.rawValue
            error = failure.message
        }
        table = report.table
        file = report.path
        format = report.format.rawValue
        dryRun = report.isDryRun
        refused = report.isRefused
        foundDelimiter = report.foundDelimiter
        columns = report.columns
        ignoredColumns = report.ignoredColumns
        read = report.read
        inserted = report.inserted
        updated = report.updated
        unchanged = report.unchanged
        older = report.older
        olderLines = report.olderLines
        repeated = report.repeated
        rejected = report.rejected
        newRejects = report.newRejects
        rejects = report.rejects.map {
            Reject(rule: $0.rule, count: $0.count, lines: $0.lines, reason: $0.reason)
        }
        madeMonths = report.madeMonths
        closedPositions = report.closedPositions
        seconds = report.stagingSeconds + report.mergingSeconds
    }

    /// An import that failed.
    init(runID: Int64, _ failure: RunFailure) {
        runId = runID
        status = RunOutcome(failure).status.rawValue
        exitCode = failure.exit.rawValue
        error = failure.message
    }
}

/// Shows how far a file is read, and then what is being done with its rows.
final class ImportProgress: Sendable {
    private let progress = RunProgress(isQuiet: false, unit: "bytes")
    private let last = BytesRead()

    init(_ path: String, table: String) {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        progress.began(table, expected: size ?? 0)
    }

    /// Takes note of the bytes read so far; 0 means that reading is over.
    func read(_ bytes: Int) {
        progress.fetched(last.advance(to: bytes))
    }

    /// Removes the line.
    func end() { progress.end() }
}

/// How far a file was read when that was last said.
private final class BytesRead: Sendable {
    private let value = Mutex(0)

    func advance(to bytes: Int) -> Int {
        value.withLock { value in
            defer { value = max(value, bytes) }
            return max(0, bytes - value)
        }
    }
}
