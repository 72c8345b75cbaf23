/// Takes the messages of a binary COPY apart into rows.
///
/// The server sends whole rows, the header in front of the first and the trailer at the end; how it
/// groups them into messages is left to it here.
struct BinaryCopyReader: ~Copyable {
    private var fields: UnsafeMutableBufferPointer<BinaryCopyRow.Field>
    private var hasHeader = false
    private var hasEnded = false

    /// How many rows were read.
    private(set) var rowCount = 0

    init() {
        fields = .allocate(capacity: 64)
    }

    deinit {
        fields.deallocate()
    }

    /// Reads one message and hands on each row in it.
    mutating func read(
        _ message: UnsafeRawBufferPointer,
        _ body: (borrowing BinaryCopyRow) throws -> Void
    ) throws {
        var position = 0
        if !hasHeader { position = try readHeader(message) }
        while position < message.count {
            guard !hasEnded else { throw fault("bytes follow the trailer") }
            let count: Int16 = try integer(message, &position)
            guard count != BinaryCopyFormat.trailer else {
                hasEnded = true
                continue
            }
            guard count >= 0 else { throw fault("a row has \(count) fields") }
            rowCount += 1
            try readFields(Int(count), message, &position)
            try body(
                BinaryCopyRow(
                    message: message,
                    fields: UnsafeBufferPointer(fields),
                    count: Int(count),
                    number: rowCount
                )
            )
        }
    }

    /// Makes sure that the trailer was there.
    func finish() throws(PostgresError) {
        guard hasEnded else { throw fault("the trailer is missing") }
    }

    private mutating func readHeader(
        _ message: UnsafeRawBufferPointer
    ) throws(PostgresError) -> Int {
        let signature = BinaryCopyFormat.signature
        guard message.count >= BinaryCopyFormat.headerSize, message.starts(with: signature) else {
            throw fault("the header is missing")
        }
        var position = signature.count
        let flags: UInt32 = try integer(message, &position)
        guard flags >> 16 == 0 else { throw fault("the header has unknown critical flags") }
        let extensionSize: Int32 = try integer(message, &position)
        guard extensionSize >= 0, Int(extensionSize) <= message.count - position else {
            throw fault("the header is cut")
        }
        hasHeader = true
        return position + Int(extensionSize)
    }

    private mutating func readFields(
        _ count: Int,
        _ message: UnsafeRawBufferPointer,
        _ position: inout Int
    ) throws(PostgresError) {
        if count > fields.count {
            fields.deallocate()
            fields = .allocate(capacity: count)
        }
        for index in 0..<count {
            let length: Int32 = try integer(message, &position)
            guard length >= -1, Int(length) <= message.count - position else {
                throw fault("field \(index) of row \(rowCount) is cut")
            }
            fields.initializeElement(at: index, to: .init(offset: position, length: Int(length)))
            position += max(Int(length), 0)
        }
    }

    private func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ message: UnsafeRawBufferPointer,
        _ position: inout Int
    ) throws(PostgresError) -> Value {
        guard message.count - position >= MemoryLayout<Value>.size else {
            throw fault("a message is cut after row \(rowCount)")
        }
        defer { position += MemoryLayout<Value>.size }
        return Value(bigEndian: message.loadUnaligned(fromByteOffset: position, as: Value.self))
    }

    private func fault(_ words: String) -> PostgresError {
        PostgresError(code: .protocolViolation, message: "copy rows out: \(words)")
    }
}
