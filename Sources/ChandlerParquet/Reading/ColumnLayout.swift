/// How the values of one column stand in a file, and what they become.
struct ColumnLayout {
    let column: ParquetColumn
    let physicalType: FormatPhysicalType
    /// Bytes of each value of a fixed length.
    let typeLength: Int
    /// Microseconds in a unit of a timestamp.
    let microseconds: Int64

    /// Finds the type of a column.
    ///
    /// - Throws: ``ParquetError`` with code `unsupported` where there is none for it here.
    init(_ element: StoredSchemaElement, place: FilePlace) throws(ParquetError) {
        var place = place
        place.column = element.name
        guard let number = element.type, let type = FormatPhysicalType(rawValue: number) else {
            throw place.damaged("it is of \(FormatNames.physicalType(element.type ?? -1))")
        }
        let nullable: Bool
        switch element.repetition.flatMap(FormatRepetition.init) {
        case .required: nullable = false
        case .optional: nullable = true
        case .repeated: throw place.unsupported("its values are lists (REPEATED)")
        case nil: throw place.damaged("whether it has nulls is missing")
        }
        let annotation = ColumnAnnotation(element)
        let length = Int(element.typeLength ?? 0)
        guard let found = Self.type(type, annotation, length) else {
            throw place.unsupported(
                "it is \(FormatNames.physicalType(number))\(annotation.words)"
            )
        }
        if case .decimal(let precision, let scale) = found {
            guard precision <= DecimalDigits.most else {
                throw place.unsupported("its decimals have \(precision) digits")
            }
            guard precision >= 1, 0...precision ~= scale else {
                throw place.damaged(
                    "its decimals have \(precision) digits, \(scale) behind the point"
                )
            }
        }
        column = ParquetColumn(name: element.name, type: found, nullable: nullable)
        physicalType = type
        typeLength = length
        microseconds = annotation == .timestamp(isUTC: true, unit: 1) ? 1000 : 1
    }

    private static func type(
        _ physical: FormatPhysicalType,
        _ annotation: ColumnAnnotation,
        _ length: Int
    ) -> ParquetColumnType? {
        switch (physical, annotation) {
        case (.boolean, .none): .boolean
        case (.int32, .none), (.int32, .integer(_, isSigned: true)): .int32
        case (.int32, .integer(let bits, isSigned: false)): bits < 32 ? .int32 : nil
        case (.int32, .date): .date
        case (.int64, .none), (.int64, .integer(_, isSigned: true)): .int64
        // Units are 1 for milliseconds, 2 for microseconds and 3 for nanoseconds.
        case (.int64, .timestamp(isUTC: true, let unit)):
            unit == 1 || unit == 2 ? .timestampMicroseconds : nil
        case (.float, .none), (.double, .none): .double
        case (.byteArray, .none), (.byteArray, .text): .string
        case (.byteArray, .json): .json
        case (.int32, .decimal(let precision, let scale)),
            (.int64, .decimal(let precision, let scale)),
            (.byteArray, .decimal(let precision, let scale)):
            .decimal(precision: precision, scale: scale)
        case (.fixedLengthByteArray, .decimal(let precision, let scale)):
            1...DecimalPages.width ~= length ? .decimal(precision: precision, scale: scale) : nil
        default: nil
        }
    }
}

/// What the values of a column mean, by either of the two ways in which a footer says it.
enum ColumnAnnotation: Equatable {
    case none
    case text
    case json
    case date
    case decimal(precision: Int, scale: Int)
    case timestamp(isUTC: Bool, unit: Int16)
    case integer(bits: Int, isSigned: Bool)
    case other(String)

    init(_ element: StoredSchemaElement) {
        if let logical = element.logicalType {
            self.init(logical)
        } else if let converted = element.convertedType {
            self.init(converted, element)
        } else {
            self = .none
        }
    }

    private init(_ logical: StoredLogicalType) {
        self =
            switch logical {
            case .string, .enumeration: .text
            case .json: .json
            case .date: .date
            case .decimal(let scale, let precision):
                .decimal(precision: Int(precision), scale: Int(scale))
            case .timestamp(let isUTC, let unit): .timestamp(isUTC: isUTC, unit: unit)
            case .integer(let bits, let isSigned): .integer(bits: Int(bits), isSigned: isSigned)
            case .other(let number): .other(FormatNames.logicalType(number))
            }
    }

    private init(_ converted: Int32, _ element: StoredSchemaElement) {
        self =
            switch converted {
            case 0, 4: .text
            case 5: .decimal(precision: Int(element.precision ?? 0), scale: Int(element.scale))
            case 6: .date
            case 9, 10: .timestamp(isUTC: true, unit: Int16(converted - 8))
            case 11...14: .integer(bits: 8 << Int(converted - 11), isSigned: false)
            case 15...18: .integer(bits: 8 << Int(converted - 15), isSigned: true)
            case 19: .json
            default: .other(FormatNames.convertedType(converted))
            }
    }

    /// The rest of a sentence that begins with the physical type.
    var words: String {
        switch self {
        case .none: ""
        case .text: " marked as text"
        case .json: " marked as JSON"
        case .date: " marked as a date"
        case .decimal(let precision, let scale): " marked as decimal(\(precision),\(scale))"
        case .timestamp(isUTC: false, _): " marked as a timestamp without a time zone"
        case .timestamp(isUTC: true, let unit):
            " marked as a timestamp in \(unit == 3 ? "nanoseconds" : "unit \(unit)")"
        case .integer(let bits, let isSigned):
            " marked as \(isSigned ? "a signed" : "an unsigned") integer of \(bits) bits"
        case .other(let name): " marked as \(name)"
        }
    }
}
