/// When a fault fires; everything that is set must hold.
struct FaultRule: Sendable, Hashable {
    /// The end of the path, `*` for every request, or `nil` for requests for candles.
    private(set) var path: String?
    private(set) var symbol: String?
    private(set) var interval: String?
    /// The start time the request asks for, in milliseconds.
    private(set) var start: Int64?
    /// Only the first so many matching requests.
    private(set) var first: Int?
    /// Only matching requests after so many.
    private(set) var after: Int?
    /// Only each so-many-th matching request.
    private(set) var every: Int?
    private(set) var probability: Double?
    private(set) var seed: UInt64 = 1

    /// Reads `name=value` pairs joined by commas.
    init(_ list: String, in text: String) throws(FixtureExchangeError) {
        for pair in list.split(separator: ",") {
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else {
                throw FaultRule.error(String(pair), in: text)
            }
            try set(sides[0], to: sides[1], in: text)
        }
    }

    private mutating func set(
        _ name: String,
        to value: String,
        in text: String
    ) throws(FixtureExchangeError) {
        switch name {
        case "path": path = value
        case "symbol": symbol = value
        case "interval": interval = value
        case "start": start = try milliseconds(value, in: text)
        case "first": first = try FaultRule.count(value, in: text)
        case "after": after = try FaultRule.count(value, in: text)
        case "every": every = max(1, try FaultRule.count(value, in: text))
        case "seed": seed = UInt64(try FaultRule.count(value, in: text))
        case "p":
            guard let share = Double(value), (0...1).contains(share) else {
                throw FaultRule.error("p=\(value)", in: text)
            }
            probability = share
        default: throw FaultRule.error("\(name)=\(value)", in: text)
        }
    }

    private static func count(
        _ value: String,
        in text: String
    ) throws(FixtureExchangeError) -> Int {
        guard let count = Int(value), count >= 0 else { throw error(value, in: text) }
        return count
    }

    private static func error(_ part: String, in text: String) -> FixtureExchangeError {
        FixtureExchangeError(
            .badFault,
            "read fault \(quoted(text)): the rule \(quoted(part)) was not understood; rules are "
                + "first=K, after=K, every=N, p=0.1, seed=S, start=TIME, symbol=S, interval=I, "
                + "path=SUFFIX"
        )
    }

    /// Whether the request is of the kind that is meant, counting rules aside.
    func matches(_ subject: RequestSubject) -> Bool {
        if let path {
            guard path == "*" || subject.path.hasSuffix(path) else { return false }
        } else if !subject.asksForCandles {
            return false
        }
        if let symbol, subject.symbol != symbol { return false }
        if let interval, subject.interval != interval { return false }
        if let start, subject.start != start { return false }
        return true
    }

    /// Whether the counting rules let the `number`-th matching request (from 1) through.
    func counts(_ number: Int) -> Bool {
        if let first, number > first + (after ?? 0) { return false }
        if let after, number <= after { return false }
        if let every, number % every != 0 { return false }
        return true
    }
}
