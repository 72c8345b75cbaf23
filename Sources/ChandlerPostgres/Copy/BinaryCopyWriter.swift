/// Writes rows in PostgreSQL's binary COPY format, straight into one buffer.
///
/// A row is ``beginRow(fieldCount:)`` and then exactly that many fields. A row with more or fewer is
/// found at the next row or at the end, and fails the whole COPY. Only `beginRow` sends bytes, so
/// only it throws; nothing is allocated per row.
///
/// The type of each field must be that of its column: the server refuses the wrong length, but
/// reads a `double` in the place of a `bigint` as some number.
public struct BinaryCopyWriter: ~Copyable {
    @usableFromInline var raw: RawWriter
    @usableFromInline let flushThreshold: Int
    @usableFromInline var announced = 0
    @usableFromInline var written = 0
    @usableFromInline var unsendableTime: Int64?

    /// How many rows were begun.
    public private(set) var rowCount = 0

    private let sink: CopySink?
    private var failure: PostgresError?

    /// Makes a writer that keeps what it is given in memory, to measure encoders with.
    package init(capacity: Int) {
        self.init(sink: nil, flushThreshold: capacity)
    }

    /// How many bytes wait to be sent.
    package var byteCount: Int { raw.count }

    init(sink: CopySink?, flushThreshold: Int) {
        self.sink = sink
        self.flushThreshold = max(flushThreshold, 4096)
        raw = RawWriter(capacity: self.flushThreshold + self.flushThreshold / 4)
        BinaryCopyFormat.signature.withUnsafeBytes { raw.append(bytes: $0) }
        raw.append(bigEndian: Int32(0))
        raw.append(bigEndian: Int32(0))
    }

    // MARK: - Rows

    /// Begins the next row.
    ///
    /// - Parameter fieldCount: How many fields will follow: the columns of the COPY statement.
    /// - Throws: ``PostgresError``: `fieldCountMismatch` about the row before, `datetimeOutOfRange`
    ///   about a time in it, or `connectionLost` and the server's last words when sending failed.
    public mutating func beginRow(fieldCount: Int) throws(PostgresError) {
        try checkLastRow()
        if raw.used >= flushThreshold { try flush() }
        precondition(
            (0...BinaryCopyFormat.largestFieldCount).contains(fieldCount),
            "Invariant: a row has 0 to 1600 fields"
        )
        rowCount += 1
        announced = fieldCount
        written = 0
        raw.append(bigEndian: Int16(fieldCount))
    }

    /// Begins the next row with fields that were prepared, in one copy.
    ///
    /// - Parameters:
    ///   - fieldCount: How many fields the row will have, the prepared ones included.
    ///   - prepared: The first fields.
    /// - Throws: ``PostgresError`` as ``beginRow(fieldCount:)`` does.
    public mutating func beginRow(
        fieldCount: Int,
        with prepared: borrowing PreparedFields
    ) throws(PostgresError) {
        try beginRow(fieldCount: fieldCount)
        written = prepared.count
        prepared.bytes.withUnsafeBytes { raw.append(bytes: $0) }
    }

    /// Closes the last row and sends what is left.
    mutating func finish() throws(PostgresError) {
        try checkLastRow()
        raw.append(bigEndian: BinaryCopyFormat.trailer)
        try flush()
    }

    private mutating func checkLastRow() throws(PostgresError) {
        guard announced != written || unsendableTime != nil || failure != nil else { return }
        if let failure { throw failure }
        let error = rowFault
        failure = error
        throw error
    }

    private var rowFault: PostgresError {
        if let unsendableTime {
            return PostgresError(
                code: .datetimeOutOfRange,
                message: "write row \(rowCount) of a COPY: the time \(unsendableTime) microseconds "
                    + "is before PostgreSQL's first"
            )
        }
        return PostgresError(
            code: .fieldCountMismatch,
            message: "write row \(rowCount) of a COPY: \(announced) fields were announced and "
                + "\(written) were written"
        )
    }

    private mutating func flush() throws(PostgresError) {
        guard let sink else { return }
        let bytes = UnsafeRawBufferPointer(start: raw.base, count: raw.used)
        do {
            try sink.send(bytes)
        } catch {
            failure = error
            throw error
        }
        raw.removeAll()
    }

