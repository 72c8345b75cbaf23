import ChandlerCore
import ChandlerPipeline
import ChandlerStore
import Foundation

/// What a run found and stored of tokens, for people.
struct TokenSummary {
    let report: TokenReport
    /// What lines are cut to; the longest tables stay readable at this many tokens.
    private static let mostRows = 40

    /// The summary's lines.
    var lines: [String] {
        var lines: [String] = []
        if !report.rows.isEmpty {
            let shown = report.rows.prefix(Self.mostRows)
            let header = [
                "symbol", "mint", "price", "liquidity", "volume 24h", "holders", "created",
            ]
            lines += [""] + Table(header, shown.map(cells)).lines
            if report.rows.count > shown.count {
                lines.append("… and \(Words.count(report.rows.count - shown.count)) more")
            }
        }
        lines += [
            "",
            "  tokens     \(Words.count(report.found)) found"
                + (report.notFound.isEmpty
                    ? "" : " · \(Words.count(report.notFound.count)) unknown to all sources"),
            "  rows       \(Words.count(report.inserted)) inserted · "
                + "\(Words.count(report.unchanged)) unchanged · "
                + "\(Words.count(report.rejected)) rejected",
        ]
        if !report.enriched.isEmpty {
            let parts = report.enriched.sorted { $0.key < $1.key }.map {
                "\($0.key) filled fields of \(Words.count($0.value))"
            }
            lines.append("  enriched   " + parts.joined(separator: " · "))
        }
        lines.append("  requests   \(report.counters.words)")
        lines += notes.map { "  note       " + $0 }
        return lines + [""]
    }

    private var notes: [String] {
        var notes: [String] = []
        if !report.notFound.isEmpty {
            let names = report.notFound.prefix(3).map { quoted($0) }.joined(separator: ", ")
            notes.append(
                "unknown: \(names)\(report.notFound.count > 3 ? " …" : ""); absence is stored as "
                    + "absence, not as 0"
            )
        }
        if let first = report.firstReject { notes.append("first rejected: \(first.reason)") }
        notes += report.rows.flatMap { row in
            row.doubts.map { "\(row.symbol.map(Words.printable) ?? row.mint): \($0)" }
        }.prefix(5)
        notes += report.failures.sorted { $0.key < $1.key }.map {
            "\($0.key) could not be asked: \($0.value)"
        }
        return notes
    }

    private func cells(_ row: TokenRow) -> [String] {
        [
            row.symbol.map(Words.printable) ?? "", row.mint, Self.amount(row.price),
            Self.amount(row.liquidity), Self.amount(row.volume),
            row.holderCount.map { Words.count(Int($0)) } ?? "",
            row.createdAt.map { String($0.description.prefix(10)) } ?? "",
        ]
    }

    /// Such as `1,234,567`, `0.204`, `8.1e-12`; empty where there is none.
    private static func amount(_ value: Double?) -> String {
        guard let value else { return "" }
        if value >= 1_000, value < 1e15 { return Words.count(Int(value.rounded())) }
        return String(format: "%.6g", value)
    }
}
