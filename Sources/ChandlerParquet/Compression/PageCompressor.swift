/// Compresses whole pages, each on its own; keeps its working memory from page to page.
protocol PageCompressor: AnyObject {
    /// Appends the compressed form of a page.
    ///
    /// `cuts` are positions, ascending, at which the content becomes of another kind.
    func compress(
        _ input: UnsafeRawBufferPointer,
        cuts: [Int],
        into output: inout ByteBuffer
    ) throws(ParquetError)
}
