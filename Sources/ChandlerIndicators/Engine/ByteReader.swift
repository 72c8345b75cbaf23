/// Reads little-endian integers; past the end it reads zeros and remembers that it did.
struct ByteReader {
    private var rest: ArraySlice<UInt8>
    private var isOverrun = false

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// How many bytes are left.
    var remaining: Int { rest.count }

    /// Whether everything was read and nothing beyond.
    var isExact: Bool { rest.isEmpty && !isOverrun }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8> {
        if count > rest.count { isOverrun = true }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(_: Value.Type) -> Value {
        var value: Value = 0
        for byte in bytes(Value.bitWidth / 8).reversed() { value = value << 8 | Value(byte) }
        return value
    }
}
