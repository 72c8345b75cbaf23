import ChandlerCore
import ChandlerParquet

/// The values of one row of Parquet, written as text one behind the other.
final class ParquetText {
    private var bytes: [UInt8] = []
    private var ends: [(end: Int, isNull: Bool)] = []
    private var room: UnsafeMutableBufferPointer<UInt8> = .allocate(capacity: 1 << 12)

    deinit { room.deallocate() }

    /// Forgets the row.
    func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Adds the value of a column.
    func append(
        _ data: ParquetColumnData,
        _ column: ParquetColumn,
        _ time: ParquetForeignTime?,
        row: Int
    ) {
        let isNull: Bool
        if let time, case .int64(let values, let validity) = data {
            isNull = !write(Self.text(values[row], time), validity, row)
        } else {
            isNull = !write(data, column, row)
        }
        ends.append((bytes.count, isNull))
    }

    /// A time of another writer in ISO 8601, with all of its decimals; without a zone where it has
    /// none.
    private static func text(_ value: Int64, _ time: ParquetForeignTime) -> String {
        let remainder = value % time.unitsPerSecond
        let fraction = remainder < 0 ? remainder + time.unitsPerSecond : remainder
        let seconds = value / time.unitsPerSecond - (remainder < 0 ? 1 : 0)
        let (microseconds, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflows else { return "\(seconds) s since 1970" }
        var text = Timestamp(microseconds: microseconds).description
        text.removeLast()
        let digits = String(fraction)
        let width = String(time.unitsPerSecond).count - 1
        text += "." + String(repeating: "0", count: width - digits.count) + digits
        return time.isUTC ? text + "Z" : text
    }

    /// Writes a value; false for null.
    private func write(_ data: ParquetColumnData, _ column: ParquetColumn, _ row: Int) -> Bool {
        switch data {
        case .doubles(let values):
            if column.nullable, values[row].isNaN { return false }
            bytes.append(contentsOf: "\(values[row])".utf8)
            return true
        case .exactDoubles(let values, let validity):
            return write("\(values[row])", validity, row)
        case .int64(let values, let validity): return write("\(values[row])", validity, row)
        case .int32(let values, let validity): return write("\(values[row])", validity, row)
        case .booleans(let values, let validity): return write("\(values[row])", validity, row)
        case .strings(let values, let validity), .json(let values, let validity):
            return write(values[row], validity, row)
        case .repeatedString(let text, _): return write(text, nil, row)
        case .timestamps(let values, let validity):
            return write(Timestamp(microseconds: values[row]).description, validity, row)
        case .dates(let values, let validity):
            let midnight = Timestamp(CivilDate(daysSinceEpoch: Int64(values[row])))
            return write(String(midnight.description.prefix { $0 != "T" }), validity, row)
        case .decimals(let values, let validity):
            guard case .decimal(_, let scale) = column.type else { return false }
            return write("\(values[row])e-\(scale)", validity, row)
        }
    }

    private func write(_ text: String, _ validity: [Bool]?, _ row: Int) -> Bool {
        if validity?[row] == false { return false }
        bytes.append(contentsOf: text.utf8)
        return true
    }

    /// Adds the row's fields, which lie in memory that stays until the next row.
    func appendFields(to fields: inout [ImportField]) {
        if room.count < bytes.count {
            room.deallocate()
            room = .allocate(capacity: bytes.count * 2)
        }
        _ = room.update(fromContentsOf: bytes)
        var start = 0
        for (end, isNull) in ends {
            fields.append(
                ImportField(
                    start: room.baseAddress.map { UnsafePointer($0 + start) },
                    count: end - start,
                    form: isNull ? .absent : .text
                )
            )
            start = end
        }
    }
}
