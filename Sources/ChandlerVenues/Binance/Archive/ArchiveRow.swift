import ChandlerCore

/// One line of an archive's file, cut at its commas; valid while the line is.
///
/// The fields are those of ``BinanceKline``, without quotes.
struct ArchiveRow {
    let page: UnsafePointer<UInt8>
    let line: Range<Int>
    /// Where each field begins, and behind them where the next one would.
    private var starts = InlineArray<13, Int>(repeating: 0)
    /// The number of fields, of which the first twelve are kept.
    private(set) var columns = 1

    /// Cuts a line.
    @inline(__always)
    init(_ page: UnsafePointer<UInt8>, _ line: Range<Int>) {
        self.page = page
        self.line = line
        starts[0] = line.lowerBound
        for position in line where page[position] == UInt8(ascii: ",") {
            if columns <= BinanceKline.columns { starts[columns] = position + 1 }
            columns += 1
        }
        if columns <= BinanceKline.columns { starts[columns] = line.upperBound + 1 }
    }

    /// The line as it stands in the file.
    var text: String {
        String(
            decoding: UnsafeBufferPointer(start: page + line.lowerBound, count: line.count),
            as: UTF8.self
        )
    }

    /// A whole number.
    @inline(__always)
    func integer(_ column: BinanceKline.Column) throws(RowFault) -> Int64 {
        let (offset, count) = place(column)
        if let value = WholeDigits.integer(page, offset: offset, count: count) { return value }
        return try slow(column) { (text) throws(FieldFault) in
            var digits = text[...]
            if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
            guard !digits.isEmpty, digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
                throw .notWhole
            }
            guard let value = Int64(String(decoding: text, as: UTF8.self)) else {
                throw .decimal(.outOfRange)
            }
            return value
        }
    }

    /// A price, exactly.
    @inline(__always)
    func price(_ column: BinanceKline.Column) throws(RowFault) -> Price {
        let (offset, count) = place(column)
        if let raw = WholeDigits.fixedPoint8(page, offset: offset, count: count) {
            return Price(raw: raw)
        }
        return try slow(column) { (text) throws(FieldFault) in
            do throws(FixedPointError) {
                return try Price(parsing: text)
            } catch {
                throw .decimal(error)
            }
        }
    }

    /// A volume, exactly.
    @inline(__always)
    func quantity(_ column: BinanceKline.Column) throws(RowFault) -> Quantity {
        let (offset, count) = place(column)
        if let raw = WholeDigits.fixedPoint8(page, offset: offset, count: count) {
            return Quantity(raw: Int128(raw))
        }
        return try slow(column) { (text) throws(FieldFault) in
            do throws(FixedPointError) {
                return try Quantity(parsing: text)
            } catch {
                throw .decimal(error)
            }
        }
    }

    /// Names fields with their values, as they stand in the file.
    func values(_ columns: BinanceKline.Column...) -> String {
        columns.map { "\($0.words) \(quoted(string($0)))" }.joined(separator: ", ")
    }

    @inline(__always)
    private func place(_ column: BinanceKline.Column) -> (offset: Int, count: Int) {
        let start = starts[column.rawValue]
        return (start, starts[column.rawValue + 1] - 1 - start)
    }

    private func field(_ column: BinanceKline.Column) -> UnsafeBufferPointer<UInt8> {
        let (offset, count) = place(column)
        return UnsafeBufferPointer(start: page + offset, count: count)
    }

    private func string(_ column: BinanceKline.Column) -> String {
        String(decoding: field(column), as: UTF8.self)
    }

    @inline(never)
    private func slow<Value>(
        _ column: BinanceKline.Column,
        _ read: (UnsafeBufferPointer<UInt8>) throws(FieldFault) -> Value
    ) throws(RowFault) -> Value {
        do throws(FieldFault) {
            return try read(field(column))
        } catch {
            throw RowFault(rule: error.rule, reason: "\(values(column)) \(error.words)")
        }
    }
}
