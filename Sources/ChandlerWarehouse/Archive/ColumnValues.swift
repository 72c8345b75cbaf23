import ChandlerParquet
import ChandlerPostgres

/// The values of one column of a row group that was read, in the form of the wire.
struct ColumnValues {
    private let form: ColumnForm
    private let validity: [Bool]?
    private var bools: [Bool] = []
    private var int32s: [Int32] = []
    private var int64s: [Int64] = []
    private var doubles: [Double] = []
    private var decimals: [Int128] = []
    private var texts: [String] = []

    /// How many rows there are.
    let count: Int

    /// Takes what a reader gave.
    ///
    /// - Throws: ``WarehouseError`` with code `badData` where the data is of another type.
    init(_ data: ParquetColumnData, of column: ArchivedColumn) throws(WarehouseError) {
        form = column.form
        count = data.rowCount
        switch (column.form, data) {
        case (.boolean, .booleans(let values, let valid)): (bools, validity) = (values, valid)
        case (.int16, .int32(let values, let valid)), (.int32, .int32(let values, let valid)):
            (int32s, validity) = (values, valid)
        case (.date, .dates(let values, let valid)): (int32s, validity) = (values, valid)
        case (.int64, .int64(let values, let valid)): (int64s, validity) = (values, valid)
        case (.timestamp, .timestamps(let values, let valid)):
            (int64s, validity) = (values, valid)
        case (.double, .exactDoubles(let values, let valid)):
            (doubles, validity) = (values, valid)
        case (.decimal, .decimals(let values, let valid)): (decimals, validity) = (values, valid)
        case (.text, .strings(let values, let valid)), (.cast, .strings(let values, let valid)),
            (.uuid, .strings(let values, let valid)), (.json, .json(let values, let valid)):
            (texts, validity) = (values, valid)
        default:
            throw WarehouseError(
                .badData,
                "column \"\(column.name)\" of the file is not of the type that its manifest says "
                    + "(\(column.form))"
            )
        }
    }

    /// Writes a row's value as it is on the wire, without its length.
    ///
    /// - Returns: Whether there is a value.
    func write(_ row: Int, to target: inout RawWriter) -> Bool {
        if let validity, !validity[row] { return false }
        switch form {
        case .boolean: target.append(byte: bools[row] ? 1 : 0)
        case .int16: write(Int16(truncatingIfNeeded: int32s[row]), to: &target)
        case .int32: write(int32s[row], to: &target)
        case .date: write(int32s[row] &- WireEpoch.days, to: &target)
        case .int64: write(int64s[row], to: &target)
        case .timestamp: write(int64s[row] &- WireEpoch.microseconds, to: &target)
        case .double: write(doubles[row].bitPattern, to: &target)
        case .text, .cast: target.append(utf8: texts[row])
        case .uuid: target.append(upTo: 16) { UUIDText.write(texts[row], to: $0) }
        case .json:
            target.append(byte: 1)
            target.append(utf8: texts[row])
        case .decimal(_, let scale):
            target.append(upTo: DecimalWire.largest) {
                DecimalWire.write(decimals[row], scale: scale, to: $0)
            }
        }
        return true
    }

    private func write<Value: FixedWidthInteger & BitwiseCopyable>(
        _ value: Value,
        to target: inout RawWriter
    ) {
        withUnsafeBytes(of: value.bigEndian) { target.append(bytes: $0) }
    }
}
