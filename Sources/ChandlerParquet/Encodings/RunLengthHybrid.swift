/// Encodes small numbers as runs where they repeat and bit-packed where they do not.
///
/// **Source:** Apache Parquet format, "Encodings.md", RLE = 3.
enum RunLengthHybrid {
    /// Shortest repetition written as a run: bit-packed values come in groups of eight.
    private static let shortestRun = 8

    /// Appends `values`, each below `2^width`, without any length in front.
    static func append(
        _ values: UnsafeBufferPointer<UInt32>,
        width: Int,
        to buffer: inout ByteBuffer
    ) {
        var packedStart = 0
        var position = 0
        while position < values.count {
            let length = repetition(in: values, from: position)
            // Only the last bit-packed group may be incomplete, so a run first fills its group.
            let fill = (8 - (position - packedStart) % 8) % 8
            guard length - fill >= shortestRun else {
                position += length
                continue
            }
            position += fill
            appendPacked(values, packedStart..<position, width: width, to: &buffer)
            appendRun(of: values[position], count: length - fill, width: width, to: &buffer)
            position += length - fill
            packedStart = position
        }
        appendPacked(values, packedStart..<values.count, width: width, to: &buffer)
    }

    /// Appends `count` times the same value.
    static func appendRun(
        of value: UInt32,
        count: Int,
        width: Int,
        to buffer: inout ByteBuffer
    ) {
        guard count > 0 else { return }
        buffer.append(varint: UInt64(count) << 1)
        let bytes = (width + 7) / 8
        withUnsafeBytes(of: value.littleEndian) { word in
            buffer.append(UnsafeRawBufferPointer(rebasing: word[..<bytes]))
        }
    }

    private static func repetition(in values: UnsafeBufferPointer<UInt32>, from start: Int) -> Int {
        let value = values[start]
        var end = start + 1
        while end < values.count, values[end] == value { end += 1 }
        return end - start
    }

    private static func appendPacked(
        _ values: UnsafeBufferPointer<UInt32>,
        _ range: Range<Int>,
        width: Int,
        to buffer: inout ByteBuffer
    ) {
        guard !range.isEmpty else { return }
        let groups = (range.count + 7) / 8
        buffer.append(varint: UInt64(groups) << 1 | 1)
        let whole = BitPacking.byteCount(of: range.count, width: width)
        BitPacking.append(UnsafeBufferPointer(rebasing: values[range]), width: width, to: &buffer)
        for _ in whole..<groups * width { buffer.append(0) }
    }
}
