/// Packs numbers of equal width without gaps, lowest bits first.
///
/// **Source:** Apache Parquet format, "Encodings.md", RLE / bit-packing hybrid.
enum BitPacking {
    static func byteCount(of values: Int, width: Int) -> Int { (values * width + 7) / 8 }

    /// The bits that `value` needs; 0 for 0.
    static func width(of value: UInt64) -> Int { 64 - value.leadingZeroBitCount }

    /// Appends `values`, each below `2^width`; unused bits of the last byte are 0.
    static func append<Value: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafeBufferPointer<Value>,
        width: Int,
        to buffer: inout ByteBuffer
    ) {
        guard width > 0 else { return }
        let bytes = byteCount(of: values.count, width: width)
        // Whole words are stored at the end too, hence eight bytes more.
        buffer.reserve(bytes + 8)
        buffer.append(upTo: bytes) { end in
            var pending: UInt64 = 0
            var pendingBits = 0
            var offset = 0
            for value in values {
                let wide = UInt64(truncatingIfNeeded: value)
                pending |= wide &<< UInt64(pendingBits)
                pendingBits += width
                guard pendingBits >= 64 else { continue }
                end.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
                offset += 8
                pendingBits -= 64
                pending = pendingBits == 0 ? 0 : wide >> UInt64(width - pendingBits)
            }
            if pendingBits > 0 {
                end.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
            }
            return bytes
        }
    }
}
