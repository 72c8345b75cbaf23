/// Decompresses whole pages; keeps its working memory from page to page.
protocol PageDecompressor: AnyObject {
    /// Most bytes that a stored byte can stand for; a page that says more is damaged.
    var largestRatio: Int { get }

    /// Appends the content of a page, which must be `size` bytes.
    func decompress(
        _ input: UnsafeRawBufferPointer,
        size: Int,
        into output: inout ByteBuffer
    ) throws(PageFault)
}

extension StoredCodec {
    /// The decompressor for pages; `nil` where pages are stored as encoded.
    func makeDecompressor() throws(ParquetError) -> (any PageDecompressor)? {
        switch self {
        case .zstd: try ZstdPageDecompressor()
        case .gzip: try GzipPageDecompressor()
        case .snappy: SnappyPageDecompressor()
        case .uncompressed: nil
        }
    }
}
