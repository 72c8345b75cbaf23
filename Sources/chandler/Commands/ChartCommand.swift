import ArgumentParser
import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerReport
import ChandlerStore
import Foundation

/// `chandler chart`: candles in the terminal, or as a picture.
struct ChartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart",
        abstract: "Draw stored candles in the terminal, or as SVG or PNG.",
        discussion: """
            Reads the database and changes nothing: the role chandler_reader is enough. Missing \
            candles leave their place. Where more candles are asked for than fit, neighbours are \
            joined, and the chart says so. In the terminal only lines over the candles are drawn; \
            rsi, macd and the like need --out.

            A .png file is made by the program rsvg-convert (Debian: librsvg2-bin).

            EXAMPLES
              chandler chart --symbol BTCUSDT --last 200
              chandler chart --symbol BTCUSDT --interval 1h --from 30d --indicators bb
              chandler chart --symbol ETHUSDT --interval 1d --last 300 --out eth.svg \\
                --indicators sma_50,sma_200,rsi_14,macd --theme dark
            """
    )

    @OptionGroup var source: ChartSourceArguments
    @OptionGroup var span: ChartSpanArguments

    @Option(
        help: ArgumentHelp(
            "What is drawn with the candles, such as sma_20,ema_50,bb,macd,rsi_14.",
            valueName: "list"
        ),
        transform: readChartIndicators
    )
    var indicators = ChartIndicators.none

    @Option(
        help: ArgumentHelp(
            "Write a picture instead: a file that ends in .svg or .png, replaced whole.",
            valueName: "file"
        )
    )
    var out: String?

    @Option(help: "The colours of a picture: light or dark.")
    var theme = ChartPictureTheme.light

    @Option(help: "Columns of the terminal, or pixels of a picture (1200).")
    var width: Int?

    @Option(help: "Rows of the terminal, or pixels of a picture (640).")
    var height: Int?

    @Option(help: "How many times more pixels a PNG has, such as 2 for fine screens.")
    var scale = 1

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if let out, ChartPicture.Format(path: out) == nil {
            throw ValidationError("--out \(quoted(out)) ends neither in .svg nor in .png")
        }
        let most = out == nil ? 1_000 : 10_000
        for (name, value, least) in [
            ("--width", width, out == nil ? 30 : 240), ("--height", height, out == nil ? 8 : 160),
        ] {
            if let value, !(least...most).contains(value) {
                throw ValidationError("\(name) takes \(least) to \(most), was \(value)")
            }
        }
        guard (1...8).contains(scale) else {
            throw ValidationError("--scale takes 1 to 8, was \(scale)")
        }
    }

    func run() async throws {
        let lane = try StoreLane(try database.reach(), applicationName: "chandler chart")
        let stored = try await StoredCandles(lane, source, span, leadIn: indicators.leadIn)
        var document = ChartDocument(stored, indicators: indicators.names)
        if let out {
            let picture = ChartPicture(path: out, theme: theme, scale: scale)
            document.file = try picture.write(chart(stored))
        }
        if output.json { return try Console.printJSON(document) }
        guard let file = document.file else { return draw(stored) }
        Console.print(
            "\(stored.title): \(Words.plural(stored.shownCount, "candle")) written to \(file.path) "
                + "(\(Words.bytes(Int64(file.bytes))))"
        )
        stored.notes.forEach { Console.note("note: \($0)") }
    }

    private func chart(_ stored: StoredCandles) -> CandleChart {
        let drawn = stored.drawn(indicators)
        return switch stored.candles {
        case .exchange(let candles):
            CandleChart(
                candles: Array(candles[stored.first...]),
                interval: stored.interval,
                title: stored.title,
                overlays: drawn.overlays,
                panels: drawn.panels,
                width: width ?? 1_200,
                height: height ?? 640
            )
        case .pool(let candles):
            CandleChart(
                tokenCandles: Array(candles[stored.first...]),
                interval: stored.interval,
                title: stored.title,
                overlays: drawn.overlays,
                panels: drawn.panels,
                width: width ?? 1_200,
                height: height ?? 640
            )
        }
    }

    private func draw(_ stored: StoredCandles) {
        let drawn = stored.drawn(indicators)
        let size = TerminalSize.current
        let options = TerminalChart.Options(
            width: width ?? size.columns,
            // The prompt comes below.
            height: height ?? size.rows - 1,
            hasColor: Console.hasColor
        )
        let chart =
            switch stored.candles {
            case .exchange(let candles):
                TerminalChart(
                    candles: Array(candles[stored.first...]),
                    interval: stored.interval,
                    title: stored.title,
                    overlays: drawn.overlays,
                    options: options
                )
            case .pool(let candles):
                TerminalChart(
                    tokenCandles: Array(candles[stored.first...]),
                    interval: stored.interval,
                    title: stored.title,
                    overlays: drawn.overlays,
                    options: options
                )
            }
        chart.lines.forEach(Console.print)
        if !drawn.panels.isEmpty {
            let names = drawn.panels.map(\.title).joined(separator: ", ")
            Console.note("note: \(names) is drawn in pictures only: --out FILE.svg")
        }
        stored.notes.forEach { Console.note("note: \($0)") }
    }
}

