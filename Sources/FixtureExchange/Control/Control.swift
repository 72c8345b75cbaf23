import ChandlerCore

/// The endpoints below `/control` by which a test steers the server while it runs.
///
/// - `GET /control/requests`: what came; `DELETE` forgets it.
/// - `GET /control/faults`: switches and how often each fired; `POST` adds those in the body, one
///   a line; `DELETE` switches all off.
/// - `POST /control/now?value=TIME` stops the clock at a moment, `value=real` lets it run.
/// - `POST /control/revise?openTime=TIME&field=FIELD&value=TEXT[&symbol=S][&interval=I]`
/// - `POST /control/hide?from=TIME&through=TIME[&symbol=S][&interval=I]`, ends included.
/// - `POST /control/weight?used=N` begins a new window of request weight.
/// - `POST /control/reset` goes back to how the server was started.
struct Control {
    let exchange: Exchange
    let dialects: [any VenueDialect]

    func answer(_ request: VenueRequest, body: String) -> Answer {
        do throws(FixtureExchangeError) {
            return try route(request, body: body)
        } catch {
            return Answer(status: 400, text: "{\"error\":\(jsonString(error.message))}")
        }
    }

    private func route(
        _ request: VenueRequest,
        body: String
    ) throws(FixtureExchangeError) -> Answer {
        switch (request.method, request.path) {
        case ("GET", "/control/requests"): return Answer(text: exchange.log.content.json)
        case ("DELETE", "/control/requests"): exchange.log.clear()
        case ("GET", "/control/faults"): return Answer(text: faults)
        case ("POST", "/control/faults"):
            for line in body.split(whereSeparator: \.isNewline) { try add(String(line)) }
        case ("DELETE", "/control/faults"): exchange.withFaults { $0.removeAll() }
        case ("POST", "/control/now"): try setNow(request.query["value"] ?? "")
        case ("POST", "/control/revise"): try revise(request.query)
        case ("POST", "/control/hide"): try hide(request.query)
        case ("POST", "/control/weight"):
            let used = try number(request.query["used"] ?? "")
            for dialect in dialects { dialect.setUsedWeight(used) }
        case ("POST", "/control/reset"):
            exchange.reset()
            for dialect in dialects { dialect.setUsedWeight(0) }
        default: return .notFound
        }
        return Answer(text: "{\"ok\":true}")
    }

    private var faults: String {
        let entries = exchange.withFaults { $0.entries }
        let list = entries.map { entry in
            "{\"fault\":\(jsonString(entry.fault.description)),\"matched\":\(entry.matched),"
                + "\"fired\":\(entry.fired)}"
        }
        return "[\(list.joined(separator: ","))]"
    }

    private func add(_ text: String) throws(FixtureExchangeError) {
        let fault = try Fault(parsing: text)
        exchange.withFaults { $0.add(fault) }
    }

    private func setNow(_ value: String) throws(FixtureExchangeError) {
        if value == "real" {
            exchange.clock.set(nil)
        } else {
            exchange.clock.set(Timestamp(milliseconds: try milliseconds(value, in: value)))
        }
    }

    /// A revision is a fault without a counting rule, so it is listed and switched off as one.
    private func revise(_ query: QueryParameters) throws(FixtureExchangeError) {
        let words = ["openTime", "field", "value"].map { query[$0] ?? "" }
        try add("revise:\(words.joined(separator: ":"))\(Control.rule(query))")
    }

    private func hide(_ query: QueryParameters) throws(FixtureExchangeError) {
        let from = query["from"] ?? ""
        try add("hide:\(from)..\(query["through"] ?? from)\(Control.rule(query))")
    }

    private func number(_ text: String) throws(FixtureExchangeError) -> Int {
        guard let value = Int(text), value >= 0 else {
            throw FixtureExchangeError(
                .badFault,
                "set the used weight: \(quoted(text)) is not a whole number"
            )
        }
        return value
    }

    private static func rule(_ query: QueryParameters) -> String {
        let pairs = ["symbol", "interval"].compactMap { name in
            query[name].map { "\(name)=\($0)" }
        }
        return pairs.isEmpty ? "" : "@" + pairs.joined(separator: ",")
    }
}
