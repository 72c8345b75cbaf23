/// What a footer says about one element of the schema.
struct StoredSchemaElement {
    var type: Int32?
    var typeLength: Int32?
    var repetition: Int32?
    var name = ""
    var childCount: Int32 = 0
    var convertedType: Int32?
    var scale: Int32 = 0
    var precision: Int32?
    var logicalType: StoredLogicalType?

    init(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var name: String?
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .int32): type = try decoder.int32()
            case (2, .int32): typeLength = try decoder.int32()
            case (3, .int32): repetition = try decoder.int32()
            case (4, .binary): name = try decoder.string()
            case (5, .int32): childCount = try decoder.int32()
            case (6, .int32): convertedType = try decoder.int32()
            case (7, .int32): scale = try decoder.int32()
            case (8, .int32): precision = try decoder.int32()
            case (10, .structure): logicalType = try StoredLogicalType(from: &decoder)
            default: try decoder.skip(field)
            }
        }
        self.name = try decoder.required(name, "the name of a column")
    }
}

/// The union of logical types.
enum StoredLogicalType: Equatable {
    case string
    case enumeration
    case decimal(scale: Int32, precision: Int32)
    case date
    case timestamp(isUTC: Bool, unit: Int16)
    case integer(bits: Int8, isSigned: Bool)
    case json
    case other(Int16)

    init?(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var found: StoredLogicalType?
        while let field = try decoder.nextField(after: &last) {
            guard field.kind == .structure else {
                try decoder.skip(field)
                continue
            }
            switch field.number {
            case 5: found = try Self.decimal(from: &decoder)
            case 8: found = try Self.timestamp(from: &decoder)
            case 10: found = try Self.integer(from: &decoder)
            default:
                try decoder.skip(field)
                found = Self.plain(field.number)
            }
        }
        guard let found else { return nil }
        self = found
    }

    private static func plain(_ number: Int16) -> Self {
        switch number {
        case 1: .string
        case 4: .enumeration
        case 6: .date
        case 12: .json
        default: .other(number)
        }
    }

    private static func decimal(
        from decoder: inout CompactProtocolDecoder
    ) throws(ParquetError) -> Self {
        var last: Int16 = 0
        var (scale, precision): (Int32?, Int32?)
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .int32): scale = try decoder.int32()
            case (2, .int32): precision = try decoder.int32()
            default: try decoder.skip(field)
            }
        }
        return .decimal(
            scale: try decoder.required(scale, "the scale of a decimal"),
            precision: try decoder.required(precision, "the precision of a decimal")
        )
    }

    private static func timestamp(
        from decoder: inout CompactProtocolDecoder
    ) throws(ParquetError) -> Self {
        var last: Int16 = 0
        var (isUTC, unit): (Bool?, Int16?)
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .isTrue), (1, .isFalse): isUTC = field.isTrue
            case (2, .structure):
                var lastUnit: Int16 = 0
                while let choice = try decoder.nextField(after: &lastUnit) {
                    unit = choice.number
                    try decoder.skip(choice)
                }
            default: try decoder.skip(field)
            }
        }
        return .timestamp(
            isUTC: try decoder.required(isUTC, "whether a timestamp is UTC"),
            unit: try decoder.required(unit, "the unit of a timestamp")
        )
    }

    private static func integer(
        from decoder: inout CompactProtocolDecoder
    ) throws(ParquetError) -> Self {
        var last: Int16 = 0
        var (bits, isSigned): (Int8?, Bool?)
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .int8): bits = try decoder.int8()
            case (2, .isTrue), (2, .isFalse): isSigned = field.isTrue
            default: try decoder.skip(field)
            }
        }
        return .integer(
            bits: try decoder.required(bits, "the width of an integer"),
            isSigned: try decoder.required(isSigned, "whether an integer is signed")
        )
    }
}
