/// Chooses the codec that every page of a file is compressed with.
public enum ParquetCompression: Sendable, Hashable {
    /// Zstandard; levels 1 to 22, where above 9 costs much time for little.
    case zstd(level: Int)
    /// Gzip through zlib; levels 0 to 9.
    case gzip(level: Int)
    /// Pages are stored as encoded.
    case none
}

extension ParquetCompression {
    var codec: FormatCodec {
        switch self {
        case .zstd: .zstd
        case .gzip: .gzip
        case .none: .uncompressed
        }
    }

    /// The compressor for pages; `nil` where pages are stored as encoded.
    func makeCompressor() throws(ParquetError) -> (any PageCompressor)? {
        switch self {
        case .zstd(let level): try ZstdPageCompressor(level: level)
        case .gzip(let level): try GzipPageCompressor(level: level)
        case .none: nil
        }
    }
}
