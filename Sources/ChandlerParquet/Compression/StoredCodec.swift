/// How pages can be compressed that are read: what is written, and what others write.
enum StoredCodec: Int32 {
    case uncompressed = 0
    case snappy = 1
    case gzip = 2
    case zstd = 6
}
