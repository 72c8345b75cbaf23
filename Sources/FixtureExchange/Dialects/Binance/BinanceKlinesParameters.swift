import ChandlerCore

/// The parameters of `klines`, checked in the order in which Binance complains.
struct BinanceKlinesParameters: Sendable, Hashable {
    let symbol: String
    let interval: Interval
    let query: CandleQuery
    /// Whether days would begin at another hour than midnight UTC.
    let shiftsDays: Bool

    private static let known = ["symbol", "interval", "startTime", "endTime", "timeZone", "limit"]
    static let symbolRange = "^[A-Z0-9-_.]{1,20}$"

    init(_ parameters: QueryParameters) throws(BinanceError) {
        symbol = try BinanceKlinesParameters.symbol(parameters["symbol"])
        guard let interval = parameters["interval"], !interval.isEmpty else {
            throw .missing("interval")
        }
        guard let interval = Interval(rawValue: interval) else { throw .badInterval }
        self.interval = interval
        let start = try BinanceKlinesParameters.integer("startTime", in: parameters)
        let end = try BinanceKlinesParameters.integer("endTime", in: parameters)
        let limit = try BinanceKlinesParameters.integer("limit", in: parameters) ?? 500
        // Inferred: a limit of 0 is refused, one above the maximum is lowered.
        guard limit > 0 else { throw .notValid("limit") }
        shiftsDays = try BinanceKlinesParameters.shiftsDays(parameters["timeZone"])
        let read = parameters.pairs.filter { BinanceKlinesParameters.known.contains($0.name) }
        guard read.count == parameters.pairs.count else {
            throw .unread(read: read.count, sent: parameters.pairs.count)
        }
        query = CandleQuery(
            from: start.map(BinanceTimeUnit.milliseconds) ?? .min,
            through: end.map(BinanceKlinesParameters.flooredMilliseconds) ?? .max,
            limit: Int(min(limit, 1_000)),
            keep: start == nil ? .newest : .oldest
        )
    }

    static func symbol(_ text: String?) throws(BinanceError) -> String {
        guard let text, !text.isEmpty else { throw .missing("symbol") }
        guard text.utf8.count <= 20, text.utf8.allSatisfy(CandleFileName.isSymbolByte) else {
            throw .illegal("symbol", range: symbolRange)
        }
        return text
    }

    private static func integer(
        _ name: String,
        in parameters: QueryParameters
    ) throws(BinanceError) -> Int64? {
        guard let text = parameters[name] else { return nil }
        guard !text.isEmpty else { throw .empty(name) }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            text.utf8.count <= 20, let value = Int64(text)
        else { throw .illegal(name, range: "^[0-9]{1,20}$") }
        return value
    }

    private static func flooredMilliseconds(_ value: Int64) -> Int64 {
        value >= 100_000_000_000_000 ? value / 1_000 : value
    }

    /// Reads `timeZone`: hours and minutes such as `8`, `-1:00`, `05:45`.
    private static func shiftsDays(_ text: String?) throws(BinanceError) -> Bool {
        guard let text else { return false }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let hours = parts[0], (-12...14).contains(hours)
        else { throw .notValid("timeZone") }
        guard parts.count == 2 else { return hours != 0 }
        guard let minutes = parts[1], (0..<60).contains(minutes) else {
            throw .notValid("timeZone")
        }
        return hours != 0 || minutes != 0
    }
}
