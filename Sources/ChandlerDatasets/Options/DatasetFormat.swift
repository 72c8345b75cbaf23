/// How the rows of a dataset are stored; the raw value is the name people type.
public enum DatasetFormat: String, Sendable, Hashable, CaseIterable {
    /// Apache Parquet with Zstandard pages: the smallest and fastest to write and read.
    case parquetZstd = "parquet"
    /// Apache Parquet with gzip pages, for readers without Zstandard.
    case parquetGzip = "parquet-gzip"
    /// CSV with a header line, one gzip member per file, compressed by several threads at level 1:
    /// the digits of indicators hardly compress, and level 6 is five times slower for a twelfth.
    case csvGzip = "csv.gz"

    /// The ending of its files, without the leading point.
    public var fileExtension: String {
        switch self {
        case .parquetZstd, .parquetGzip: "parquet"
        case .csvGzip: "csv.gz"
        }
    }

    /// Whether rows are made into bytes by other threads, while the next ones are collected.
    var isEncodedByThreads: Bool { self == .csvGzip }

    /// The codec in words of the manifest.
    var compressionName: String {
        switch self {
        case .parquetZstd: "zstd level 3"
        case .parquetGzip: "gzip level 6"
        case .csvGzip: "gzip level 1"
        }
    }
}
