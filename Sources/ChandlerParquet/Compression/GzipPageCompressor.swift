/// Compresses pages as one gzip member each.
final class GzipPageCompressor: PageCompressor {
    private let stream: DeflateStream

    init(level: Int) throws(ParquetError) { stream = try DeflateStream(level: level) }

    func compress(
        _ input: UnsafeRawBufferPointer,
        cuts: [Int],
        into output: inout ByteBuffer
    ) throws(ParquetError) {
        try stream.append(input) { output.append($0) }
        try stream.finish { output.append($0) }
    }
}
