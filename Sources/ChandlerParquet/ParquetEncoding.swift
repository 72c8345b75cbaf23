/// Chooses how the values of a column are laid out before compression.
///
/// **Source:** Apache Parquet format, "Encodings.md".
public enum ParquetEncoding: String, Sendable, CaseIterable {
    /// Picks the smallest usual form: byte-stream split for doubles, delta for integers and
    /// timestamps, a dictionary for strings (plain text if the dictionary would pass 1 MiB).
    case automatic
    /// Values one after another; any type.
    case plain
    /// First all lowest bytes, then all second ones, and so on; doubles only.
    case byteStreamSplit
    /// Bit-packed differences between neighbours; integers and timestamps only.
    case deltaBinaryPacked
    /// Each distinct value once, then its indices; strings only.
    case dictionary
}
