/// One row of a binary COPY out of the server; valid while the call that it is given to runs.
///
/// Fields are counted from 0. Each accessor reads exactly one wire form and throws on any other
/// length; that the column has the type asked for is the caller's affair, since the format does not
/// say. Accessors that end in `IfPresent` return nil for NULL, the others throw.
public struct BinaryCopyRow: ~Copyable {
    struct Field {
        let offset: Int
        let length: Int
    }

    private let message: UnsafeRawBufferPointer
    private let fields: UnsafeBufferPointer<Field>

    /// How many fields the row has.
    public let count: Int

    /// The row's number, from 1.
    public let number: Int

    init(
        message: UnsafeRawBufferPointer,
        fields: UnsafeBufferPointer<Field>,
        count: Int,
        number: Int
    ) {
        self.message = message
        self.fields = fields
        self.count = count
        self.number = number
    }

    // MARK: - Bytes

    /// Whether a field is NULL; false for a field that the row does not have.
    public func isNull(_ field: Int) -> Bool {
        (0..<count).contains(field) && fields[field].length < 0
    }

    /// Lends out a field's bytes: of text as UTF-8, of other types their wire form.
    ///
    /// - Parameters:
    ///   - field: The field's number, from 0.
    ///   - body: Must not keep the bytes.
    /// - Returns: What `body` returned.
    /// - Throws: The error of `body`, or ``PostgresError`` with code `decoding`.
    public func withBytes<Result>(
        _ field: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        try body(try bytes(field, as: "bytes"))
    }

    private func bytesIfPresent(
        _ field: Int,
        as type: StaticString
    ) throws(PostgresError) -> UnsafeRawBufferPointer? {
        guard (0..<count).contains(field) else {
            throw fault(field, type, "the row has \(count) fields")
        }
        let place = fields[field]
        guard place.length >= 0 else { return nil }
        return UnsafeRawBufferPointer(rebasing: message[place.offset..<place.offset + place.length])
    }

    private func bytes(
        _ field: Int,
        as type: StaticString
    ) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes = try bytesIfPresent(field, as: type) else {
            throw fault(field, type, "it is NULL")
        }
        return bytes
    }

    private func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ field: Int,
        as type: StaticString
    ) throws(PostgresError) -> Value {
        let bytes = try bytes(field, as: type)
        guard bytes.count == MemoryLayout<Value>.size else {
            throw fault(
                field,
                type,
                "it is \(bytes.count) bytes long, not \(MemoryLayout<Value>.size)"
            )
        }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }

    private func fault(_ field: Int, _ type: StaticString, _ words: String) -> PostgresError {
        PostgresError(
            code: .decoding,
            message: "read field \(field) of row \(number) of a COPY as \(type): \(words)"
        )
    }

    // MARK: - Values

    /// Reads a `boolean`.
    public func bool(_ field: Int) throws(PostgresError) -> Bool {
        let value: UInt8 = try integer(field, as: "boolean")
        return value != 0
    }

    /// Reads an `integer`.
    public func int32(_ field: Int) throws(PostgresError) -> Int32 {
        try integer(field, as: "integer")
    }

    /// Reads a `bigint`.
    public func int64(_ field: Int) throws(PostgresError) -> Int64 {
        try integer(field, as: "bigint")
    }

    /// Reads a `double precision`, bit for bit.
    public func double(_ field: Int) throws(PostgresError) -> Double {
        Double(bitPattern: try integer(field, as: "double precision"))
    }

    /// Reads a `timestamptz` or `timestamp` as microseconds since 1970 UTC.
    ///
    /// - Parameter field: The field's number, from 0.
    /// - Returns: The time.
    /// - Throws: ``PostgresError`` with code `decoding`, also for `infinity` and `-infinity`.
    public func timestampMicroseconds(_ field: Int) throws(PostgresError) -> Int64 {
        let value: Int64 = try integer(field, as: "timestamp")
        let (sum, overflows) = value.addingReportingOverflow(BinaryCopyFormat.epochOffset)
        guard value != .min, value != .max, !overflows else {
            throw fault(field, "timestamp", "it is infinite or too late for 64 bits since 1970")
        }
        return sum
    }

    /// Reads a `numeric` as a count of hundred-millionths, exactly.
    ///
    /// - Parameter field: The field's number, from 0.
    /// - Returns: The count.
    /// - Throws: ``PostgresError`` with code `decoding` for NaN, infinities, and what does not fit.
    public func wideFixedPoint8(_ field: Int) throws(PostgresError) -> Int128 {
        let bytes = try bytes(field, as: "numeric")
        do throws(NumericReading.Misfit) {
            return try NumericReading.fixedPoint8(bytes)
        } catch {
            throw fault(field, "numeric with 8 decimals", error.words)
        }
    }

    /// Reads a `numeric` as a count of hundred-millionths in 64 bits, exactly.
    ///
    /// - Parameter field: The field's number, from 0.
    /// - Returns: The count.
    /// - Throws: ``PostgresError`` with code `decoding` for NaN, infinities, and what does not fit.
    public func fixedPoint8(_ field: Int) throws(PostgresError) -> Int64 {
        let value = try wideFixedPoint8(field)
        guard let narrow = Int64(exactly: value) else {
            throw fault(
                field,
                "numeric(18,8)",
                "\(value) hundred-millionths need more than 64 bits"
            )
        }
        return narrow
    }

    /// Reads a `text` or `varchar`.
    public func text(_ field: Int) throws(PostgresError) -> String {
        let bytes = try bytes(field, as: "text")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads the text of a `jsonb`, in the server's own key order and spacing.
    public func jsonb(_ field: Int) throws(PostgresError) -> String {
        let bytes = try bytes(field, as: "jsonb")
        guard bytes.first == BinaryCopyFormat.jsonbVersion else {
            throw fault(field, "jsonb", "its version byte is not 1")
        }
        return String(decoding: bytes.dropFirst(), as: UTF8.self)
    }

    // MARK: - Values that may be missing

    /// Reads a `bigint` or NULL.
    public func int64IfPresent(_ field: Int) throws(PostgresError) -> Int64? {
        isNull(field) ? nil : try int64(field)
    }

    /// Reads a `double precision` or NULL.
    public func doubleIfPresent(_ field: Int) throws(PostgresError) -> Double? {
        isNull(field) ? nil : try double(field)
    }

    /// Reads a `timestamptz` or NULL.
    public func timestampMicrosecondsIfPresent(_ field: Int) throws(PostgresError) -> Int64? {
        isNull(field) ? nil : try timestampMicroseconds(field)
    }

    /// Reads a `numeric` as 64-bit hundred-millionths, or NULL.
    public func fixedPoint8IfPresent(_ field: Int) throws(PostgresError) -> Int64? {
        isNull(field) ? nil : try fixedPoint8(field)
    }

    /// Reads a `numeric` as 128-bit hundred-millionths, or NULL.
    public func wideFixedPoint8IfPresent(_ field: Int) throws(PostgresError) -> Int128? {
        isNull(field) ? nil : try wideFixedPoint8(field)
    }

    /// Reads a `text` or NULL.
    public func textIfPresent(_ field: Int) throws(PostgresError) -> String? {
        isNull(field) ? nil : try text(field)
    }

    /// Reads a `jsonb` or NULL.
    public func jsonbIfPresent(_ field: Int) throws(PostgresError) -> String? {
        isNull(field) ? nil : try jsonb(field)
    }
}
