/// Reads Thrift structs in the compact protocol, and takes nothing on trust.
///
/// The caller asks for one field after another and skips those it does not know, or that are of
/// another kind than it expects.
///
/// **Source:** Apache Thrift, "thrift-compact-protocol.md".
struct CompactProtocolDecoder {
    enum Kind: UInt8 {
        case isTrue = 1
        case isFalse = 2
        case int8 = 3
        case int16 = 4
        case int32 = 5
        case int64 = 6
        case double = 7
        case binary = 8
        case list = 9
        case set = 10
        case map = 11
        case structure = 12
    }

    struct Field {
        let number: Int16
        let kind: Kind

        /// The value of a field that is true or false.
        var isTrue: Bool { kind == .isTrue }
        var isBool: Bool { kind == .isTrue || kind == .isFalse }
    }

    /// Deepest nesting of what is skipped.
    private static let deepest = 32

    private var cursor: ByteCursor
    private let place: FilePlace

    /// - Parameters:
    ///   - bytes: The struct and what follows it.
    ///   - place: Where `bytes` begin.
    init(_ bytes: UnsafeRawBufferPointer, place: FilePlace) {
        cursor = ByteCursor(bytes)
        self.place = place
    }

    /// How many bytes were taken.
    var position: Int { cursor.position }

    // MARK: - Structs and lists

    /// The next field of a struct, whose last field was `last` (0 at its start); `nil` at its end.
    mutating func nextField(after last: inout Int16) throws(ParquetError) -> Field? {
        let header = try required(cursor.byte())
        guard header != 0 else { return nil }
        let kind = try kind(header & 0x0F)
        let step = Int16(header >> 4)
        let number = step == 0 ? try int16() : last &+ step
        guard number > 0 else { throw damaged("a field has the number \(number)") }
        last = number
        return Field(number: number, kind: kind)
    }

    /// The kind and number of a list's elements, each of which takes a byte or more.
    mutating func beginList() throws(ParquetError) -> (kind: Kind, count: Int) {
        let header = try required(cursor.byte())
        let kind = try kind(header & 0x0F)
        let short = UInt64(header >> 4)
        return (kind, try count(short == 15 ? try required(cursor.varint()) : short))
    }

    /// The number of structs in a list of such.
    mutating func beginStructList() throws(ParquetError) -> Int {
        let (kind, count) = try beginList()
        guard kind == .structure || count == 0 else { throw damaged("a list holds no structs") }
        return count
    }

    // MARK: - Values

    mutating func int8() throws(ParquetError) -> Int8 {
        Int8(bitPattern: try required(cursor.byte()))
    }

    mutating func int16() throws(ParquetError) -> Int16 { try narrow() }

    mutating func int32() throws(ParquetError) -> Int32 { try narrow() }

    mutating func int64() throws(ParquetError) -> Int64 { try required(cursor.zigzag()) }

    mutating func string() throws(ParquetError) -> String {
        let bytes = try binary()
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw damaged("a text is not UTF-8")
        }
        return text
    }

    private mutating func binary() throws(ParquetError) -> UnsafeRawBufferPointer {
        let count = try count(try required(cursor.varint()))
        return try required(cursor.take(count))
    }

    private mutating func narrow<Value: FixedWidthInteger>() throws(ParquetError) -> Value {
        let wide = try int64()
        guard let value = Value(exactly: wide) else { throw damaged("a number was \(wide)") }
        return value
    }

    // MARK: - Skipping

    mutating func skip(_ field: Field) throws(ParquetError) {
        // Whether it is true stands in the field's header.
        if !field.isBool { try skip(field.kind, depth: 0) }
    }

    private mutating func skip(_ kind: Kind, depth: Int) throws(ParquetError) {
        guard depth < Self.deepest else {
            throw damaged("structs are nested more than \(Self.deepest) deep")
        }
        switch kind {
        case .isTrue, .isFalse, .int8: _ = try required(cursor.byte())
        case .int16, .int32, .int64: _ = try required(cursor.varint())
        case .double: _ = try required(cursor.take(8))
        case .binary: _ = try binary()
        case .list, .set:
            let (kind, count) = try beginList()
            for _ in 0..<count { try skip(kind, depth: depth + 1) }
        case .map: try skipMap(depth: depth)
        case .structure:
            var last: Int16 = 0
            while let field = try nextField(after: &last) {
                if !field.isBool { try skip(field.kind, depth: depth + 1) }
            }
        }
    }

    private mutating func skipMap(depth: Int) throws(ParquetError) {
        let count = try count(try required(cursor.varint()))
        guard count > 0 else { return }
        let kinds = try required(cursor.byte())
        let (key, value) = (try kind(kinds >> 4), try kind(kinds & 0x0F))
        for _ in 0..<count {
            try skip(key, depth: depth + 1)
            try skip(value, depth: depth + 1)
        }
    }

    // MARK: - Faults

    private func kind(_ raw: UInt8) throws(ParquetError) -> Kind {
        guard let kind = Kind(rawValue: raw) else { throw damaged("a field is of kind \(raw)") }
        return kind
    }

    private func count(_ raw: UInt64) throws(ParquetError) -> Int {
        guard raw <= UInt64(cursor.remaining) else {
            throw damaged("\(raw) elements are announced where \(cursor.remaining) bytes are left")
        }
        return Int(raw)
    }

    private func required<Value>(_ value: Value?) throws(ParquetError) -> Value {
        guard let value else { throw damaged("it ends too early") }
        return value
    }

    func damaged(_ reason: String) -> ParquetError {
        var place = place
        place.offset += Int64(position)
        return place.damaged(reason)
    }

    /// A field that must be there.
    func required<Value>(_ value: Value?, _ name: String) throws(ParquetError) -> Value {
        guard let value else { throw damaged("\(name) is missing") }
        return value
    }
}
