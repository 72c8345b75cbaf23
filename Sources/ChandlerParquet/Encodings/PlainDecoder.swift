extension PlainEncoding {
    /// Takes values of a fixed size, of which there must be as many as `target` has places.
    static func decode<Value: BitwiseCopyable>(
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Value>
    ) throws(PageFault) {
        let expected = target.count * MemoryLayout<Value>.size
        guard input.count == expected else {
            throw .damaged("\(target.count) values had \(input.count) bytes and not \(expected)")
        }
        #if _endian(little)
        UnsafeMutableRawBufferPointer(target).copyMemory(from: input)
        #else
        #error("Values are copied as they stand in the file, lowest byte first.")
        #endif
    }

    /// Takes one bit a flag, lowest bits first, and says how many are true; `input` must be long
    /// enough.
    static func decode(
        _ input: UnsafeRawBufferPointer,
        into flags: UnsafeMutableBufferPointer<Bool>
    ) -> Int {
        precondition(
            input.count * 8 >= flags.count,
            "Invariant: flags are only taken from enough bytes"
        )
        let raw = UnsafeMutableRawBufferPointer(flags)
        let places = SIMD8<UInt8>(1, 2, 4, 8, 16, 32, 64, 128)
        let whole = flags.count / 8
        var ones = 0
        for index in 0..<whole {
            let byte = input[index]
            let bits = SIMD8<UInt8>(repeating: byte) & places
            let ordered = SIMD8<UInt8>.zero.replacing(with: 1, where: bits .!= 0)
            raw.storeBytes(of: ordered, toByteOffset: index * 8, as: SIMD8<UInt8>.self)
            ones += byte.nonzeroBitCount
        }
        for index in whole * 8..<flags.count {
            let flag = input[index >> 3] >> UInt8(index & 7) & 1 == 1
            flags[index] = flag
            ones += flag ? 1 : 0
        }
        return ones
    }

    /// Takes values of 1 to 16 bytes each, highest byte first.
    static func decode(
        bigEndian input: UnsafeRawBufferPointer,
        width: Int,
        into target: UnsafeMutableBufferPointer<Int128>
    ) throws(PageFault) {
        let (expected, overflows) = target.count.multipliedReportingOverflow(by: width)
        guard !overflows, input.count == expected else {
            throw .damaged("\(target.count) values of \(width) bytes had \(input.count) bytes")
        }
        if width == 16 {
            for index in 0..<target.count {
                let word = input.loadUnaligned(fromByteOffset: index * 16, as: Int128.self)
                target[index] = Int128(bigEndian: word)
            }
            return
        }
        for index in 0..<target.count {
            let bytes = input[index * width..<(index + 1) * width]
            target[index] = number(UnsafeRawBufferPointer(rebasing: bytes))
        }
    }

    /// A number of up to 16 bytes in two's complement, highest byte first; 0 without bytes.
    static func number(_ bytes: UnsafeRawBufferPointer) -> Int128 {
        var value: Int128 = (bytes.first ?? 0) >= 0x80 ? -1 : 0
        for byte in bytes { value = value << 8 | Int128(byte) }
        return value
    }

    /// Takes as many values as `target` has places, each behind its length in four bytes.
    static func decode<Value>(
        lengths input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Value>,
        _ value: (UnsafeRawBufferPointer) throws(PageFault) -> Value
    ) throws(PageFault) {
        var cursor = ByteCursor(input)
        for index in 0..<target.count {
            guard let length = cursor.littleEndianUInt32(), let bytes = cursor.take(Int(length))
            else { throw .damaged("value \(index) of \(target.count) ends too early") }
            target[index] = try value(bytes)
        }
        guard cursor.remaining == 0 else {
            throw .damaged("\(cursor.remaining) bytes are left behind \(target.count) values")
        }
    }
}
