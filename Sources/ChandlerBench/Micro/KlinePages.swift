import ChandlerCore
import ChandlerHTTP
import ChandlerVenues

/// Answers of the venue, each of up to a thousand candles.
struct KlinePages {
    static let stepName = "page: klines"

    /// More pages than this would leave the processor's caches for no further insight.
    private static let most = 100

    private let bodies: [HTTPBody]
    private let rows: Int

    /// Made-up pages of a sample.
    init(_ sample: MicroSample) {
        bodies = stride(from: 0, to: sample.steps.count, by: 1_000).prefix(Self.most).map { start in
            HTTPBody(Self.page(sample.steps[start..<min(start + 1_000, sample.steps.count)]))
        }
        rows = min(sample.steps.count, 1_000 * Self.most)
    }

    /// The first pages of a folder.
    init(folder: String) throws {
        let texts = try Self.files(folder).map { try TextFile.bytes(of: $0) }
        bodies = texts.map { HTTPBody($0) }
        rows = texts.reduce(0) { $0 + $1.count { byte in byte == UInt8(ascii: "[") } - 1 }
    }

    /// The files that are read of a folder.
    static func files(_ folder: String) throws(BenchError) -> [String] {
        Array(try allFiles(folder).prefix(most))
    }

    private static func allFiles(_ folder: String) throws(BenchError) -> [String] {
        let files = Folder.files(below: folder).filter { $0.hasSuffix(".json") }
        guard !files.isEmpty else {
            throw BenchError(.fileFault, "read pages from \"\(folder)\": no file ends in .json")
        }
        return files
    }

    /// All candles of a folder of pages, whose names are in order of time.
    static func candles(in folder: String) throws -> [Candle] {
        let parser = BinanceParser()
        var candles: [Candle] = []
        for file in try allFiles(folder) {
            let page = try parser.parse(HTTPBody(try TextFile.bytes(of: file)), scope: scope)
            candles += page.candles
        }
        return candles
    }

    /// Every candle counts as asked for and complete.
    private static let scope = PageScope(
        interval: .minute,
        range: TimeRange(Timestamp(seconds: 0), Timestamp(seconds: 4_000_000_000)),
        closedBefore: Timestamp(seconds: 4_000_000_000)
    )

    /// Reading and checking all pages, up to candles.
    func step() -> MicroStep {
        let parser = BinanceParser()
        return MicroStep(
            name: Self.stepName,
            item: "candle",
            items: rows,
            bytes: bodies.reduce(0) { $0 + $1.count }
        ) {
            var count = 0
            for body in bodies { count += try parser.parse(body, scope: Self.scope).candles.count }
            guard count == rows else {
                throw BenchError(.valuesDiffer, "parse \(rows) candles: \(count) were read")
            }
            return count
        }
    }

    private static func page(_ steps: ArraySlice<CandleWalk.Step>) -> [UInt8] {
        var text = ByteText()
        for step in steps {
            text.append(step.openTime == steps.first?.openTime ? "[[" : ",[")
            text.append(step.openTime)
            for price in [step.open, step.high, step.low, step.close] {
                text.append(",\"")
                text.append(steps: price, decimals: 2)
                text.append("\"")
            }
            text.append(",\"")
            text.append(steps: step.volume, decimals: 5)
            text.append("\",")
            text.append(step.openTime + 59_999)
            text.append(",\"")
            text.append(steps: step.value(of: step.volume), decimals: 7)
            text.append("\",")
            text.append(step.trades)
            text.append(",\"")
            text.append(steps: step.takerVolume, decimals: 5)
            text.append("\",\"")
            text.append(steps: step.value(of: step.takerVolume), decimals: 7)
            text.append("\",\"0\"]")
        }
        text.append("]")
        return text.bytes
    }
}
