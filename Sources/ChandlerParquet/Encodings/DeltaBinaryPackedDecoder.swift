extension DeltaBinaryPacked {
    /// Largest block that is taken; writers use 128 to some thousands.
    private static let largestBlock = 1 << 16

    /// What stands in front of the blocks.
    private struct Header {
        let miniblocks: Int
        let miniblockSize: Int
    }

    /// Fills `target` with values, of which there must be as many.
    static func decode<Value: FixedWidthInteger & SignedInteger>(
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Value>
    ) throws(PageFault) {
        var cursor = ByteCursor(input)
        let header = try header(&cursor, count: target.count)
        let first: Value = try value(&cursor)
        guard target.count > 0 else { return }
        target[0] = first
        var widths = [UInt8](repeating: 0, count: header.miniblocks)
        var scratch = [UInt64](repeating: 0, count: header.miniblockSize)
        var position = 1
        while position < target.count {
            let smallest: Value = try value(&cursor)
            guard let bytes = cursor.take(widths.count) else { throw cut }
            for index in widths.indices { widths[index] = bytes[index] }
            for width in widths where position < target.count {
                let count = min(header.miniblockSize, target.count - position)
                try scratch.withUnsafeMutableBufferPointer { scratch throws(PageFault) in
                    let steps = UnsafeMutableBufferPointer(rebasing: scratch[..<count])
                    try unpack(&cursor, width: Int(width), header, Value.bitWidth, into: steps)
                    var last = target[position - 1]
                    for index in 0..<count {
                        last = last &+ smallest &+ Value(truncatingIfNeeded: steps[index])
                        target[position + index] = last
                    }
                }
                position += count
            }
        }
    }

    private static func header(
        _ cursor: inout ByteCursor,
        count: Int
    ) throws(PageFault) -> Header {
        guard let blockSize = cursor.varint(), let miniblocks = cursor.varint(),
            let announced = cursor.varint()
        else { throw cut }
        guard 1...UInt64(largestBlock) ~= blockSize, 1...blockSize ~= miniblocks,
            blockSize % miniblocks == 0, (blockSize / miniblocks) % 8 == 0
        else {
            throw .damaged(
                "blocks of \(blockSize) differences in \(miniblocks) parts are announced"
            )
        }
        guard announced == UInt64(count) else {
            throw .damaged("\(announced) differences stand for \(count) values")
        }
        return Header(miniblocks: Int(miniblocks), miniblockSize: Int(blockSize / miniblocks))
    }

    private static func value<Value: FixedWidthInteger>(
        _ cursor: inout ByteCursor
    ) throws(PageFault) -> Value {
        guard let wide = cursor.zigzag() else { throw cut }
        guard let value = Value(exactly: wide) else {
            throw .damaged("a number of \(Value.bitWidth) bits was \(wide)")
        }
        return value
    }

    private static func unpack(
        _ cursor: inout ByteCursor,
        width: Int,
        _ header: Header,
        _ widest: Int,
        into steps: UnsafeMutableBufferPointer<UInt64>
    ) throws(PageFault) {
        guard width <= widest else { throw .damaged("differences of \(width) bits are announced") }
        let whole = BitPacking.byteCount(of: header.miniblockSize, width: width)
        // The last part may be cut off behind the last value.
        guard let bytes = cursor.take(min(whole, cursor.remaining)),
            bytes.count >= BitPacking.byteCount(of: steps.count, width: width)
        else { throw cut }
        BitPacking.unpack(bytes, width: width, into: steps)
    }

    private static var cut: PageFault { .damaged("differences end too early") }
}
