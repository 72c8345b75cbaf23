/// Compressor and buffers that one file after another can be written with.
///
/// A codec's context and the pages' buffers take a few MiB, and memory that is given back and taken
/// anew is cleared by the system each time. Not for two writers at once.
public final class ParquetWorkspace {
    /// Choices every file is written with.
    public let options: ParquetOptions
    var chunks: ColumnChunkWriter

    /// Takes the memory.
    ///
    /// - Parameter options: Codec, page size, statistics and the program's name.
    /// - Throws: ``ParquetError`` with code `invalidOption` or `compressionFailed`.
    public init(options: ParquetOptions) throws(ParquetError) {
        guard options.pageRowLimit > 0 else {
            throw .invalidOption("pageRowLimit", was: options.pageRowLimit, allowed: "at least 1")
        }
        chunks = try ColumnChunkWriter(options: options)
        self.options = options
    }
}
