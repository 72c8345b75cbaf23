import ChandlerParquet

/// A Parquet file of random shape and content, the same for the same seed.
struct RandomFile {
    let seed: UInt64
    let schema: ParquetSchema
    let options: ParquetOptions
    let rowGroups: [[ParquetColumnData]]
    let bytes: [UInt8]

    /// - Parameters:
    ///   - seed: Decides everything.
    ///   - mostRows: Most rows of a row group.
    ///   - checksums: Whether pages have a CRC-32; `nil` lets the seed decide.
    /// - Throws: What the writer throws.
    init(seed: UInt64, mostRows: Int = 400, checksums: Bool? = nil) throws {
        var random = SeededRandom(seed: seed)
        self.seed = seed
        let columns = (0..<Int.random(in: 1...14, using: &random)).map {
            Self.column(number: $0, &random)
        }
        schema = try ParquetSchema(
            columns: columns,
            metadata: (0..<Int.random(in: 0...2, using: &random)).map {
                ParquetKeyValue(key: "key \($0)", value: Self.text(&random))
            }
        )
        let codecs: [ParquetCompression] = [.zstd(level: 1), .gzip(level: 1), .none]
        let pageLimits = [1, 2, 7, 20, 131_072]
        options = ParquetOptions(
            createdBy: "test version \(seed)",
            compression: codecs[Int.random(in: 0..<3, using: &random)],
            pageRowLimit: pageLimits[Int.random(in: 0..<5, using: &random)],
            writesStatistics: Bool.random(using: &random),
            writesChecksums: checksums ?? Bool.random(using: &random)
        )
        rowGroups = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let rows =
                Bool.random(using: &random) ? 1 : Int.random(in: 1...mostRows, using: &random)
            return columns.map { Self.data($0, rows: rows, &random) }
        }
        let sink = MemorySink()
        let writer = try ParquetFileWriter(schema: schema, options: options, sink: sink)
        for group in rowGroups { try writer.writeRowGroup(group) }
        try writer.finish()
        bytes = sink.bytes
    }

    private static func column(number: Int, _ random: inout SeededRandom) -> ParquetColumn {
        let precision = Int.random(in: 1...38, using: &random)
        let types: [ParquetColumnType] = [
            .double, .int64, .int32, .timestampMicroseconds, .string, .boolean, .date, .json,
            .decimal(precision: precision, scale: Int.random(in: 0...precision, using: &random)),
        ]
        let type = types[Int.random(in: 0..<types.count, using: &random)]
        let encodings = ParquetEncoding.allCases.filter { encoding in
            let column = ParquetColumn(name: "c", type: type, encoding: encoding)
            return (try? ParquetSchema(columns: [column])) != nil
        }
        return ParquetColumn(
            name: "\(type) \(number) é",
            type: type,
            nullable: Bool.random(using: &random),
            encoding: encodings[Int.random(in: 0..<encodings.count, using: &random)]
        )
    }

    private static func data(
        _ column: ParquetColumn,
        rows: Int,
        _ random: inout SeededRandom
    ) -> ParquetColumnData {
        let validity = column.nullable ? validity(rows, &random) : nil
        let bits = Int.random(in: 1...64, using: &random)
        let wide = (0..<rows).map { _ in Int64(bitPattern: random.next()) >> (64 - bits) }
        let narrow = wide.map { Int32(truncatingIfNeeded: $0) }
        switch column.type {
        case .double:
            let values = (0..<rows).map { _ in double(&random) }
            return Bool.random(using: &random)
                ? .doubles(values) : .exactDoubles(values, validity: validity)
        case .int64: return .int64(wide, validity: validity)
        case .int32: return .int32(narrow, validity: validity)
        case .timestampMicroseconds: return .timestamps(wide, validity: validity)
        case .date: return .dates(narrow, validity: validity)
        case .boolean: return .booleans(wide.map { $0 & 1 == 1 }, validity: validity)
        case .decimal(let precision, _):
            return .decimals(
                (0..<rows).map { _ in decimal(precision, &random) },
                validity: validity
            )
        case .json:
            return .json((0..<rows).map { _ in "[\(random.next())]" }, validity: validity)
        case .string:
            if Int.random(in: 0..<5, using: &random) == 0 {
                return .repeatedString(text(&random), count: rows)
            }
            return .strings((0..<rows).map { _ in text(&random) }, validity: validity)
        }
    }

    private static func validity(_ rows: Int, _ random: inout SeededRandom) -> [Bool]? {
        let share = [0, 0.02, 0.5, 0.98, 1, nil][Int.random(in: 0..<6, using: &random)]
        guard let share else { return nil }
        let stretch = Int.random(in: 1...30, using: &random)
        var isNull = false
        return (0..<rows).map { row in
            if row % stretch == 0 { isNull = Double.random(in: 0..<1, using: &random) < share }
            return !isNull
        }
    }

    private static func double(_ random: inout SeededRandom) -> Double {
        let special: [Double] = [
            .nan, .infinity, -.infinity, 0, -0.0, .signalingNaN, .greatestFiniteMagnitude,
            .leastNonzeroMagnitude, -.nan,
        ]
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return special[Int.random(in: 0..<special.count, using: &random)]
        // Any bits, NaN of every payload among them.
        case 1: return Double(bitPattern: random.next())
        case 2: return Double(bitPattern: random.next() | 0x7FF0_0000_0000_0000)
        default: return Double(Int.random(in: -1000...1000, using: &random)) / 8
        }
    }

    private static func decimal(_ precision: Int, _ random: inout SeededRandom) -> Int128 {
        let limit = (0..<precision).reduce(Int128(1)) { power, _ in power * 10 }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return limit - 1
        case 1: return 1 - limit
        case 2: return 0
        default:
            let raw = Int128(random.next()) << 63 ^ Int128(random.next())
            return raw % limit * (Bool.random(using: &random) ? 1 : -1)
        }
    }

    private static func text(_ random: inout SeededRandom) -> String {
        let texts = [
            "", "a", "\u{E9}", "e\u{301}", "日本語", "nul \0 inside", "🕯️ a longer one than 15",
        ]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return texts[Int.random(in: 0..<texts.count, using: &random)]
        case 1: return String(random.next(), radix: 36)
        default: return String(repeating: "x", count: Int.random(in: 0...60, using: &random))
        }
    }
}
