extension ByteBuffer {
    /// Appends an unsigned LEB128 number: seven bits a byte, lowest first.
    mutating func append(varint value: UInt64) {
        reserve(10)
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends a signed number so that small negative ones stay short.
    ///
    /// 0, -1, 1 and -2 become 0, 1, 2 and 3.
    mutating func append(zigzag value: Int64) {
        append(varint: UInt64(bitPattern: (value &<< 1) ^ (value >> 63)))
    }
}
