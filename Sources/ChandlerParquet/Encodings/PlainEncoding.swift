/// Encodes values one after another, little endian.
///
/// **Source:** Apache Parquet format, "Encodings.md", PLAIN = 0.
enum PlainEncoding {
    static func append(_ values: UnsafeBufferPointer<Double>, to buffer: inout ByteBuffer) {
        #if _endian(little)
        buffer.append(UnsafeRawBufferPointer(values))
        #else
        for value in values { buffer.append(littleEndian: value.bitPattern) }
        #endif
    }

    static func append<Value: FixedWidthInteger>(
        _ values: UnsafeBufferPointer<Value>,
        to buffer: inout ByteBuffer
    ) {
        #if _endian(little)
        buffer.append(UnsafeRawBufferPointer(values))
        #else
        for value in values { buffer.append(littleEndian: value) }
        #endif
    }

    /// Appends values of a fixed length, highest byte first.
    static func append(
        bigEndian values: UnsafeBufferPointer<Int128>,
        to buffer: inout ByteBuffer
    ) {
        buffer.append(upTo: values.count * 16) { end in
            for index in 0..<values.count {
                end.storeBytes(
                    of: values[index].bigEndian,
                    toByteOffset: index * 16,
                    as: Int128.self
                )
            }
            return values.count * 16
        }
    }

    /// Appends one bit a value, lowest bits first.
    static func append(_ values: UnsafeBufferPointer<Bool>, to buffer: inout ByteBuffer) {
        let bytes = (values.count + 7) / 8
        buffer.append(upTo: bytes) { end in
            for byte in 0..<bytes {
                var packed: UInt8 = 0
                for index in byte * 8..<min(byte * 8 + 8, values.count) {
                    packed |= (values[index] ? 1 : 0) << UInt8(index & 7)
                }
                end.storeBytes(of: packed, toByteOffset: byte, as: UInt8.self)
            }
            return bytes
        }
    }

    /// Appends one text: its length in four bytes, then its UTF-8.
    static func append(_ text: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        buffer.append(littleEndian: UInt32(text.count))
        buffer.append(text)
    }
}
