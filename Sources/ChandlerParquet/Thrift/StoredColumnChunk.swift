/// What a footer says about one column of one row group.
struct StoredColumnChunk {
    var type: Int32 = 0
    var encodings: [Int32] = []
    /// The encodings of the data pages, where the footer counts them.
    var dataEncodings: [Int32]?
    var path: [String] = []
    var codec: Int32 = 0
    var valueCount: Int64 = 0
    var uncompressedSize: Int64 = 0
    var storedSize: Int64 = 0
    var dataPageOffset: Int64 = 0
    var dictionaryPageOffset: Int64?
    /// Its pages stand in another file.
    var isElsewhere = false
    var isEncrypted = false

    /// Where the first page begins.
    var startOffset: Int64 {
        // Some writers put 0 where there is no dictionary.
        guard let dictionaryPageOffset, dictionaryPageOffset > 0 else { return dataPageOffset }
        return min(dictionaryPageOffset, dataPageOffset)
    }

    init(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var hasMetadata = false
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .binary):
                isElsewhere = true
                try decoder.skip(field)
            case (3, .structure):
                hasMetadata = true
                try readMetadata(from: &decoder)
            case (8, _), (9, _):
                isEncrypted = true
                try decoder.skip(field)
            default: try decoder.skip(field)
            }
        }
        guard hasMetadata || isEncrypted else {
            throw decoder.damaged("the metadata of a column chunk is missing")
        }
    }

    private mutating func readMetadata(
        from decoder: inout CompactProtocolDecoder
    ) throws(ParquetError) {
        var last: Int16 = 0
        var seen: Set<Int16> = []
        while let field = try decoder.nextField(after: &last) {
            seen.insert(field.number)
            switch (field.number, field.kind) {
            case (1, .int32): type = try decoder.int32()
            case (2, .list): encodings = try Self.numbers(from: &decoder)
            case (3, .list): path = try Self.texts(from: &decoder)
            case (4, .int32): codec = try decoder.int32()
            case (5, .int64): valueCount = try decoder.int64()
            case (6, .int64): uncompressedSize = try decoder.int64()
            case (7, .int64): storedSize = try decoder.int64()
            case (9, .int64): dataPageOffset = try decoder.int64()
            case (11, .int64): dictionaryPageOffset = try decoder.int64()
            case (13, .list): dataEncodings = try Self.dataEncodings(from: &decoder)
            default:
                seen.remove(field.number)
                try decoder.skip(field)
            }
        }
        guard seen.isSuperset(of: [1, 2, 3, 4, 5, 6, 7, 9]) else {
            throw decoder.damaged("the metadata of a column chunk is incomplete")
        }
    }

    private static func numbers(
        from decoder: inout CompactProtocolDecoder
    ) throws(ParquetError) -> [Int32] {
        let (kind, count) = try decoder.beginList()
        guard kind == .int32 || count == 0 else { throw decoder.damaged("a list has no numbers") }
        var numbers: [Int32] = []
        for _ in 0..<count { numbers.append(try decoder.int32()) }
        return numbers
    }

    private static func texts(
        from decoder: inout CompactProtocolDecoder
    ) throws(ParquetError) -> [String] {
        let (kind, count) = try decoder.beginList()
        guard kind == .binary || count == 0 else { throw decoder.damaged("a list has no texts") }
        var texts: [String] = []
        for _ in 0..<count { texts.append(try decoder.string()) }
        return texts
    }

    private static func dataEncodings(
        from decoder: inout CompactProtocolDecoder
    ) throws(ParquetError) -> [Int32] {
        var found: [Int32] = []
        for _ in 0..<(try decoder.beginStructList()) {
            var last: Int16 = 0
            var (page, encoding): (Int32?, Int32?)
            while let field = try decoder.nextField(after: &last) {
                switch (field.number, field.kind) {
                case (1, .int32): page = try decoder.int32()
                case (2, .int32): encoding = try decoder.int32()
                default: try decoder.skip(field)
                }
            }
            // Data pages of either version.
            if page == 0 || page == 3, let encoding { found.append(encoding) }
        }
        return found
    }
}
