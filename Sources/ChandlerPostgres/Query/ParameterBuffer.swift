import CLibpq

/// Parameters in the form that libpq takes: one run of bytes, and four arrays about it.
struct ParameterBuffer {
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var types: [Oid] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Type numbers from `pg_type.dat`, which never change; 0 leaves the choice to the server.
    private enum TypeNumber {
        static let unknown: Oid = 0
        static let bool: Oid = 16
        static let bytea: Oid = 17
        static let int8: Oid = 20
        static let timestamptz: Oid = 1184
    }

    init(_ parameters: [PostgresParameter]) throws(PostgresError) {
        for (index, parameter) in parameters.enumerated() {
            try append(parameter, number: index + 1)
        }
    }

    private mutating func append(
        _ parameter: PostgresParameter,
        number: Int
    ) throws(PostgresError) {
        switch parameter {
        case .text(let text):
            guard !text.utf8.contains(0) else {
                throw PostgresError(
                    code: .invalidArgument,
                    message: "send parameter $\(number): a text has a NUL character in it, "
                        + "which PostgreSQL cannot hold"
                )
            }
            append(Array(text.utf8), type: TypeNumber.unknown, isBinary: false)
        case .int64(let value):
            append(Self.bigEndian(value), type: TypeNumber.int8, isBinary: true)
        case .bool(let value):
            append([value ? 1 : 0], type: TypeNumber.bool, isBinary: true)
        case .bytes(let value):
            append(value, type: TypeNumber.bytea, isBinary: true)
        case .timestampMicroseconds(let value):
            try appendTimestamp(value, number: number)
        case .null:
            append(nil, type: TypeNumber.unknown, isBinary: false)
        }
    }

    private mutating func appendTimestamp(_ value: Int64, number: Int) throws(PostgresError) {
        guard value >= BinaryCopyFormat.firstMicrosecond else {
            throw PostgresError(
                code: .datetimeOutOfRange,
                message: "send parameter $\(number): the time \(value) microseconds is before "
                    + "PostgreSQL's first"
            )
        }
        let shifted = value - BinaryCopyFormat.epochOffset
        append(Self.bigEndian(shifted), type: TypeNumber.timestamptz, isBinary: true)
    }

    /// Adds a value and a NUL after it, which ends text and does no harm to the others.
    private mutating func append(_ value: [UInt8]?, type: Oid, isBinary: Bool) {
        offsets.append(value.map { _ in bytes.count })
        types.append(type)
        lengths.append(Int32(clamping: value?.count ?? 0))
        formats.append(isBinary ? 1 : 0)
        if let value { bytes += value + [0] }
    }

    private static func bigEndian(_ value: Int64) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// Lends the arrays to one call of libpq.
    func withPointers(
        _ call: (
            [Oid], [UnsafePointer<CChar>?], [Int32], [Int32]
        ) -> OpaquePointer?
    ) -> OpaquePointer? {
        bytes.withUnsafeBytes { buffer in
            let values = offsets.map { offset in
                offset.flatMap { buffer.baseAddress?.advanced(by: $0) }?
                    .assumingMemoryBound(to: CChar.self)
            }
            return call(types, values, lengths, formats)
        }
    }
}
