/// Decompresses pages that are gzip members.
final class GzipPageDecompressor: PageDecompressor {
    private let stream: InflateStream

    /// The limit of the deflate format.
    let largestRatio = 1032

    init() throws(ParquetError) { stream = try InflateStream() }

    func decompress(
        _ input: UnsafeRawBufferPointer,
        size: Int,
        into output: inout ByteBuffer
    ) throws(PageFault) {
        try output.append(upTo: size) { start throws(PageFault) in
            let target = UnsafeMutableRawBufferPointer(start: start, count: size)
            if let reason = stream.fill(target, from: input) {
                throw .damaged("\(size) bytes of a page should unpack from gzip, but \(reason)")
            }
            return size
        }
    }
}
