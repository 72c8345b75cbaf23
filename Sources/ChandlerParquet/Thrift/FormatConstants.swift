// Numbers of the Parquet format, from parquet.thrift of apache/parquet-format 2.11.

enum FormatPhysicalType: Int32 {
    case boolean = 0
    case int32 = 1
    case int64 = 2
    case int96 = 3
    case float = 4
    case double = 5
    case byteArray = 6
    case fixedLengthByteArray = 7
}

enum FormatEncoding: Int32, Sendable {
    case plain = 0
    /// The older number of a dictionary's indices, and of the dictionary itself.
    case plainDictionary = 2
    case rle = 3
    case bitPacked = 4
    case deltaBinaryPacked = 5
    case deltaLengthByteArray = 6
    case deltaByteArray = 7
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
    case repeated = 2
}

enum FormatConvertedType: Int32 {
    case utf8 = 0
    case decimal = 5
    case date = 6
    case timestampMicros = 10
    case json = 19
}

enum FormatPageType: Int32 {
    case data = 0
    case dictionary = 2
}
