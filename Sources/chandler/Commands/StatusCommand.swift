import ArgumentParser
import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// `chandler status`: what is stored.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the stored series: span, completeness, gaps and indicators.",
        discussion: """
            Candles that "chandler retain" has moved to an archive are counted on their own; they \
            are not missing.
            """
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
        var pools: [PoolStatus] = []
        for series in try await lane.allPoolSeries() where filter.matches(series) {
            if let status = try await PoolStatus(series, lane) { pools.append(status) }
        }
        if output.json {
            try Console.printJSON(
                StatusDocument(
                    series: rows.map(StatusDocument.Entry.init),
                    pools: pools.map(StatusDocument.Pool.init)
                )
            )
            return
        }
        if rows.isEmpty, pools.isEmpty {
            Console.print(
                "No series is stored\(filter.words.isEmpty ? "" : " that matches \(filter.words)"); "
                    + "load one with \"chandler ingest --symbol BTCUSDT --from 30d\"."
            )
        }
        if !rows.isEmpty {
            let hasArchive = rows.contains { !$0.archivedMonths.isEmpty }
            Table(
                ["series", "from", "to", "candles"] + (hasArchive ? ["archived"] : [])
                    + ["complete", "gaps", "indicators", "state"],
                rows.map { $0.cells(hasArchive: hasArchive) }
            ).lines.forEach(Console.print)
        }
        if !pools.isEmpty {
            if !rows.isEmpty { Console.print("") }
            Table(
                [
                    "pool", "token", "from", "to", "candles", "silent", "not asked", "indicators",
                    "state",
                ],
                pools.map(\.cells)
            ).lines.forEach(Console.print)
        }
    }
}

extension PoolStatus {
    fileprivate var cells: [String] {
        [
            "\(series)", series.pool.symbol.map(Words.printable) ?? series.pool.mint,
            range.start.compact, range.end.compact, Words.count(stored), Words.count(silent),
            Words.count(unasked), "\(indicators)", isStale ? "stale" : "current",
        ]
    }
}

extension SeriesStatus {
    /// The share of expected candles that are stored or archived, cut (never rounded up) to 0.01 %.
    fileprivate var completeness: String {
        guard expected > 0 else { return "-" }
        let share = (stored + archived) * 10_000 / expected
        let fraction = String(share % 100)
        return "\(share / 100).\(fraction.count == 1 ? "0" : "")\(fraction) %"
    }

    fileprivate func cells(hasArchive: Bool) -> [String] {
        [
            "\(series)", range.start.compact, range.end.compact, Words.count(stored),
        ] + (hasArchive ? [Words.count(archived)] : []) + [
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
        let archived: Int
        let archivedMonths: [String]
        let expected: Int
        let gapsOpen: Int
        let gapsConfirmed: Int
        let indicators: Int
        let staleFrom: String?
    }

    struct Pool: Encodable {
        let venue: String
        let network: String
        let pool: String
        let mint: String
        let symbol: String?
        let interval: String
        let from: String
        let to: String
        let candles: Int
        let silent: Int
        let notAsked: Int
        let indicators: Int
        let isStale: Bool
    }

    let series: [Entry]
    let pools: [Pool]
}

extension StatusDocument.Pool {
    init(_ status: PoolStatus) {
        self.init(
            venue: status.series.venue,
            network: status.series.pool.network,
            pool: status.series.pool.address,
            mint: status.series.pool.mint,
            symbol: status.series.pool.symbol,
            interval: status.series.interval.rawValue,
            from: status.range.start.description,
            to: status.range.end.description,
            candles: status.stored,
            silent: status.silent,
            notAsked: status.unasked,
            indicators: status.indicators,
            isStale: status.isStale
        )
    }
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
            archived: status.archived,
            archivedMonths: status.archivedMonths.map(\.dashed),
            expected: status.expected,
            gapsOpen: status.gapsOpen,
            gapsConfirmed: status.gapsConfirmed,
            indicators: status.indicators,
            staleFrom: status.staleFrom?.description
        )
    }
}
