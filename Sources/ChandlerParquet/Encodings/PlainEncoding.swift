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

    /// Appends one text: its length in four bytes, then its UTF-8.
    static func append(_ text: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        buffer.append(littleEndian: UInt32(text.count))
        buffer.append(text)
    }
}
