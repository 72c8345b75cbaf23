/// Compresses whole pages, each on its own; keeps its working memory from page to page.
protocol PageCompressor: AnyObject {
    func compress(
        _ input: UnsafeRawBufferPointer,
        into output: inout ByteBuffer
    ) throws(ParquetError)
}
