import ArgumentParser
import ChandlerCore
import ChandlerPipeline
import ChandlerStore
import Foundation

/// `chandler status`: what is stored.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the stored series: span, lag, completeness, gaps and last runs.",
        discussion: """
            Candles that "chandler retain" has moved to an archive are counted on their own; they \
            are not missing. The lag is the time since the last stored candle ended. The last run \
            of a series is the newest ended one that worked on it, whether or not it found \
            anything new; pipelines have a line for their own last run.

            --max-lag is for monitors: it ends with code 65 when a series is older, and names it.

            EXAMPLES
              chandler status
              chandler status --symbol BTCUSDT --max-lag 2h
              chandler status --json
            """
    )

    @OptionGroup var filter: SeriesFilter

    @Option(
        help: ArgumentHelp(
            "End with code 65 when a series is older than this (90s, 30m, 2h, 3d).",
            valueName: "length"
        ),
        transform: readLag
    )
    var maxLag: MaximalLag?

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let lane = try await database.lane(for: "status")
        let board = try await StatusBoard(filter, lane)
        if output.json {
            try Console.printJSON(StatusDocument(board))
        } else {
            board.lines(filter).forEach(Console.print)
        }
        if let failure = maxLag?.failure(of: board, filter) {
            throw CommandFailure(exit: .badData, message: failure)
        }
    }
}

/// How old a series may be.
struct MaximalLag {
    let seconds: Double
    let text: String

    /// What is older, in words; `nil` where nothing is.
    func failure(of board: StatusBoard, _ filter: SeriesFilter) -> String? {
        if board.series.isEmpty, board.pools.isEmpty {
            return
                "no series is stored\(filter.words.isEmpty ? "" : " that matches \(filter.words)")"
                + ", so none is as new as --max-lag \(text) wants it"
        }
        let late = board.lags.filter { $0.lag.seconds > seconds }
        if late.isEmpty { return nil }
        let named = late.prefix(5).map { "\($0.name) (\(Words.age($0.lag.seconds)))" }
        let more = late.count > 5 ? " and \(Words.count(late.count - 5)) more" : ""
        return "\(Words.count(late.count)) of \(Words.count(board.lags.count)) series "
            + "\(late.count == 1 ? "is" : "are") older than --max-lag \(text): "
            + named.joined(separator: ", ") + more
            + "; \"chandler ingest\" or the pipeline brings them up to date"
    }
}

/// Reads a length of time such as `90s`, `30m`, `2h` or `3d`; a bare number is seconds.
@Sendable private func readLag(_ text: String) throws -> MaximalLag {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    let unit = text.last.flatMap { units[$0] }
    guard let count = Int(unit == nil ? text : String(text.dropLast())),
        (1...1_000_000).contains(count)
    else {
        throw ValidationError(
            "\(quoted(text)) is no length of time: expected one such as 90s, 30m, 2h or 3d"
        )
    }
    return MaximalLag(seconds: Double(count) * (unit ?? 1), text: text)
}
