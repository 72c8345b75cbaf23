import ChandlerCore
import ChandlerHTTP

/// Reads pages of candles by a ``RowLayout``: each row becomes a candle, a rejected row, or is
/// still forming.
///
/// Numbers may be JSON strings or JSON numbers, with an exponent or without; they are read from
/// their text. For one task at a time; memory is reused from page to page.
struct LayoutParser: Sendable {
    let layout: RowLayout
    private let walker = RowWalker()

    /// Makes a parser with memory of its own.
    init(_ layout: RowLayout) {
        self.layout = layout
    }

    /// Reads one answer.
    ///
    /// - Throws: ``JSONFault`` where the answer as a whole holds no rows where they should be.
    func parse(_ body: HTTPBody, scope: PageScope) throws(JSONFault) -> ParsedPage {
        var scope = scope
        scope.dropsOthers = layout.sendsSurplus
        let last = lastComplete(in: body) ?? VenueTime.end
        return try walker.walk(body, at: layout) { rows in
            var assembly = PageAssembly(
                scope: scope,
                rows: rows.count,
                keepsLast: layout.keepsLast
            )
            for index in 0..<rows.count {
                var openTime: Timestamp?
                do throws(RowFault) {
                    let row = try row(rows, index)
                    let open = try time(row)
                    openTime = open
                    guard scope.interval.isAligned(open) else { throw offGrid(row, open, scope) }
                    let columns = rows.columns(ofRow: index) ?? 0
                    guard
                        isComplete(row, columns) && open <= last
                            || scope.place(of: open) != .complete
                    else {
                        assembly.noteForming(open)
                        continue
                    }
                    guard try assembly.admits(open) else { continue }
                    assembly.append(try candle(row, open, scope.interval), row: index)
                } catch {
                    assembly.reject(error, openTime: openTime, payload: rows.text(ofRow: index))
                }
            }
            return assembly.finish { row, _ in rows.text(ofRow: row) }
        }
    }

    private func row(_ rows: JSONRows, _ index: Int) throws(RowFault) -> JSONRow {
        let columns = rows.columns(ofRow: index)
        guard let columns, columns >= layout.columns else {
            let expected =
                layout.keys == nil ? "an array of at least \(layout.columns) fields" : "an object"
            let found = columns.map { "was an array of \($0)" } ?? "was something else"
            throw RowFault(
                rule: "wrong_shape",
                reason: "the row \(found), \(expected) was expected"
            )
        }
        return rows[index]
    }

    private func time(_ row: JSONRow) throws(RowFault) -> Timestamp {
        let value = try field(row, layout.openTime) { (field) throws(FieldFault) in
            try field.wholeNumber()
        }
        let (microseconds, overflow) = value.multipliedReportingOverflow(
            by: layout.timeUnit.rawValue
        )
        guard !overflow, VenueTime.microseconds.contains(microseconds) else {
            throw RowFault(
                rule: FieldFault.decimal(.outOfRange).rule,
                reason: "\(values(row, layout.openTime)) is outside the years 0001 to 9999"
            )
        }
        return Timestamp(microseconds: microseconds)
    }

    /// The open time of the last complete candle, where the answer names it.
    private func lastComplete(in body: HTTPBody) -> Timestamp? {
        guard let pointer = layout.lastComplete,
            let value = try? JSONAnswer(body).integer(pointer)
        else { return nil }
        let (time, overflow) = value.multipliedReportingOverflow(by: layout.timeUnit.rawValue)
        return overflow ? nil : Timestamp(microseconds: time)
    }

    /// Whether the row itself says that it is complete, or says nothing.
    private func isComplete(_ row: JSONRow, _ columns: Int) -> Bool {
        guard let complete = layout.complete, complete.column < columns,
            row[complete.column].isText
        else { return true }
        return row[complete.column].string == complete.word
    }

    private func candle(
        _ row: JSONRow,
        _ openTime: Timestamp,
        _ interval: Interval
    ) throws(RowFault) -> Candle {
        let candle = Candle(
            openTime: openTime,
            open: try price(row, layout.open),
            high: try price(row, layout.high),
            low: try price(row, layout.low),
            close: try price(row, layout.close),
            volume: try quantity(row, layout.volume),
            quoteVolume: try optional(layout.quoteVolume) { (column) throws(RowFault) in
                try quantity(row, column)
            },
            tradeCount: try optional(layout.tradeCount) { (column) throws(RowFault) in
                try field(row, column) { (field) throws(FieldFault) in try field.wholeNumber() }
            }
        )
        if let rule = candle.violation(interval: interval) {
            let columns =
                switch rule {
                case .negativeVolume: [layout.volume] + [layout.quoteVolume].compactMap { $0 }
                case .negativeTradeCount: [layout.tradeCount].compactMap { $0 }
                default: [layout.open, layout.high, layout.low, layout.close]
                }
            throw RowFault(
                rule: rule.rawValue,
                reason: "\(rule.words): "
                    + columns.map { values(row, $0) }.joined(separator: ", ")
            )
        }
        return candle
    }

    private func price(_ row: JSONRow, _ column: Int) throws(RowFault) -> Price {
        try field(row, column) { (field) throws(FieldFault) in try field.anyPrice() }
    }

    private func quantity(_ row: JSONRow, _ column: Int) throws(RowFault) -> Quantity {
        try field(row, column) { [layout] (field) throws(FieldFault) in
            try field.anyQuantity(rounding: layout.roundsVolumes)
        }
    }

    private func optional<Value>(
        _ column: Int?,
        _ read: (Int) throws(RowFault) -> Value
    ) throws(RowFault) -> Value? {
        guard let column else { return nil }
        return try read(column)
    }

    private func field<Value>(
        _ row: JSONRow,
        _ column: Int,
        _ read: (JSONField) throws(FieldFault) -> Value
    ) throws(RowFault) -> Value {
        do throws(FieldFault) {
            return try read(row[column])
        } catch {
            throw RowFault(rule: error.rule, reason: "\(values(row, column)) \(error.words)")
        }
    }

    private func values(_ row: JSONRow, _ column: Int) -> String {
        "\(layout.words(column)) \(quoted(row[column].string))"
    }

    private func offGrid(_ row: JSONRow, _ open: Timestamp, _ scope: PageScope) -> RowFault {
        RowFault(
            rule: CandleRule.openTimeOffGrid.rawValue,
            reason: "\(CandleRule.openTimeOffGrid.words): \(values(row, layout.openTime)) is "
                + "\(open), the interval is \(scope.interval.rawValue)"
        )
    }
}
