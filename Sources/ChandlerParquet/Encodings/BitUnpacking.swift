extension BitPacking {
    /// Takes numbers of `width` bits, 0 to 64, apart; `bytes` must hold them all.
    static func unpack<Value: FixedWidthInteger & UnsignedInteger>(
        _ bytes: UnsafeRawBufferPointer,
        width: Int,
        into target: UnsafeMutableBufferPointer<Value>
    ) {
        precondition(
            0...64 ~= width && byteCount(of: target.count, width: width) <= bytes.count,
            "Invariant: packed numbers are only taken from enough bytes"
        )
        guard width > 0 else { return target.update(repeating: 0) }
        let mask = UInt64.max >> UInt64(64 - width)
        // A number lies within the nine bytes that follow the one it begins in.
        let whole = bytes.count < 9 ? 0 : min(target.count, (bytes.count - 9) * 8 / width + 1)
        for index in 0..<whole {
            let bit = index * width
            let shift = UInt64(bit & 7)
            let word = bytes.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
            var value = UInt64(littleEndian: word) >> shift
            if Int(shift) + width > 64 {
                value |= UInt64(bytes[bit >> 3 + 8]) << (64 - shift)
            }
            target[index] = Value(truncatingIfNeeded: value & mask)
        }
        for index in whole..<target.count {
            target[index] = Value(truncatingIfNeeded: slowly(bytes, bit: index * width, width))
        }
    }

    private static func slowly(_ bytes: UnsafeRawBufferPointer, bit: Int, _ width: Int) -> UInt64 {
        (0..<width).reduce(0) { value, step in
            let place = bit + step
            return value | UInt64(bytes[place >> 3] >> UInt8(place & 7) & 1) << UInt64(step)
        }
    }
}
