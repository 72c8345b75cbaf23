/// Holds the choices for one file; the same options and rows always give the same bytes.
///
/// The same bytes need the same versions of zlib and libzstd too: another version may compress
/// differently, while the values stay the same.
public struct ParquetOptions: Sendable, Hashable {
    /// Codec of every page.
    public let compression: ParquetCompression
    /// Most rows in one data page.
    public let pageRowLimit: Int
    /// Whether column chunks carry null count, minimum and maximum.
    public let writesStatistics: Bool
    /// Whether every page carries the CRC-32 of its stored bytes.
    public let writesChecksums: Bool
    /// Name and version of the writing program, stored in the footer.
    public let createdBy: String

    /// Collects the choices for one file; ``ParquetFileWriter`` checks them.
    ///
    /// - Parameters:
    ///   - createdBy: `"<program> version <number>"`, the form that readers parse.
    ///   - compression: Codec of every page.
    ///   - pageRowLimit: Most rows in one data page, at least 1; pages are also the unit of
    ///     buffering, so the writer's memory grows with it.
    ///   - writesStatistics: Whether column chunks carry null count, minimum and maximum.
    ///   - writesChecksums: Whether every page carries a CRC-32, by which readers notice damage that
    ///     leaves a page readable.
    public init(
        createdBy: String,
        compression: ParquetCompression = .zstd(level: 3),
        pageRowLimit: Int = 131_072,
        writesStatistics: Bool = true,
        writesChecksums: Bool = false
    ) {
        self.createdBy = createdBy
        self.compression = compression
        self.pageRowLimit = pageRowLimit
        self.writesStatistics = writesStatistics
        self.writesChecksums = writesChecksums
    }
}