    // MARK: - Fields

    /// Appends NULL.
    @inlinable
    public mutating func appendNull() {
        written &+= 1
        raw.append(bigEndian: BinaryCopyFormat.null)
    }

    /// Appends a `boolean`.
    @inlinable
    public mutating func append(bool value: Bool) {
        written &+= 1
        raw.append(field: UInt8(value ? 1 : 0))
    }

    /// Appends a `smallint`.
    @inlinable
    public mutating func append(int16 value: Int16) {
        written &+= 1
        raw.append(field: value)
    }

    /// Appends an `integer`.
    @inlinable
    public mutating func append(int32 value: Int32) {
        written &+= 1
        raw.append(field: value)
    }

    /// Appends a `bigint`.
    @inlinable
    public mutating func append(int64 value: Int64) {
        written &+= 1
        raw.append(field: value)
    }

    /// Appends a `double precision`, bit for bit.
    @inlinable
    public mutating func append(double value: Double) {
        written &+= 1
        raw.append(field: value.bitPattern)
    }

    /// Appends a `timestamptz` or `timestamp`.
    ///
    /// **Units:** microseconds since 1970 UTC. A time before PostgreSQL's first is refused by the
    /// next ``beginRow(fieldCount:)`` or at the end, never wrapped around.
    @inlinable
    public mutating func append(timestampMicroseconds value: Int64) {
        written &+= 1
        if value < BinaryCopyFormat.firstMicrosecond { unsendableTime = value }
        raw.append(field: value &- BinaryCopyFormat.epochOffset)
    }

    /// Appends a `numeric` with eight decimals, exactly.
    ///
    /// **Units:** hundred-millionths: 150000000 is 1.50000000.
    @inlinable
    public mutating func append(fixedPoint8 value: Int64) {
        written &+= 1
        raw.reserve(NumericWire.largestInt64Field)
        raw.used &+= NumericWire.write(value, to: raw.base + raw.used)
    }

    /// Appends a `numeric` with eight decimals, exactly; up to 31 digits before the point.
    ///
    /// **Units:** hundred-millionths.
    @inlinable
    public mutating func append(fixedPoint8 value: Int128) {
        if let narrow = Int64(exactly: value) { return append(fixedPoint8: narrow) }
        written &+= 1
        raw.reserve(NumericWire.largestInt128Field)
        raw.used &+= NumericWire.write(value, to: raw.base + raw.used)
    }

    /// Appends a `text` or `varchar`; an array lends itself as `array.span`.
    @inlinable
    public mutating func append(utf8 text: Span<UInt8>) {
        text.withUnsafeBytes { append(bytes: $0) }
    }

    /// Appends a `text` or `varchar` that stands in the program.
    @inlinable
    public mutating func append(utf8 text: StaticString) {
        text.withUTF8Buffer { append(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Appends a `text` or `varchar`.
    @inlinable
    public mutating func append(utf8 text: String) {
        var text = text
        text.withUTF8 { append(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Appends a `bytea`, or any other type whose wire form the bytes already are.
    @inlinable
    public mutating func append(bytes: UnsafeRawBufferPointer) {
        written &+= 1
        let place = raw.beginField()
        raw.append(bytes: bytes)
        raw.endField(at: place)
    }

    /// Appends a field whose bytes `body` writes in place.
    ///
    /// - Parameters:
    ///   - limit: How much room `body` is given.
    ///   - body: Writes from the pointer on and returns how many bytes it wrote, at most `limit`.
    @inlinable
    public mutating func append(
        upTo limit: Int,
        _ body: (UnsafeMutablePointer<UInt8>) -> Int
    ) {
        written &+= 1
        let place = raw.beginField()
        raw.append(upTo: limit, body)
        raw.endField(at: place)
    }

    /// Appends a `jsonb` whose text `body` writes in place.
    ///
    /// When `body` throws, the field is taken back as if it had never been begun.
    @inlinable
    public mutating func appendJSONB<Failure: Error>(
        _ body: (inout RawWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let place = raw.beginField()
        raw.append(byte: BinaryCopyFormat.jsonbVersion)
        do throws(Failure) {
            try body(&raw)
        } catch {
            raw.truncate(to: place)
            throw error
        }
        raw.endField(at: place)
        written &+= 1
    }
}
