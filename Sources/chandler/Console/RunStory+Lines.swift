import ChandlerCore
import ChandlerStore

extension RunStory {
    /// The run for a person.
    var lines: [String] {
        [run.standing.colored(headline)] + facts.map { "  \($0)" }
            + section("stages", stageLines) + section("series", seriesLines)
            + section("warnings", warnings.map { Words.wrapped($0) }) + section("error", errorLines)
            + section("report", otherLines) + section("log", logLines)
    }

    private var headline: String {
        var text = "run \(run.runID) · \(Words.printable(run.title)) · \(run.standing.rawValue)"
        if let code = run.exitCode, code != 0, let verdict {
            text += " · exit \(code), \(verdict.meaning)"
        }
        return text
    }

    private var facts: [String] {
        var facts: [(String, String)] = []
        if let pipeline = run.pipeline { facts.append(("pipeline", Words.printable(pipeline))) }
        if let shard = run.shard { facts.append(("shard", Words.printable(shard))) }
        facts.append(("began", "\(run.startedAt.toTheSecond) UTC"))
        if let finished = run.finishedAt {
            let took = run.seconds.map { " after \(Words.seconds($0))" } ?? ""
            facts.append(("ended", "\(finished.toTheSecond) UTC\(took)"))
        }
        facts.append(("version", run.version))
        facts.append(("command", (["chandler"] + run.words.map(shellWord)).joined(separator: " ")))
        facts.append(("moved", moved))
        if let rows = rowsPerSecond {
            let bytes = bytesPerSecond.map { " · \(Words.bytes(Int64($0)))/s" } ?? ""
            facts.append(("speed", "\(Words.plural(Int(rows), "row"))/s\(bytes)"))
        }
        let seconds = report["seconds"].members.compactMap { member in
            member.value.number.map { "\(member.key) \(Words.seconds($0))" }
        }
        if !seconds.isEmpty { facts.append(("spent", seconds.joined(separator: " · "))) }
        return facts.map { "\($0.0.padded(to: 9))\($0.1)" }
    }

    private var moved: String {
        let totals = run.totals
        var parts = [Words.plural(totals.rows, "row")]
        if totals.bytes > 0 { parts.append(Words.bytes(totals.bytes)) }
        if totals.requests > 0 {
            parts.append(
                Words.plural(totals.requests, "request")
                    + (totals.retries > 0 ? ", \(Words.count(totals.retries)) repeated" : "")
            )
        }
        return parts.joined(separator: " · ")
    }

    /// Bytes and requests only where a stage has its own: series share those of the run.
    private var stageLines: [String] {
        let moved = ["bytes", "requests"].filter { name in
            stages.contains { ($0[name].whole ?? 0) > 0 }
        }
        let rows = stages.map { stage in
            let begin = [
                stage["stage"].text ?? stage["name"].text ?? "?", stage["subject"].text ?? "",
                stage["status"].text ?? "", stage["rows"].whole.map(Words.count) ?? "",
            ]
            let numbers = moved.map { name in
                guard let count = stage[name].whole, count > 0 else { return "" }
                return name == "bytes" ? Words.bytes(Int64(count)) : Words.count(count)
            }
            let end = [
                stage["seconds"].number.map(Words.seconds) ?? "", stage["error"].text ?? "",
            ]
            return (begin + numbers + end).map { Words.wrapped($0) }
        }
        if rows.isEmpty { return [] }
        return Table(["stage", "of", "status", "rows"] + moved + ["took", "error"], rows).lines
    }

    /// The columns that the report has, in the order in which they tell a story.
    private var seriesLines: [String] {
        let names = [
            "fetched", "inserted", "updated", "unchanged", "rows", "archived", "recomputed",
            "silent", "rejected", "differences", "gaps_open", "gaps_confirmed", "missing",
            "watermark",
        ].filter { name in series.contains { $0[name] != .null } }
        let hasErrors = series.contains { $0["error"] != .null }
        let rows = series.map { entry in
            let name = ["venue", "network", "pool", "symbol", "interval"].compactMap {
                entry[$0].text
            }.joined(separator: " ")
            return [Words.wrapped(name)] + names.map { cell(entry[$0]) }
                + (hasErrors ? [Words.wrapped(entry["error"].text ?? "")] : [])
        }
        if rows.isEmpty { return [] }
        let header = names.map { $0.replacing("_", with: " ") }
        return Table(["series"] + header + (hasErrors ? ["error"] : []), rows).lines
    }

    private func cell(_ value: ReportValue) -> String {
        switch value {
        case .whole(let count): Words.count(Int(count))
        case .text(let text): Timestamp(parsing: text)?.compact ?? Words.printable(text)
        case .list(let elements): Words.count(elements.count)
        default: ""
        }
    }

    private var errorLines: [String] {
        let error = run.error ?? (run.isLost ? "the program ended without saying how" : "")
        var lines = error.split(whereSeparator: \.isNewline).map { Words.wrapped($0) }
        if let advice = verdict?.advice { lines.append("what to do: \(advice)") }
        return lines
    }

    /// What the report says beside all that: numbers and short texts.
    private var otherLines: [String] {
        let known: Set = [
            "run_id", "status", "exit_code", "error", "series", "seconds", "requests", "stages",
            "warnings", "notes", "findings", "doubts",
        ]
        return report.members.filter { !known.contains($0.key) }.compactMap { member in
            let name = member.key.replacing("_", with: " ")
            return switch member.value {
            case .whole(let count): "\(name): \(Words.count(Int(count)))"
            case .number(let number): "\(name): \(number)"
            case .bool(let flag): "\(name): \(flag ? "yes" : "no")"
            case .text(let text): "\(name): \(Words.wrapped(text))"
            case .list(let elements) where !elements.isEmpty:
                "\(name): \(Words.count(elements.count))"
            case .object(let members) where !members.isEmpty:
                "\(name): "
                    + member.value.members.map { "\($0.key) \(plain($0.value))" }
                    .joined(separator: ", ")
            case .null, .list, .object: nil
            }
        }
    }

    private func plain(_ value: ReportValue) -> String {
        switch value {
        case .null: "-"
        case .bool(let flag): flag ? "yes" : "no"
        case .whole(let count): Words.count(Int(count))
        case .number(let number): "\(number)"
        case .text(let text): Words.wrapped(text)
        case .list(let elements): "(\(elements.count))"
        case .object(let members): "(\(members.count))"
        }
    }

    private var logLines: [String] {
        guard let log else { return ["this login may not read system_logs"] }
        return log.map { entry in
            "\(entry.timestamp.toTheSecond)  \(entry.level.padded(to: 8))"
                + Words.wrapped(entry.message)
        }
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  \($0)" }
    }
}

/// A word as a shell takes it.
private func shellWord(_ word: String) -> String {
    let isPlain =
        !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=@,+%".contains($0) }
    return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
}

extension String {
    /// The text with spaces behind it up to a width.
    fileprivate func padded(to width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self + " "
    }
}

extension Words {
    /// A whole text as it may stand on a terminal; control marks are escaped, nothing is cut.
    static func wrapped(_ text: some StringProtocol) -> String {
        var shown = ""
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            shown += printable(String(String.UnicodeScalarView(rest.prefix(40))))
            rest = rest.dropFirst(40)
        }
        return shown
    }
}
