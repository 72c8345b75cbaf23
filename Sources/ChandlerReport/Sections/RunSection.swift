import ChandlerCore
import ChandlerStore

/// What the program did lately: a strip of outcomes and throughput, and a line a run.
struct RunSection {
    let data: ReportData

    /// How much of an error is shown; all of it is in the ledger.
    private static let errorLength = 240

    var markup: Markup {
        if data.runs.isEmpty { return Markup("p", [:], Markup("The ledger has no run yet.")) }
        return Markup("p", ["class": "lead"], Markup(summary))
            + RunStrip(data.runs.reversed(), now: data.options.now).markup
            + PageTable(
                columns: [
                    .number("Run"), .text("Outcome"), .text("Command"), .text("Begun"),
                    .number("Took"), .number("Rows"), .number("Requests"), .number("Repeated"),
                    .number("Bytes"),
                ],
                rows: data.runs.map(cells)
            ).markup("Runs") + failures + rest
    }

    private var summary: String {
        let failed = data.runs.count { $0.status == .failed || $0.isLost }
        let interrupted = data.runs.count { $0.status == .interrupted }
        return "The last \(Figures.plural(data.runs.count, "run")): \(failed) failed, "
            + "\(interrupted) interrupted."
    }

    private func cells(_ run: RunRecord) -> [Markup] {
        let took = run.seconds(at: data.options.now)
        return [
            Markup("\(run.runID)"), RunOutcomeBadge.markup(run), Markup(run.title),
            Markup(run.startedAt.compactSeconds), Markup(Figures.seconds(took)),
            Markup(Figures.count(run.totals.rows)), Markup(Figures.count(run.totals.requests)),
            Markup(Figures.count(run.totals.retries)), Markup(Figures.bytes(run.totals.bytes)),
        ]
    }

    private var failures: Markup {
        let failed = data.runs.filter { $0.error != nil || $0.isLost }
        if failed.isEmpty { return .empty }
        return Markup("h3", [:], Markup("What went wrong"))
            + Markup("ul", ["class": "errors"], failed.map(failure))
    }

    private func failure(_ run: RunRecord) -> Markup {
        let error = run.error ?? "the program ended without saying how"
        let isCut = error.unicodeScalars.count > Self.errorLength
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: error.unicodeScalars.prefix(Self.errorLength))
        return Markup(
            "li",
            [:],
            Markup("b", [:], Markup("\(run.runID) \(run.title)")),
            Markup(" "),
            RunOutcomeBadge.markup(run),
            Markup(run.exitCode.map { " code \($0)" } ?? ""),
            Markup("p", [:], Markup(String(shown) + (isCut ? "…" : "")))
        )
    }

    private var rest: Markup {
        let left = data.runCount - data.runs.count
        if left <= 0 { return .empty }
        return Markup(
            "p",
            ["class": "note"],
            Markup("\(Figures.plural(left, "earlier run")) not shown; all of them: "),
            Markup("code", [:], Markup("chandler runs"))
        )
    }
}

/// How a run ended, in a word with a colour behind it.
enum RunOutcomeBadge {
    static func markup(_ run: RunRecord) -> Markup {
        let kind =
            switch run.status {
            case .succeeded: " good"
            case .failed: " bad"
            case .interrupted: " warn"
            case .running, .skipped: run.isLost ? " bad" : ""
            }
        return Markup("span", ["class": "badge\(kind)"], Markup(run.outcome))
    }
}

extension RunRecord {
    /// The command, with the pipeline and the shard where there are any.
    var title: String {
        [command, pipeline, shard.map { "shard \($0)" }].compactMap { $0 }.joined(separator: " ")
    }

    /// How it stands in a word.
    var outcome: String { isLost ? "lost" : status.rawValue }

    /// How long it took, or has taken up to a moment.
    func seconds(at now: Timestamp) -> Double {
        max(0, Double((finishedAt ?? now) - startedAt) / 1e6)
    }

    /// Rows a second; `nil` where it moved none.
    var rowsPerSecond: Double? {
        guard let seconds, seconds > 0, totals.rows > 0 else { return nil }
        return Double(totals.rows) / seconds
    }
}

extension Timestamp {
    /// The moment to the second, for people: `2024-03-01 12:30:05`.
    var compactSeconds: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }
}
