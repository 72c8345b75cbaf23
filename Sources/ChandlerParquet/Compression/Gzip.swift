/// Decompresses whole gzip files held in memory.
public enum Gzip {
    /// Decompresses all members of a gzip file and checks their checksums.
    ///
    /// - Parameters:
    ///   - bytes: The complete file; zero bytes after the last member are ignored, as gzip does.
    ///   - limit: Most bytes to give back, against files that unpack to far more than expected.
    /// - Returns: The content of all members, one after another.
    /// - Throws: ``ParquetError`` with code `invalidGzip` or `gzipLimitExceeded`.
    public static func decompress(
        _ bytes: [UInt8],
        limit: Int
    ) throws(ParquetError) -> [UInt8] {
        var output: [UInt8] = []
        let stream = try InflateStream()
        try withPointer(to: bytes) { pointer throws(ParquetError) in
            try stream.decompress(UnsafeRawBufferPointer(pointer), limit: limit, into: &output)
        }
        return output
    }
}
