/// Decompresses pages that are single blocks of Snappy.
///
/// **Source:** google/snappy, "format_description.txt".
final class SnappyPageDecompressor: PageDecompressor {
    /// Three bytes copy 64 at most.
    let largestRatio = 22

    func decompress(
        _ input: UnsafeRawBufferPointer,
        size: Int,
        into output: inout ByteBuffer
    ) throws(PageFault) {
        try output.append(upTo: size) { start throws(PageFault) in
            var block = SnappyBlock(
                input: ByteCursor(input),
                target: UnsafeMutableRawBufferPointer(start: start, count: size)
            )
            try block.decompress()
            return size
        }
    }
}

/// One block on its way from its bytes to its content; neither is left.
private struct SnappyBlock {
    var input: ByteCursor
    let target: UnsafeMutableRawBufferPointer
    var written = 0

    mutating func decompress() throws(PageFault) {
        guard let announced = input.varint(), announced == UInt64(target.count) else {
            throw fault("it announces another length")
        }
        while let tag = input.byte() {
            switch tag & 3 {
            case 0: try literal(Int(tag >> 2))
            case 1:
                let low = Int(try number(1))
                try copy(4 + Int(tag >> 2 & 7), from: Int(tag >> 5) << 8 | low)
            case 2: try copy(1 + Int(tag >> 2), from: Int(try number(2)))
            default: try copy(1 + Int(tag >> 2), from: Int(try number(4)))
            }
        }
        guard written == target.count else { throw fault("it ends after \(written) bytes") }
    }

    private mutating func literal(_ short: Int) throws(PageFault) {
        // From 60 on, the length stands in the next one to four bytes.
        let length = 1 + (short < 60 ? short : Int(try number(short - 59)))
        guard let bytes = input.take(length) else { throw fault("a literal is cut") }
        guard length <= target.count - written else { throw fault("it is longer") }
        UnsafeMutableRawBufferPointer(rebasing: target[written..<written + length])
            .copyMemory(from: bytes)
        written += length
    }

    private mutating func copy(_ length: Int, from offset: Int) throws(PageFault) {
        guard 1...max(written, 1) ~= offset, offset <= written else {
            throw fault("a copy reaches \(offset) bytes back from byte \(written)")
        }
        guard length <= target.count - written else { throw fault("it is longer") }
        // What is copied may be what the copy itself wrote just before.
        for index in written..<written + length { target[index] = target[index - offset] }
        written += length
    }

    /// A little-endian number of one to four bytes.
    private mutating func number(_ count: Int) throws(PageFault) -> UInt32 {
        guard let bytes = input.take(count) else { throw fault("an element is cut") }
        var value: UInt32 = 0
        for (index, byte) in bytes.enumerated() { value |= UInt32(byte) << UInt32(8 * index) }
        return value
    }

    private func fault(_ reason: String) -> PageFault {
        .damaged("\(target.count) bytes of a page should unpack from Snappy, but \(reason)")
    }
}
