import ChandlerParquet

/// The rows of a column as text, by which what was written and what was read are compared: doubles
/// by their bits, texts by their bytes, and nulls as `nil`.
struct PlainRows: Equatable {
    let type: String
    let rows: [String?]

    /// - Parameters:
    ///   - data: The column's data.
    ///   - nullable: Whether its column is; then NaN of `doubles` is a null.
    init(_ data: ParquetColumnData, nullable: Bool) {
        func rows<Value>(
            _ values: [Value],
            _ validity: [Bool]?,
            _ text: (Value) -> String
        ) -> [String?] {
            values.indices.map { validity?[$0] ?? true ? text(values[$0]) : nil }
        }
        func bits(_ value: Double) -> String { String(value.bitPattern, radix: 16) }
        // Swift's == would hold canonically equal texts for the same.
        func bytes(_ value: String) -> String { "\(Array(value.utf8))" }
        switch data {
        case .doubles(let values):
            type = "double"
            self.rows = values.map { nullable && $0.isNaN ? nil : bits($0) }
        case .exactDoubles(let values, let validity):
            (type, self.rows) = ("double", rows(values, validity, bits))
        case .int64(let values, let validity):
            (type, self.rows) = ("int64", rows(values, validity, \.description))
        case .int32(let values, let validity):
            (type, self.rows) = ("int32", rows(values, validity, \.description))
        case .timestamps(let values, let validity):
            (type, self.rows) = ("timestamp", rows(values, validity, \.description))
        case .dates(let values, let validity):
            (type, self.rows) = ("date", rows(values, validity, \.description))
        case .booleans(let values, let validity):
            (type, self.rows) = ("boolean", rows(values, validity, \.description))
        case .decimals(let values, let validity):
            (type, self.rows) = ("decimal", rows(values, validity, \.description))
        case .json(let values, let validity):
            (type, self.rows) = ("json", rows(values, validity, bytes))
        case .strings(let values, let validity):
            (type, self.rows) = ("string", rows(values, validity, bytes))
        case .repeatedString(let text, let count):
            type = "string"
            self.rows = .init(repeating: bytes(text), count: count)
        }
    }
}

extension ParquetFileReader {
    /// Every row group's columns.
    func allRows() throws -> [[PlainRows]] {
        try (0..<rowGroupCount).map { group in
            zip(try readRowGroup(group), schema.columns).map {
                PlainRows($0, nullable: $1.nullable)
            }
        }
    }
}

extension RandomFile {
    /// Every row group's columns, as they were handed to the writer.
    func allRows() -> [[PlainRows]] {
        rowGroups.map { group in
            zip(group, schema.columns).map { PlainRows($0, nullable: $1.nullable) }
        }
    }
}
