import ChandlerCore
import ChandlerWarehouse

extension RetentionReport {
    /// The report for a person.
    var lines: [String] {
        tables.flatMap { table -> [String] in
            let kept = table.cutoff.map { "kept \(table.span), since \($0.compact)" }
            let head = "\(table.name): \(kept ?? "kept for ever")"
            let verdict = table.cutoff != nil && table.months.isEmpty ? "; nothing to do" : ""
            return [head + verdict] + table.months.map { "  " + $0.line }
                + table.notes.map { "  note: \($0)" }
        }
    }
}

extension MonthOutcome {
    fileprivate var line: String {
        var line = "\(month.dashed)  \(action.rawValue)  \(Words.plural(rows, "row")), "
        line += "\(Words.count(bytesBefore)) bytes"
        if bytesArchived > 0 { line += ", \(Words.count(bytesArchived)) archived" }
        if let folder, action != .refused { line += " in \(folder)" }
        if let words { line += ": \(words)" }
        return line
    }
}

/// What was done, for programs.
struct RetainDocument: Encodable {
    struct Month: Encodable {
        let month: String
        let action: String
        let rows: Int
        let bytesBefore: Int
        let bytesArchived: Int
        let folder: String?
        let reason: String?
    }

    struct Entry: Encodable {
        let table: String
        let keep: String
        let keptSince: String?
        let months: [Month]
        let notes: [String]
    }

    let status: String
    let dryRun: Bool
    let tables: [Entry]

    init(_ report: RetentionReport) {
        status = report.refused.isEmpty ? "succeeded" : "different"
        dryRun = report.isDryRun
        tables = report.tables.map { table in
            Entry(
                table: table.name,
                keep: table.span.description,
                keptSince: table.cutoff?.description,
                months: table.months.map { month in
                    Month(
                        month: month.month.dashed,
                        action: month.action.rawValue,
                        rows: month.rows,
                        bytesBefore: month.bytesBefore,
                        bytesArchived: month.bytesArchived,
                        folder: month.folder,
                        reason: month.words
                    )
                },
                notes: table.notes
            )
        }
    }
}
