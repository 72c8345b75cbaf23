import ChandlerCore

/// What the fields of an aggregator's candle rows mean: a time, open, high, low, close, and a
/// volume where there is one.
struct TokenRowLayout: Sendable {
    /// How the time counts.
    let timeUnit: RowLayout.TimeUnit
    /// Whether the time is that of the candle's end.
    let stampsClose: Bool
    /// Whether a volume follows.
    let hasVolume: Bool

    private static let names = ["time", "open", "high", "low", "close", "volume"]

    private var columns: Int { hasVolume ? 6 : 5 }

    /// The fields of a row.
    ///
    /// - Throws: ``RowFault`` where it has too few.
    func fields(_ row: JSONValue) throws(RowFault) -> [JSONValue] {
        let fields = row.elements
        guard let fields, fields.count >= columns else {
            let found = fields.map { "was an array of \($0.count)" } ?? "was something else"
            throw RowFault(
                rule: "wrong_shape",
                reason: "the row \(found), an array of at least \(columns) fields was expected"
            )
        }
        return fields
    }

    /// When a row's candle opens.
    ///
    /// - Throws: ``RowFault`` where its time cannot be read.
    func openTime(_ fields: [JSONValue], _ interval: Interval) throws(RowFault) -> Timestamp {
        guard let value = fields[0].integer else {
            throw RowFault(
                rule: FieldFault.notWhole.rule,
                reason: "\(words(fields, 0)) \(FieldFault.notWhole.words)"
            )
        }
        let (time, overflow) = value.multipliedReportingOverflow(by: timeUnit.rawValue)
        guard !overflow, VenueTime.microseconds.contains(time) else {
            throw RowFault(
                rule: FieldFault.decimal(.outOfRange).rule,
                reason: "\(words(fields, 0)) is outside the years 0001 to 9999"
            )
        }
        let moment = Timestamp(microseconds: time)
        return stampsClose ? interval.advance(moment, by: -1) : moment
    }

    /// The candle of a row.
    ///
    /// - Throws: ``RowFault`` where a field is no number or the candle breaks a rule.
    func candle(
        _ fields: [JSONValue],
        _ openTime: Timestamp,
        _ interval: Interval
    ) throws(RowFault) -> TokenCandle {
        let candle = TokenCandle(
            openTime: openTime,
            open: try number(fields, 1),
            high: try number(fields, 2),
            low: try number(fields, 3),
            close: try number(fields, 4),
            volume: hasVolume && fields[5].kind != .null ? try number(fields, 5) : nil
        )
        guard let rule = candle.violation(interval: interval) else { return candle }
        let shown = rule == .openTimeOffGrid ? 0..<1 : rule == .negativeVolume ? 5..<6 : 1..<5
        throw RowFault(
            rule: rule.rawValue,
            reason: "\(rule.words): " + shown.map { words(fields, $0) }.joined(separator: ", ")
        )
    }

    private func number(_ fields: [JSONValue], _ column: Int) throws(RowFault) -> Double {
        guard let value = fields[column].double else {
            let isText = [.number, .string].contains(fields[column].kind)
            let fault: FieldFault = isText ? .decimal(.notDecimal) : .notNumber
            throw RowFault(rule: fault.rule, reason: "\(words(fields, column)) is no finite number")
        }
        return value
    }

    private func words(_ fields: [JSONValue], _ column: Int) -> String {
        "\(Self.names[column]) \(quoted(fields[column].raw))"
    }
}
