// Numbers of the Parquet format, from parquet.thrift of apache/parquet-format 2.11.

enum FormatPhysicalType: Int32 {
    case int32 = 1
    case int64 = 2
    case double = 5
    case byteArray = 6
}

enum FormatEncoding: Int32, Sendable {
    case plain = 0
    case rle = 3
    case deltaBinaryPacked = 5
    case rleDictionary = 8
    case byteStreamSplit = 9
}

enum FormatCodec: Int32 {
    case uncompressed = 0
    case gzip = 2
    case zstd = 6
}

enum FormatRepetition: Int32 {
    case required = 0
    case optional = 1
}

enum FormatConvertedType: Int32 {
    case utf8 = 0
    case timestampMicros = 10
}

enum FormatPageType: Int32 {
    case data = 0
    case dictionary = 2
}
