import ArgumentParser
import ChandlerCore
import ChandlerStore

/// `chandler gaps`: what is missing.
struct GapsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps",
        abstract: "List missing candles.",
        discussion: """
            confirmed: the venue was asked and has no candle there.
            open: not fetched yet; "chandler ingest" over the span fills it.
            Archived months are not listed: "chandler restore-archive" brings them back.
            """
    )

    @OptionGroup var filter: SeriesFilter

    @Flag(help: "Only gaps that were not fetched yet.")
    var open = false

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let lane = try await database.lane(for: "gaps")
        var found: [(series: SeriesID, gap: Gap)] = []
        let all = try await lane.allSeries().filter(filter.matches)
        let archived = Coverage(try await lane.archivedMonths(of: .marketData).map(\.range))
        for series in all {
            let gaps = try await lane.gaps(of: series, in: .always).filter {
                !open || $0.status == .open
            }
            found += gaps.flatMap { $0.parts(outside: archived, series.interval) }.map {
                (series, $0)
            }
        }
        if output.json {
            try Console.printJSON(GapsDocument(gaps: found.map { GapsDocument.Entry($0, $1) }))
        } else if all.isEmpty {
            Console.print(
                "No series is stored\(filter.words.isEmpty ? "" : " that matches \(filter.words)")."
            )
        } else if found.isEmpty {
            Console.print("No gaps\(filter.words.isEmpty ? "" : " in \(filter.words)").")
        } else {
            let rows = found.map { series, gap in
                [
                    "\(series)", gap.range.start.compact, gap.range.end.compact,
                    Words.count(gap.missing), gap.status.rawValue, gap.reason?.rawValue ?? "",
                ]
            }
            Table(["series", "from", "to", "missing", "status", "reason"], rows).lines
                .forEach(Console.print)
            let missing = found.reduce(0) { $0 + $1.gap.missing }
            Console.print(
                "\(Words.plural(found.count, "gap")), \(Words.plural(missing, "candle")) missing"
            )
        }
    }
}

extension Gap {
    /// What is left of it without some spans.
    fileprivate func parts(outside spans: Coverage, _ interval: Interval) -> [Gap] {
        if spans.covered(in: range).isEmpty { return [self] }
        return spans.missing(in: range).compactMap { part in
            let count = interval.count(in: TimeRange(interval.ceiling(part.start), part.end))
            if count == 0 { return nil }
            return Gap(range: part, missing: count, status: status, reason: reason)
        }
    }
}

extension TimeRange {
    /// All of the time that candles can have.
    fileprivate static let always = TimeRange(
        Month(year: 1, month: 1).start,
        Month(year: 9_999, month: 12).end
    )
}

/// The gaps, for programs.
private struct GapsDocument: Encodable {
    struct Entry: Encodable {
        let venue: String
        let symbol: String
        let interval: String
        let from: String
        let to: String
        let missing: Int
        let status: String
        let reason: String?

        init(_ series: SeriesID, _ gap: Gap) {
            venue = series.venue
            symbol = series.symbol.text
            interval = series.interval.rawValue
            from = gap.range.start.description
            to = gap.range.end.description
            missing = gap.missing
            status = gap.status.rawValue
            reason = gap.reason?.rawValue
        }
    }

    let gaps: [Entry]
}
