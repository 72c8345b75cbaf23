import ChandlerCore
import ChandlerHTTP

/// What `GET /api/v3/exchangeInfo` says about instruments and limits.
///
/// **Source:** Binance spot API, "Exchange information".
struct BinanceExchangeInfo: Sendable {
    /// The instruments in the answer.
    let instruments: [Instrument]
    /// The request weight allowed in a minute, where the answer says it.
    let weightPerMinute: Int?

    /// Reads an answer.
    ///
    /// - Throws: ``JSONFault`` where a member is missing.
    init(_ body: HTTPBody) throws(JSONFault) {
        let answer = try JSONAnswer(body)
        guard answer.has("/symbols") else { throw JSONFault(words: "there is no \"symbols\"") }
        var instruments: [Instrument] = []
        var index = 0
        while answer.has("/symbols/\(index)") {
            if let instrument = try Self.instrument(answer, "/symbols/\(index)") {
                instruments.append(instrument)
            }
            index += 1
        }
        self.instruments = instruments
        weightPerMinute = Self.weightPerMinute(answer)
    }

    /// The instrument, or `nil` where its name is no ticker, as one in Chinese letters.
    private static func instrument(
        _ answer: JSONAnswer,
        _ path: String
    ) throws(JSONFault) -> Instrument? {
        guard let name = answer.string(path + "/symbol"),
            let base = answer.string(path + "/baseAsset"),
            let quote = answer.string(path + "/quoteAsset"),
            let status = answer.string(path + "/status")
        else { throw JSONFault(words: "\(path) lacks symbol, baseAsset, quoteAsset or status") }
        guard let symbol = try? Symbol(name) else { return nil }
        return Instrument(
            venue: BinanceClient.name,
            symbol: symbol,
            venueSymbol: name,
            baseAsset: base,
            quoteAsset: quote,
            status: status,
            tickSize: filter("PRICE_FILTER", "tickSize", answer, path),
            stepSize: filter("LOT_SIZE", "stepSize", answer, path)
        )
    }

    private static func filter(
        _ type: String,
        _ member: String,
        _ answer: JSONAnswer,
        _ path: String
    ) -> String? {
        entry(answer, path + "/filters") { answer.string($0 + "/filterType") == type }
            .flatMap { answer.string($0 + "/" + member) }
    }

    private static func weightPerMinute(_ answer: JSONAnswer) -> Int? {
        let limit = entry(answer, "/rateLimits") {
            answer.string($0 + "/rateLimitType") == "REQUEST_WEIGHT"
                && answer.string($0 + "/interval") == "MINUTE"
                && answer.integer($0 + "/intervalNum") == 1
        }
        return limit.flatMap { answer.integer($0 + "/limit") }.flatMap { Int(exactly: $0) }
    }

    /// The path of the first element of an array that is wanted.
    private static func entry(
        _ answer: JSONAnswer,
        _ array: String,
        where isWanted: (String) -> Bool
    ) -> String? {
        var index = 0
        while answer.has("\(array)/\(index)") {
            if isWanted("\(array)/\(index)") { return "\(array)/\(index)" }
            index += 1
        }
        return nil
    }
}