/// The options that name what is drawn.
struct ChartSourceArguments: ParsableArguments {
    @Option(help: "The venue's ticker without separators, such as BTCUSDT.", transform: readSymbol)
    var symbol: Symbol?

    @Option(
        help: ArgumentHelp("A pool's address, instead of --symbol.", valueName: "address")
    )
    var pool: String?

    @Option(
        help: ArgumentHelp("The token of a pool, where several are stored.", valueName: "address")
    )
    var token: String?

    @Option(help: "The venue; binance, or the pool's own, by default.")
    var venue: String?

    @Option(help: "The length of a candle: 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M.")
    var interval = Interval.minute

    func validate() throws {
        if (symbol == nil) == (pool == nil) {
            throw ValidationError("name one series: --symbol BTCUSDT, or --pool ADDRESS")
        }
        if token != nil, pool == nil { throw ValidationError("--token needs --pool") }
    }
}

/// The options that say which candles are drawn.
struct ChartSpanArguments: ParsableArguments {
    /// More are not read into memory.
    static let most = 1_000_000

    @Option(help: "How many candle lengths before the end; 200 without --from.")
    var last: Int?

    @Option(
        help: "The first moment: a date, an RFC 3339 time, or a span back from now (90d, 12h).",
        transform: readMoment
    )
    var from: Timestamp?

    @Option(
        help: "The first moment not wanted any more; all that is stored by default.",
        transform: readMoment
    )
    var to: Timestamp?

    func validate() throws {
        if from != nil, last != nil {
            throw ValidationError("--from and --last exclude each other")
        }
        if let last, !(1...Self.most).contains(last) {
            throw ValidationError("--last takes 1 to \(Self.most), was \(last)")
        }
        if let from, let to, to <= from {
            throw ValidationError("--to \(to.compact) is not after --from \(from.compact)")
        }
    }
}

/// The colours of a picture.
enum ChartPictureTheme: String, ExpressibleByArgument, CaseIterable {
    case light
    case dark
}

/// Reads what is drawn with candles.
@Sendable func readChartIndicators(_ text: String) throws -> ChartIndicators {
    do throws(IndicatorError) {
        return try ChartIndicators(parsing: text)
    } catch {
        throw ValidationError("\(error)")
    }
}

/// The size of the terminal; 80 by 24 where there is none.
private struct TerminalSize {
    let columns: Int
    let rows: Int

    static var current: TerminalSize {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return TerminalSize(columns: 80, rows: 24) }
        return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}

/// What was drawn, for programs.
struct ChartDocument: Encodable {
    struct File: Encodable {
        let path: String
        let format: String
        let bytes: Int
    }

    let status = "succeeded"
    let venue: String
    let symbol: String?
    let pool: String?
    let mint: String?
    let interval: String
    let from: String
    let to: String
    let candles: Int
    let missing: Int
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    let indicators: [String]
    let notes: [String]
    var file: File?

    init(_ stored: StoredCandles, indicators: [String]) {
        venue = stored.venue
        symbol = stored.symbol
        pool = stored.pool?.address
        mint = stored.pool?.mint
        interval = stored.interval.rawValue
        from = stored.range.start.description
        to = stored.range.end.description
        candles = stored.shownCount
        missing = max(0, stored.interval.count(in: stored.range) - stored.shownCount)
        let prices = stored.prices
        open = prices.open
        high = prices.high
        low = prices.low
        close = prices.close
        self.indicators = indicators
        notes = stored.notes
    }
}
