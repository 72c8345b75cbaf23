/// The header in front of a page, as it was found.
struct StoredPageHeader {
    enum Content {
        case data(Data)
        case dataV2(DataV2)
        case dictionary(Dictionary)
        /// An index, or a kind that came after this was written; the format lets it be skipped.
        case other
    }

    struct Data {
        var valueCount: Int32 = 0
        var encoding: Int32 = 0
        var levelEncoding: Int32 = 0
    }

    struct Dictionary {
        let valueCount: Int32
        let encoding: Int32
    }

    struct DataV2 {
        var valueCount: Int32 = 0
        var nullCount: Int32 = 0
        var rowCount: Int32 = 0
        var encoding: Int32 = 0
        var levelSize: Int32 = 0
        var repetitionSize: Int32 = 0
        var isCompressed = true
    }

    var uncompressedSize: Int32 = 0
    var storedSize: Int32 = 0
    /// CRC-32 of the stored bytes.
    var checksum: UInt32?
    var content = Content.other

    init(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var (type, uncompressed, stored): (Int32?, Int32?, Int32?)
        var (data, dataV2): (Data?, DataV2?)
        var dictionary: Dictionary?
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .int32): type = try decoder.int32()
            case (2, .int32): uncompressed = try decoder.int32()
            case (3, .int32): stored = try decoder.int32()
            case (4, .int32): checksum = UInt32(bitPattern: try decoder.int32())
            case (5, .structure): data = try Data(from: &decoder)
            case (7, .structure): dictionary = try Self.dictionary(from: &decoder)
            case (8, .structure): dataV2 = try DataV2(from: &decoder)
            default: try decoder.skip(field)
            }
        }
        uncompressedSize = try decoder.required(uncompressed, "the size of a page")
        storedSize = try decoder.required(stored, "the stored size of a page")
        content =
            switch try decoder.required(type, "the kind of a page") {
            case 0: .data(try decoder.required(data, "the header of a data page"))
            case 2: .dictionary(try decoder.required(dictionary, "the header of a dictionary"))
            case 3: .dataV2(try decoder.required(dataV2, "the header of a data page"))
            default: .other
            }
    }

    private static func dictionary(
        from decoder: inout CompactProtocolDecoder
    ) throws(ParquetError) -> Dictionary {
        var last: Int16 = 0
        var (count, encoding): (Int32?, Int32?)
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .int32): count = try decoder.int32()
            case (2, .int32): encoding = try decoder.int32()
            default: try decoder.skip(field)
            }
        }
        return Dictionary(
            valueCount: try decoder.required(count, "the size of a dictionary"),
            encoding: try decoder.required(encoding, "the encoding of a dictionary")
        )
    }
}

extension StoredPageHeader.Data {
    fileprivate init(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var (count, encoding, levels): (Int32?, Int32?, Int32?)
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .int32): count = try decoder.int32()
            case (2, .int32): encoding = try decoder.int32()
            case (3, .int32): levels = try decoder.int32()
            default: try decoder.skip(field)
            }
        }
        valueCount = try decoder.required(count, "the number of values of a page")
        self.encoding = try decoder.required(encoding, "the encoding of a page")
        levelEncoding = try decoder.required(levels, "the encoding of a page's levels")
    }
}

extension StoredPageHeader.DataV2 {
    fileprivate init(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var seen: Set<Int16> = []
        while let field = try decoder.nextField(after: &last) {
            seen.insert(field.number)
            switch (field.number, field.kind) {
            case (1, .int32): valueCount = try decoder.int32()
            case (2, .int32): nullCount = try decoder.int32()
            case (3, .int32): rowCount = try decoder.int32()
            case (4, .int32): encoding = try decoder.int32()
            case (5, .int32): levelSize = try decoder.int32()
            case (6, .int32): repetitionSize = try decoder.int32()
            case (7, .isTrue), (7, .isFalse): isCompressed = field.isTrue
            default:
                seen.remove(field.number)
                try decoder.skip(field)
            }
        }
        guard seen.isSuperset(of: 1...6) else {
            throw decoder.damaged("the header of a data page is incomplete")
        }
    }
}
