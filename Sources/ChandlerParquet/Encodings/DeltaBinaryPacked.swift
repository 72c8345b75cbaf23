/// Encodes integers as bit-packed differences between neighbours.
///
/// Blocks of 128 differences share a smallest difference; each quarter has its own bit width.
/// Differences wrap around at the width of the type, as the format asks for.
///
/// **Source:** Apache Parquet format, "Encodings.md", DELTA_BINARY_PACKED = 5.
enum DeltaBinaryPacked {
    static let blockSize = 128
    static let miniblocks = 4
    private static let miniblockSize = blockSize / miniblocks

    static func append<Value: FixedWidthInteger & SignedInteger>(
        _ values: UnsafeBufferPointer<Value>,
        to buffer: inout ByteBuffer
    ) {
        buffer.append(varint: UInt64(blockSize))
        buffer.append(varint: UInt64(miniblocks))
        buffer.append(varint: UInt64(values.count))
        buffer.append(zigzag: Int64(values.first ?? 0))
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockSize) { block in
            var position = 1
            while position < values.count {
                let end = min(position + blockSize, values.count)
                appendBlock(values, position..<end, scratch: block, to: &buffer)
                position = end
            }
        }
    }

    private static func appendBlock<Value: FixedWidthInteger & SignedInteger>(
        _ values: UnsafeBufferPointer<Value>,
        _ range: Range<Int>,
        scratch: UnsafeMutableBufferPointer<UInt64>,
        to buffer: inout ByteBuffer
    ) {
        var smallest = Value.max
        for index in range { smallest = min(smallest, values[index] &- values[index - 1]) }
        for (slot, index) in range.enumerated() {
            let above = (values[index] &- values[index - 1]) &- smallest
            scratch[slot] = UInt64(truncatingIfNeeded: Value.Magnitude(truncatingIfNeeded: above))
        }
        // What the last quarter in use lacks is filled with zeros, which add no bits.
        for slot in range.count..<blockSize { scratch[slot] = 0 }
        buffer.append(zigzag: Int64(smallest))
        appendMiniblocks(UnsafeBufferPointer(scratch), used: range.count, to: &buffer)
    }

    private static func appendMiniblocks(
        _ block: UnsafeBufferPointer<UInt64>,
        used: Int,
        to buffer: inout ByteBuffer
    ) {
        for start in stride(from: 0, to: blockSize, by: miniblockSize) {
            buffer.append(UInt8(width(of: block, from: start)))
        }
        // Quarters without a single value have width 0 and therefore no bytes.
        for start in stride(from: 0, to: used, by: miniblockSize) {
            let miniblock = UnsafeBufferPointer(rebasing: block[start..<start + miniblockSize])
            BitPacking.append(miniblock, width: width(of: block, from: start), to: &buffer)
        }
    }

    private static func width(of block: UnsafeBufferPointer<UInt64>, from start: Int) -> Int {
        var bits: UInt64 = 0
        for slot in start..<start + miniblockSize { bits |= block[slot] }
        return BitPacking.width(of: bits)
    }
}
