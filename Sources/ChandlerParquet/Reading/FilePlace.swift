/// Names a place in a file that is read, for errors.
struct FilePlace {
    var column: String?
    var rowGroup: Int?
    /// Within the chunk, the dictionary included.
    var page: Int?
    /// From the start of the file.
    var offset: Int64

    /// An error for what cannot be right.
    func damaged(_ reason: String, cause: (any Error)? = nil) -> ParquetError {
        error(.damaged, "\(reason); the file is damaged: get it or write it anew", cause)
    }

    /// An error for what may be right but is not read here.
    func unsupported(
        _ feature: String,
        instead: String = "write the file without it"
    ) -> ParquetError {
        error(.unsupported, "\(feature), which is not read here; \(instead)", nil)
    }

    /// An error for pages of an unknown compression.
    func unsupported(codec: Int32) -> ParquetError {
        unsupported(
            "its pages are compressed with \(FormatNames.codec(codec))",
            instead: "write the file with zstd, gzip, snappy or none, in pyarrow and pandas with "
                + "compression='zstd'"
        )
    }

    /// An error for values of an unknown encoding.
    func unsupported(encoding name: String) -> ParquetError {
        unsupported(
            "its values are encoded as \(name)",
            instead:
                "write the file with the encodings that its program has by default, in pyarrow "
                + "without column_encoding"
        )
    }

    /// The error for what a decoder found.
    func error(_ fault: PageFault) -> ParquetError {
        switch fault {
        case .damaged(let reason): damaged(reason)
        case .unsupported(let feature): unsupported(feature)
        }
    }

    private func error(
        _ code: ParquetError.Code,
        _ words: String,
        _ cause: (any Error)?
    ) -> ParquetError {
        ParquetError(
            code,
            "read \(name) at byte \(offset) of a Parquet file: \(words)",
            context: .init(column: column, rowGroup: rowGroup, page: page, offset: offset),
            cause: cause
        )
    }

    private var name: String {
        var parts: [String] = []
        if let page { parts.append("page \(page)") }
        if let column { parts.append("column \(quoted(column))") }
        if let rowGroup { parts.append("row group \(rowGroup)") }
        return parts.isEmpty ? "the footer" : parts.joined(separator: " of ")
    }
}

/// What a decoder finds wrong with bytes whose place it does not know.
enum PageFault: Error {
    case damaged(String)
    case unsupported(String)
}
