import ChandlerCore

/// `GET /networks/{network}/pools/{address}/ohlcv/{timeframe}`: newest first, in six numbers.
///
/// Rows without trades are left out, and the forming row comes twice, the newer version first.
struct GeckoTerminalCandles {
    private let pool: FixturePool
    private let interval: Interval
    private let limit: Int
    /// Only rows before it, in seconds.
    private let before: Int64?
    private let call: DialectCall
    private let scale: GeckoTerminalScale

    init(
        _ network: String,
        _ address: String,
        _ timeframe: String,
        _ call: DialectCall
    ) throws(GeckoTerminalError) {
        self.call = call
        guard network == FixtureTokens.network, let pool = call.market.pool(address),
            let aggregates = Self.aggregates[timeframe]
        else { throw .notFound }
        self.pool = pool
        let query = call.query
        guard let interval = Self.interval(timeframe, query["aggregate"] ?? "1") else {
            let allowed = aggregates.map(\.0).joined(separator: ", ")
            throw GeckoTerminalError(title: "Invalid aggregate. Allowed values: \(allowed)")
        }
        self.interval = interval
        guard let limit = query.count("limit", preset: 100, within: 1...1_000) else {
            throw GeckoTerminalError(title: "Invalid limit. Allowed values: 1 to 1000")
        }
        self.limit = limit
        before = try Self.before(query)
        scale = try GeckoTerminalScale(pool, call)
        let wall = Self.wall(call)
        if let before, before * 1_000 <= wall { throw .tooOld(call.settings.reachDays) }
    }

    /// The lengths of each timeframe by their counts, in the order in which errors list them.
    private static let aggregates: [String: [(String, Interval)]] = [
        "minute": [("1", .minute), ("5", .fiveMinutes), ("15", .fifteenMinutes)],
        "hour": [("1", .hour), ("4", .fourHours), ("12", .twelveHours)],
        "day": [("1", .day)],
    ]

    /// The interval of a timeframe and a count, or `nil` for one that is not served.
    static func interval(_ timeframe: String, _ aggregate: String) -> Interval? {
        aggregates[timeframe]?.first { $0.0 == aggregate }?.1
    }

    private static func before(_ query: QueryParameters) throws(GeckoTerminalError) -> Int64? {
        guard let text = query["before_timestamp"] else { return nil }
        // Milliseconds are refused, as they are far in the future.
        guard let value = Int64(text), (0...253_402_300_799).contains(value) else {
            throw GeckoTerminalError(title: "Invalid before_timestamp")
        }
        return value
    }

    /// The first moment whose candles are public, in milliseconds.
    private static func wall(_ call: DialectCall) -> Int64 {
        call.exchange.clock.now.milliseconds - Int64(call.settings.reachDays) * 86_400_000
    }

    func answer() throws(GeckoTerminalError) -> Answer {
        var rows = try rows()
        if call.query["include_empty_intervals"] == "true" { rows = filled(rows) }
        rows.reverse()
        repeatForming(&rows)
        let list = rows.prefix(limit).map(\.text).joined(separator: ",")
        let id = SolanaAddress.hash(call.request.rawQuery)
        var data = JSONMembers()
        data.add("id", "00000000-0000-4000-8000-" + "\(id)".suffix(12))
        data.add("type", "ohlcv_request_response")
        data.add("attributes", raw: "{\"ohlcv_list\":[\(list)]}")
        return Answer(text: "{\"data\":\(data.text),\"meta\":\(scale.meta)}")
    }

    /// The rows as they are in the file, in its order.
    private func rows() throws(GeckoTerminalError) -> [GeckoTerminalRow] {
        guard pool.hasCandles, let token = call.market.token(pool.base),
            let symbol = call.market.series(of: token)
        else { return [] }
        let file = try GeckoTerminalError.reading(
            try call.exchange.file(symbol: symbol, interval: interval)
        )
        guard let file else { return [] }
        let query = CandleQuery(
            from: Self.wall(call),
            through: before.map { $0 * 1_000 - 1 } ?? .max,
            limit: limit,
            keep: .newest
        )
        let page = call.exchange.page(
            query,
            of: file,
            disturbing: call.faults,
            leavingOutQuiet: true,
            silentPercent: call.settings.silentPercent
        )
        return page.rows.indices.map { position in
            scale.row(page.texts(at: position), at: page.openTime(at: position))
        }
    }

    /// The rows with flat ones of no volume between them and after the last.
    private func filled(_ rows: [GeckoTerminalRow]) -> [GeckoTerminalRow] {
        let now = call.exchange.clock.now.milliseconds
        let end = min(before.map { $0 * 1_000 } ?? .max, now + 1)
        var result: [GeckoTerminalRow] = []
        for (position, row) in rows.enumerated() {
            result.append(row)
            let next = position + 1 < rows.count ? rows[position + 1].open : end
            var open = row.close(interval)
            while open < next {
                let flat = row.flat(at: open)
                result.append(flat)
                open = flat.close(interval)
            }
        }
        return result.suffix(limit)
    }

    /// Puts an older version of the newest row behind it while its candle is forming.
    private func repeatForming(_ rows: inout [GeckoTerminalRow]) {
        guard let newest = rows.first, newest.close(interval) > call.exchange.clock.now.milliseconds
        else { return }
        rows.insert(newest.halved, at: 1)
    }
}
