import ChandlerParquet
import ChandlerPostgres

/// Gathers the values of one column for a row group.
final class ColumnGatherer {
    private let column: ArchivedColumn
    private var bools: [Bool] = []
    private var int32s: [Int32] = []
    private var int64s: [Int64] = []
    private var doubles: [Double] = []
    private var decimals: [Int128] = []
    private var texts: [String] = []
    private var validity: [Bool] = []

    init(_ column: ArchivedColumn) {
        self.column = column
    }

    /// Adds the value of a row.
    ///
    /// - Throws: ``WarehouseError`` with code `badData` for a value that the file cannot hold.
    func append(_ row: borrowing BinaryCopyRow, _ field: Int) throws {
        let isNull = row.isNull(field)
        if column.isNullable { validity.append(!isNull) }
        if isNull { return try appendPlaceholder() }
        switch column.form {
        case .boolean: bools.append(try row.bool(field))
        case .int16: int32s.append(Int32(try integer(row, field, as: Int16.self)))
        case .int32: int32s.append(try row.int32(field))
        case .int64: int64s.append(try row.int64(field))
        case .double: doubles.append(try row.double(field))
        case .timestamp: int64s.append(try timestamp(row, field))
        case .date: int32s.append(try date(row, field))
        case .text, .cast: texts.append(try row.text(field))
        case .json: texts.append(try row.jsonb(field))
        case .uuid: texts.append(try uuid(row, field))
        case .decimal(_, let scale): decimals.append(try decimal(row, field, scale))
        }
    }

    /// Hands over what was gathered and begins anew.
    func take() -> ParquetColumnData {
        defer { removeAll() }
        let validity = column.isNullable ? validity : nil
        return switch column.form {
        case .boolean: .booleans(bools, validity: validity)
        case .int16, .int32: .int32(int32s, validity: validity)
        case .int64: .int64(int64s, validity: validity)
        case .double: .exactDoubles(doubles, validity: validity)
        case .timestamp: .timestamps(int64s, validity: validity)
        case .date: .dates(int32s, validity: validity)
        case .text, .cast, .uuid: .strings(texts, validity: validity)
        case .json: .json(texts, validity: validity)
        case .decimal: .decimals(decimals, validity: validity)
        }
    }

    private func removeAll() {
        bools.removeAll(keepingCapacity: true)
        int32s.removeAll(keepingCapacity: true)
        int64s.removeAll(keepingCapacity: true)
        doubles.removeAll(keepingCapacity: true)
        decimals.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        validity.removeAll(keepingCapacity: true)
    }

    private func appendPlaceholder() throws {
        guard column.isNullable else {
            throw WarehouseError(
                .badData,
                "column \"\(column.name)\" is NULL in a row, which its table does not allow"
            )
        }
        switch column.form {
        case .boolean: bools.append(false)
        case .int16, .int32, .date: int32s.append(0)
        case .int64, .timestamp: int64s.append(0)
        case .double: doubles.append(0)
        case .text, .cast, .json, .uuid: texts.append("")
        case .decimal: decimals.append(0)
        }
    }
}

extension ColumnGatherer {
    private func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ row: borrowing BinaryCopyRow,
        _ field: Int,
        as type: Value.Type
    ) throws -> Value {
        try row.withBytes(field) { bytes in
            guard bytes.count == MemoryLayout<Value>.size else {
                throw refusal("it is \(bytes.count) bytes long on the wire")
            }
            return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
        }
    }

    private func timestamp(_ row: borrowing BinaryCopyRow, _ field: Int) throws -> Int64 {
        let value = try integer(row, field, as: Int64.self)
        let (sum, overflows) = value.addingReportingOverflow(WireEpoch.microseconds)
        guard value != .min, value != .max else {
            throw refusal("it is infinite; set it to a time or to NULL")
        }
        guard !overflows else { throw refusal("it is too late for 64 bits since 1970") }
        return sum
    }

    private func date(_ row: borrowing BinaryCopyRow, _ field: Int) throws -> Int32 {
        let value = try integer(row, field, as: Int32.self)
        guard value != .min, value != .max else {
            throw refusal("it is infinite; set it to a day or to NULL")
        }
        return value + WireEpoch.days
    }

    private func uuid(_ row: borrowing BinaryCopyRow, _ field: Int) throws -> String {
        try row.withBytes(field) { bytes in
            guard let text = UUIDText.text(of: bytes) else {
                throw refusal("it is \(bytes.count) bytes long on the wire")
            }
            return text
        }
    }

    private func decimal(
        _ row: borrowing BinaryCopyRow,
        _ field: Int,
        _ scale: Int
    ) throws -> Int128 {
        try row.withBytes(field) { bytes in
            do throws(DecimalWire.Misfit) {
                return try DecimalWire.read(bytes, scale: scale)
            } catch {
                throw refusal("\(error.words), which a decimal in a file cannot be")
            }
        }
    }

    private func refusal(_ words: String) -> WarehouseError {
        WarehouseError(
            .badData,
            "a value of column \"\(column.name)\" (\(column.type)) cannot be archived: \(words)"
        )
    }
}

/// From 1970, where files count from, to 2000, where the server does.
enum WireEpoch {
    static let microseconds: Int64 = 946_684_800_000_000
    static let days: Int32 = 10_957
}
