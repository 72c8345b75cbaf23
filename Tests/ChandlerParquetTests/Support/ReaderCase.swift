import ChandlerParquet
import Foundation

/// One file for the readers, with everything they should find in it.
struct ReaderCase {
    let name: String
    let columns: [ParquetColumn]
    let rowGroups: [[ParquetColumnData]]
    var metadata: [ParquetKeyValue] = []
    var compression = ParquetCompression.zstd(level: 3)
    var pageRowLimit = 131_072
    var writesStatistics = true
    var writesChecksums = false
    /// Names of columns whose bounds are too long for the footer.
    var withoutBounds: Set<String> = []
    /// Names of columns whose dictionary is given up.
    var withoutDictionary: Set<String> = []

    private static let createdBy = "chandler version 1.2.3"

    /// Writes `<name>.parquet` and `<name>.json` into a folder.
    func write(into folder: URL) throws {
        let file = folder.appendingPathComponent(name)
        try Data(bytes()).write(to: file.appendingPathExtension("parquet"))
        let expected = try JSONSerialization.data(withJSONObject: expectation())
        try expected.write(to: file.appendingPathExtension("json"))
    }

    /// The Parquet file.
    func bytes() throws -> [UInt8] {
        let sink = MemorySink()
        let writer = try ParquetFileWriter(
            schema: ParquetSchema(columns: columns, metadata: metadata),
            options: ParquetOptions(
                createdBy: Self.createdBy,
                compression: compression,
                pageRowLimit: pageRowLimit,
                writesStatistics: writesStatistics,
                writesChecksums: writesChecksums
            ),
            sink: sink
        )
        for group in rowGroups { try writer.writeRowGroup(group) }
        try writer.finish()
        return sink.bytes
    }

    private func expectation() -> [String: Any] {
        [
            "name": name,
            "codec": codecName,
            "created_by": Self.createdBy,
            "metadata": [String: String](
                metadata.map { ($0.key, $0.value) },
                uniquingKeysWith: { _, last in last }
            ),
            "row_groups": rowGroups.map { $0[0].rowCount }.filter { $0 > 0 },
            "columns": columns.indices.map { expectation(ofColumn: $0) },
        ]
    }

    private func expectation(ofColumn index: Int) -> [String: Any] {
        let column = columns[index]
        let isBoundless = withoutBounds.contains(column.name) || column.type == .json
        let bounds = isBoundless ? "nulls" : "full"
        return [
            "name": column.name,
            "type": column.type.description,
            "nullable": column.nullable,
            "exact": rowGroups.contains { $0[index].isExactDoubles },
            "encodings": ["RLE"] + encodingNames(of: column),
            "statistics": writesStatistics ? bounds : "none",
            "values": rowGroups.flatMap { values(of: $0[index], nullable: column.nullable) },
        ]
    }

    private var codecName: String {
        switch compression {
        case .zstd: "ZSTD"
        case .gzip: "GZIP"
        case .none: "UNCOMPRESSED"
        }
    }

    private func encodingNames(of column: ParquetColumn) -> [String] {
        if column.encoding == .plain || withoutDictionary.contains(column.name) { return ["PLAIN"] }
        return switch column.type {
        case .double: ["BYTE_STREAM_SPLIT"]
        case .int64, .int32, .timestampMicroseconds, .date: ["DELTA_BINARY_PACKED"]
        case .decimal(let precision, _): [precision <= 18 ? "DELTA_BINARY_PACKED" : "PLAIN"]
        case .string: ["PLAIN", "RLE_DICTIONARY"]
        case .boolean: ["PLAIN"]
        case .json: column.encoding == .dictionary ? ["PLAIN", "RLE_DICTIONARY"] : ["PLAIN"]
        }
    }

    private func values(of data: ParquetColumnData, nullable: Bool) -> [Any] {
        func withNulls<Value>(_ values: [Value], _ validity: [Bool]?) -> [Any] {
            guard let validity else { return values }
            return zip(values, validity).map { $1 ? $0 as Any : NSNull() }
        }
        return switch data {
        case .doubles(let values):
            values.map {
                nullable && $0.isNaN ? NSNull() as Any : "0x" + String($0.bitPattern, radix: 16)
            }
        case .int64(let values, let validity), .timestamps(let values, let validity):
            withNulls(values, validity)
        case .exactDoubles(let values, let validity):
            withNulls(values.map { "0x" + String($0.bitPattern, radix: 16) }, validity)
        case .int32(let values, let validity), .dates(let values, let validity):
            withNulls(values, validity)
        case .strings(let values, let validity), .json(let values, let validity):
            withNulls(values, validity)
        case .booleans(let values, let validity): withNulls(values, validity)
        case .decimals(let values, let validity): withNulls(values.map(\.description), validity)
        case .repeatedString(let text, let count): [String](repeating: text, count: count)
        }
    }
}

extension ParquetColumnData {
    fileprivate var isExactDoubles: Bool {
        if case .exactDoubles = self { return true }
        return false
    }
}
