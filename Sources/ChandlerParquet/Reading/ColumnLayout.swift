/// How the values of one column stand in a file, and what they become.
struct ColumnLayout {
    let column: ParquetColumn
    let physicalType: FormatPhysicalType
    /// Bytes of each value of a fixed length.
    let typeLength: Int
    /// The place of its chunk in each row group.
    let chunk: Int
    /// Units of a timestamp in a second.
    let unitsPerSecond: Int64
    /// What the numbers count that are read in place of times.
    let foreignTime: ParquetForeignTime?
    /// Whether its integers have no sign.
    let isUnsigned: Bool

    /// Finds the type of a column.
    ///
    /// - Throws: ``ParquetError`` with code `unsupported` where there is none for it here.
    init(
        _ element: StoredSchemaElement,
        chunk: Int,
        _ options: ParquetReadOptions,
        place: FilePlace
    ) throws(ParquetError) {
        var place = place
        place.column = element.name
        guard let number = element.type, let type = FormatPhysicalType(rawValue: number) else {
            throw place.damaged("it is of \(FormatNames.physicalType(element.type ?? -1))")
        }
        let nullable: Bool
        switch element.repetition.flatMap(FormatRepetition.init) {
        case .required: nullable = false
        case .optional: nullable = true
        case .repeated:
            throw place.unsupported(
                "its values are lists (REPEATED)",
                instead: ColumnAnnotation.insteadOfNesting
            )
        case nil: throw place.damaged("whether it has nulls is missing")
        }
        let annotation = ColumnAnnotation(element)
        let length = Int(element.typeLength ?? 0)
        let foreign = type == .int64 && options.keepsForeignTimes ? annotation.foreignTime : nil
        guard let found = foreign == nil ? Self.type(type, annotation, length) : .int64 else {
            throw place.unsupported(
                "it is \(FormatNames.physicalType(number))\(annotation.words)",
                instead: annotation.instead(of: type)
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
        self.chunk = chunk
        foreignTime = foreign
        unitsPerSecond = annotation.unitsPerSecond
        if case .integer(bits: 32..., isSigned: false) = annotation {
            isUnsigned = true
        } else {
            isUnsigned = false
        }
    }

    private static func type(
        _ physical: FormatPhysicalType,
        _ annotation: ColumnAnnotation,
        _ length: Int
    ) -> ParquetColumnType? {
        switch (physical, annotation) {
        case (.boolean, .none): .boolean
        case (.int32, .none), (.int32, .integer(_, isSigned: true)): .int32
        case (.int32, .integer(let bits, isSigned: false)): bits < 32 ? .int32 : .int64
        case (.int32, .date): .date
        case (.int64, .none), (.int64, .integer(_, isSigned: true)): .int64
        // Up to 18,446,744,073,709,551,615, which no other type holds.
        case (.int64, .integer(_, isSigned: false)): .decimal(precision: 20, scale: 0)
        case (.int64, .timestamp(isUTC: true, unit: 1...3)): .timestampMicroseconds
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

    /// Units are 1 for milliseconds, 2 for microseconds and 3 for nanoseconds.
    var unitsPerSecond: Int64 {
        guard case .timestamp(_, let unit) = self else { return 1_000_000 }
        return unit == 1 ? 1_000 : unit == 2 ? 1_000_000 : 1_000_000_000
    }

    /// What a time counts that is no moment in microseconds or milliseconds.
    var foreignTime: ParquetForeignTime? {
        guard case .timestamp(let isUTC, let unit) = self, 1...3 ~= unit, !isUTC || unit == 3 else {
            return nil
        }
        return ParquetForeignTime(unitsPerSecond: unitsPerSecond, isUTC: isUTC)
    }

    static let insteadOfNesting =
        "write it as JSON text, in pandas with .map(json.dumps), or leave it out"

    /// What would be read in place of a column.
    func instead(of type: FormatPhysicalType) -> String {
        switch (self, type) {
        case (.timestamp(isUTC: false, _), _):
            "give its times a zone, in pandas with .dt.tz_localize('UTC')"
        case (_, .int96):
            "write its times as INT64, in pyarrow without use_deprecated_int96_timestamps, in Spark "
                + "with spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS"
        default: "write it as text, in pandas with .astype(str), or leave it out"
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
