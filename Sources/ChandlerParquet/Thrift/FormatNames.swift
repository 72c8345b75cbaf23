/// What the format calls its numbers, for messages.
enum FormatNames {
    static func encoding(_ number: Int32) -> String {
        [
            0: "PLAIN", 2: "PLAIN_DICTIONARY", 3: "RLE", 4: "BIT_PACKED",
            5: "DELTA_BINARY_PACKED", 6: "DELTA_LENGTH_BYTE_ARRAY", 7: "DELTA_BYTE_ARRAY",
            8: "RLE_DICTIONARY", 9: "BYTE_STREAM_SPLIT",
        ][number] ?? "encoding \(number)"
    }

    static func codec(_ number: Int32) -> String {
        [
            0: "UNCOMPRESSED", 1: "SNAPPY", 2: "GZIP", 3: "LZO", 4: "BROTLI", 5: "LZ4", 6: "ZSTD",
            7: "LZ4_RAW",
        ][number] ?? "codec \(number)"
    }

    static func physicalType(_ number: Int32) -> String {
        [
            0: "BOOLEAN", 1: "INT32", 2: "INT64", 3: "INT96", 4: "FLOAT", 5: "DOUBLE",
            6: "BYTE_ARRAY", 7: "FIXED_LEN_BYTE_ARRAY",
        ][number] ?? "type \(number)"
    }

    static func logicalType(_ number: Int16) -> String {
        [
            2: "MAP", 3: "LIST", 7: "TIME", 11: "NULL", 13: "BSON", 14: "UUID", 15: "FLOAT16",
            16: "VARIANT", 17: "GEOMETRY", 18: "GEOGRAPHY",
        ][number] ?? "logical type \(number)"
    }

    static func convertedType(_ number: Int32) -> String {
        [
            1: "MAP", 2: "MAP_KEY_VALUE", 3: "LIST", 7: "TIME_MILLIS", 8: "TIME_MICROS",
            20: "BSON", 21: "INTERVAL",
        ][number] ?? "converted type \(number)"
    }
}
