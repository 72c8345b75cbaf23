import ArgumentParser
import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// `chandler status`: what is stored.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the stored series: span, completeness, gaps and indicators."
    )

    @OptionGroup var filter: SeriesFilter
    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let lane = try await database.lane(for: "status")
        var rows: [SeriesStatus] = []
        for series in try await lane.allSeries() where filter.matches(series) {
            if let status = try await SeriesStatus(series, lane) { rows.append(status) }
        }
        if output.json {
            try Console.printJSON(StatusDocument(series: rows.map(StatusDocument.Entry.init)))
        } else if rows.isEmpty {
            Console.print(
                "No series is stored\(filter.words.isEmpty ? "" : " that matches \(filter.words)"); "
                    + "load one with \"chandler ingest --symbol BTCUSDT --from 30d\"."
            )
        } else {
            Table(
                ["series", "from", "to", "candles", "complete", "gaps", "indicators", "state"],
                rows.map(\.cells)
            ).lines.forEach(Console.print)
        }
    }
}

extension SeriesStatus {
    /// The share of expected candles that are stored, cut (never rounded up) to 0.01 %.
    fileprivate var completeness: String {
        guard expected > 0 else { return "-" }
        let share = stored * 10_000 / expected
        let fraction = String(share % 100)
        return "\(share / 100).\(fraction.count == 1 ? "0" : "")\(fraction) %"
    }

    fileprivate var cells: [String] {
        [
            "\(series)", range.start.compact, range.end.compact, Words.count(stored),
            completeness,
            gapsOpen == 0 ? "\(gapsConfirmed)" : "\(gapsConfirmed) + \(gapsOpen) open",
            "\(indicators)", staleFrom.map { "stale from \($0.compact)" } ?? "current",
        ]
    }
}

/// The stored series, for programs.
private struct StatusDocument: Encodable {
    struct Entry: Encodable {
        let venue: String
        let symbol: String
        let interval: String
        let from: String
        let to: String
        let watermark: String
        let candles: Int
        let expected: Int
        let gapsOpen: Int
        let gapsConfirmed: Int
        let indicators: Int
        let staleFrom: String?
    }

    let series: [Entry]
}

extension StatusDocument.Entry {
    init(_ status: SeriesStatus) {
        self.init(
            venue: status.series.venue,
            symbol: status.series.symbol.text,
            interval: status.series.interval.rawValue,
            from: status.range.start.description,
            to: status.range.end.description,
            watermark: status.watermark.description,
            candles: status.stored,
            expected: status.expected,
            gapsOpen: status.gapsOpen,
            gapsConfirmed: status.gapsConfirmed,
            indicators: status.indicators,
            staleFrom: status.staleFrom?.description
        )
    }
}
