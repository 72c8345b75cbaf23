/// Writes Thrift structs in the compact protocol.
///
/// Fields must come in ascending order of their numbers, as in the interface definition.
///
/// **Source:** Apache Thrift, "thrift-compact-protocol.md".
struct CompactProtocolEncoder: ~Copyable {
    enum ElementType: UInt8 {
        case int32 = 5
        case binary = 8
        case structure = 12
    }

    private(set) var buffer = ByteBuffer()
    private var lastField: Int16 = 0
    private var outerFields: [Int16] = []

    mutating func removeAll() {
        buffer.removeAll()
        lastField = 0
        outerFields.removeAll(keepingCapacity: true)
    }

    // MARK: - Fields

    mutating func field(_ number: Int16, bool value: Bool) {
        header(number, type: value ? 1 : 2)
    }

    mutating func field(_ number: Int16, int32 value: Int32) {
        header(number, type: 5)
        buffer.append(zigzag: Int64(value))
    }

    mutating func field(_ number: Int16, int64 value: Int64) {
        header(number, type: 6)
        buffer.append(zigzag: value)
    }

    mutating func field(_ number: Int16, string value: String) {
        header(number, type: 8)
        element(string: value)
    }

    mutating func field(_ number: Int16, bytes value: [UInt8]) {
        header(number, type: 8)
        buffer.append(varint: UInt64(value.count))
        value.withUnsafeBytes { buffer.append($0) }
    }

    mutating func beginField(_ number: Int16) {
        header(number, type: 12)
        beginStruct()
    }

    /// A union member or marker struct without fields.
    mutating func emptyStructField(_ number: Int16) {
        beginField(number)
        endStruct()
    }

    /// Announces a list; exactly `count` elements must follow.
    mutating func beginList(_ number: Int16, of type: ElementType, count: Int) {
        header(number, type: 9)
        if count < 15 {
            buffer.append(UInt8(count) << 4 | type.rawValue)
        } else {
            buffer.append(0xF0 | type.rawValue)
            buffer.append(varint: UInt64(count))
        }
    }

    // MARK: - List elements

    mutating func element(int32 value: Int32) {
        buffer.append(zigzag: Int64(value))
    }

    mutating func element(string value: String) {
        value.withTextBytes { text in
            buffer.append(varint: UInt64(text.count))
            buffer.append(text)
        }
    }

    // MARK: - Structs

    /// Starts a struct that is a list element; field numbers begin anew.
    mutating func beginStruct() {
        outerFields.append(lastField)
        lastField = 0
    }

    mutating func endStruct() {
        stop()
        lastField = outerFields.removeLast()
    }

    /// Ends the outermost struct.
    mutating func stop() {
        buffer.append(0)
    }

    private mutating func header(_ number: Int16, type: UInt8) {
        precondition(number > lastField, "Invariant: Thrift fields are written in order")
        let step = number - lastField
        if step <= 15 {
            buffer.append(UInt8(step) << 4 | type)
        } else {
            buffer.append(type)
            buffer.append(zigzag: Int64(number))
        }
        lastField = number
    }
}
