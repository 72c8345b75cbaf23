import ChandlerCore

extension CandleFile {
    /// The same series in longer candles.
    ///
    /// - Throws: ``FixtureExchangeError`` with code `badCandleFile` where a row is no candle.
    func resampled(to interval: Interval) throws(FixtureExchangeError) -> CandleFile {
        var text = CandleField.allCases.prefix(8).map(\.rawValue).joined(separator: ",") + "\n"
        var resampler = CandleResampler(to: interval)
        do throws(FixedPointError) {
            for row in 0..<count {
                if let candle = try resampler.append(try candle(at: row)) { text += line(candle) }
            }
        } catch {
            throw FixtureExchangeError(
                .badCandleFile,
                "join the candles of \(name.symbol) \(name.interval.rawValue) to "
                    + "\(interval.rawValue): a value \(error)"
            )
        }
        if let last = resampler.finish() { text += line(last) }
        return try CandleFile(
            content: Array(text.utf8),
            path: "\(name.symbol) \(interval.rawValue)",
            name: CandleFileName(symbol: name.symbol, interval: interval)
        )
    }

    private func candle(at row: Int) throws(FixedPointError) -> Candle {
        let candle: Result<Candle, FixedPointError> = bytes.withUnsafeBytes { raw in
            Result { () throws(FixedPointError) in
                try self.candle(CandleRow(raw, span: span(of: row)), at: row)
            }
        }
        return try candle.get()
    }

    private func candle(_ line: CandleRow, at row: Int) throws(FixedPointError) -> Candle {
        Candle(
            openTime: Timestamp(milliseconds: openTime(of: row)),
            open: try price(line, .open),
            high: try price(line, .high),
            low: try price(line, .low),
            close: try price(line, .close),
            volume: try quantity(line, .volume) ?? Quantity(raw: 0),
            quoteVolume: try quantity(line, .quoteVolume),
            tradeCount: columns[.tradeCount].flatMap {
                Int64(String(decoding: line.text($0), as: UTF8.self))
            }
        )
    }

    private func price(_ line: CandleRow, _ field: CandleField) throws(FixedPointError) -> Price {
        guard let column = columns[field] else { throw .notDecimal }
        return try line.text(column).withMemoryRebound(to: UInt8.self) {
            (text) throws(FixedPointError) in try Price(parsing: text)
        }
    }

    private func quantity(
        _ line: CandleRow,
        _ field: CandleField
    ) throws(FixedPointError) -> Quantity? {
        guard let column = columns[field] else { return nil }
        return try line.text(column).withMemoryRebound(to: UInt8.self) {
            (text) throws(FixedPointError) in try Quantity(parsing: text)
        }
    }

    private func line(_ candle: Candle) -> String {
        let quoteVolume = candle.quoteVolume?.description ?? "0.00000000"
        return "\(candle.openTime.milliseconds),\(candle.open),\(candle.high),\(candle.low),"
            + "\(candle.close),\(candle.volume),\(quoteVolume),\(candle.tradeCount ?? 0)\n"
    }
}
