import ChandlerCore
import ChandlerHTTP

/// Reads a file of the archive: each row becomes a candle or a rejected row.
///
/// The text is never held as a whole: rows are read from a window while the member is inflated.
///
/// **Doubts, and how they are read:** Whether times count milliseconds or microseconds is decided
/// for each row by the magnitude of its open time; a file that mixes them is refused, because one
/// of the two is wrong and nothing says which. A first line that does not begin with a digit is a
/// header, elsewhere it is a rejected row. Rows of another month or day are rejected, never moved.
struct ArchiveParser {
    /// A file with more broken rows than this is refused, so that its reasons stay few.
    static let mostRejected = 1_000

    private let file: ArchiveFile
    private var assembly: PageAssembly
    private var row = 0
    private var isFirst = true
    private var unit: Int64?
    private var latest: Timestamp?
    private var rejected = 0
    /// Rows that came after a later one, as they stood.
    private var late: [Int: String] = [:]

    /// Reads a file that was checked against its published SHA-256.
    ///
    /// - Parameters:
    ///   - body: The ZIP.
    ///   - file: Which file it is.
    ///   - closedBefore: The venue's clock.
    /// - Returns: The candles in order, without repetitions, and the rows that broke a rule.
    /// - Throws: ``ArchiveFault`` where the file as a whole is not to be used.
    static func parse(
        _ body: HTTPBody,
        of file: ArchiveFile,
        closedBefore: Timestamp
    ) throws(ArchiveFault) -> ParsedPage {
        var parser = ArchiveParser(file, closedBefore: closedBefore)
        try body.withPaddedBytes { (bytes) throws(ArchiveFault) in
            let stream = try open(bytes, file)
            try ArchiveLines().forEach(of: stream) { (page, line) throws(ArchiveFault) in
                try parser.read(ArchiveRow(page, line))
            }
        }
        return try parser.finish()
    }

    /// How large a file may be inside: its rows twice over, each longer than any that was seen.
    static func limit(_ file: ArchiveFile) -> ZipMember.Limit {
        ZipMember.Limit(bytes: 65_536 + 2 * 256 * file.capacity)
    }

    private init(_ file: ArchiveFile, closedBefore: Timestamp) {
        self.file = file
        assembly = PageAssembly(
            scope: PageScope(
                interval: file.series.interval,
                range: file.range,
                closedBefore: closedBefore
            ),
            rows: file.capacity
        )
    }

    private static func open(
        _ bytes: UnsafeRawBufferPointer,
        _ file: ArchiveFile
    ) throws(ArchiveFault) -> ZipStream {
        do throws(ZipFault) {
            let member = try ZipMember(in: bytes, named: file.memberName, limit: limit(file))
            return try ZipStream(member, in: bytes)
        } catch {
            throw .zip(error)
        }
    }

    private mutating func read(_ line: ArchiveRow) throws(ArchiveFault) {
        if isFirst {
            isFirst = false
            let first = line.page[line.line.lowerBound]
            if first &- UInt8(ascii: "0") >= 10, first != UInt8(ascii: "-") { return }
        }
        defer { row += 1 }
        var openTime: Timestamp?
        do throws(RowFault) {
            guard line.columns == BinanceKline.columns else { throw Self.wrongShape(line.columns) }
            let opened = try line.integer(.openTime)
            guard let open = VenueTime.timestamp(opened) else {
                throw RowFault(
                    rule: FieldFault.decimal(.outOfRange).rule,
                    reason: "\(line.values(.openTime)) is outside the years 0001 to 9999"
                )
            }
            openTime = open
            try checkPlace(line, open)
            if unit.map({ $0 != VenueTime.unit(opened) }) ?? false { unit = -1 }
            unit = unit ?? VenueTime.unit(opened)
            guard try assembly.admits(open) else { return }
            let candle = try Self.candle(line, openTime: open, opened, file.series.interval)
            if let latest, open <= latest { late[row] = line.text }
            latest = max(latest ?? open, open)
            assembly.append(candle, row: row)
        } catch {
            rejected += 1
            assembly.reject(error, openTime: openTime, payload: line.text)
        }
        guard unit != -1 else { throw .rows("it mixes milliseconds and microseconds") }
        guard rejected <= Self.mostRejected else { throw Self.tooManyRejected }
    }

    private mutating func finish() throws(ArchiveFault) -> ParsedPage {
        let texts = late
        let interval = file.series.interval
        let unit = unit ?? 1
        var page = assembly.finish { row, candle in
            texts[row] ?? Self.text(candle, interval, unit)
        }
        page.rows = row
        guard page.rejected.count <= Self.mostRejected else { throw Self.tooManyRejected }
        guard page.notes.forming == 0 else {
            throw .rows("\(page.notes.forming) of them are of candles that are not over")
        }
        guard !page.candles.isEmpty else { throw .rows("there are none") }
        return page
    }

    /// The row a candle was read from, written anew: texts of rows in order are not kept.
    private static func text(_ candle: Candle, _ interval: Interval, _ unit: Int64) -> String {
        let closed = interval.close(of: candle.openTime).microseconds / unit - 1
        let fields: [String] = [
            "\(candle.openTime.microseconds / unit)", "\(candle.open)", "\(candle.high)",
            "\(candle.low)", "\(candle.close)", "\(candle.volume)", "\(closed)",
            candle.quoteVolume.map { "\($0)" } ?? "", candle.tradeCount.map { "\($0)" } ?? "",
            candle.takerBuyVolume.map { "\($0)" } ?? "", "", "",
        ]
        return fields.joined(separator: ",")
    }

    private func checkPlace(_ line: ArchiveRow, _ open: Timestamp) throws(RowFault) {
        let interval = file.series.interval
        guard interval.isAligned(open) else {
            throw RowFault(
                rule: CandleRule.openTimeOffGrid.rawValue,
                reason: "\(CandleRule.openTimeOffGrid.words): \(line.values(.openTime)) is "
                    + "\(open), the interval is \(interval.rawValue)"
            )
        }
        guard file.range.contains(open) else {
            throw RowFault(
                rule: CandleRule.outsideRequest.rawValue,
                reason: "\(CandleRule.outsideRequest.words): open time \(open), the file "
                    + "\(file.name) is for \(file.range)"
            )
        }
    }

    @inline(__always)
    private static func candle(
        _ line: ArchiveRow,
        openTime: Timestamp,
        _ opened: Int64,
        _ interval: Interval
    ) throws(RowFault) -> Candle {
        let closed = try line.integer(.closeTime)
        let candle = Candle(
            openTime: openTime,
            open: try line.price(.open),
            high: try line.price(.high),
            low: try line.price(.low),
            close: try line.price(.close),
            volume: try line.quantity(.volume),
            quoteVolume: try line.quantity(.quoteVolume),
            tradeCount: try line.integer(.tradeCount),
            takerBuyVolume: try line.quantity(.takerBuyVolume)
        )
        let last = VenueTime.timestamp(closed).map { $0 + VenueTime.unit(closed) }
        // A row that counts its two times in different units is wrong in one of them.
        guard last == interval.close(of: openTime),
            VenueTime.unit(closed) == VenueTime.unit(opened)
        else { throw closeMismatch(line, openTime, interval) }
        if let rule = candle.violation(interval: interval) { throw violation(line, rule) }
        return candle
    }
}

// Reasons, apart from the hot path.
extension ArchiveParser {
    private static var tooManyRejected: ArchiveFault {
        .rows("more than \(mostRejected) of them break a rule")
    }

    private static func wrongShape(_ columns: Int) -> RowFault {
        RowFault(
            rule: "wrong_shape",
            reason: "the row has \(columns) fields, \(BinanceKline.columns) were expected"
        )
    }

    private static func closeMismatch(
        _ line: ArchiveRow,
        _ openTime: Timestamp,
        _ interval: Interval
    ) -> RowFault {
        RowFault(
            rule: "close_time_mismatch",
            reason:
                "\(line.values(.closeTime)) is not the last moment of the \(interval.rawValue) "
                + "candle that opens at \(openTime) and closes at \(interval.close(of: openTime))"
        )
    }

    private static func violation(_ line: ArchiveRow, _ rule: CandleRule) -> RowFault {
        let values =
            switch rule {
            case .negativeVolume: line.values(.volume, .quoteVolume, .takerBuyVolume)
            case .negativeTradeCount: line.values(.tradeCount)
            default: line.values(.open, .high, .low, .close)
            }
        return RowFault(rule: rule.rawValue, reason: "\(rule.words): \(values)")
    }
}
