import ChandlerCore
import ChandlerParquet

/// Reads the rows of a Parquet file one row group after the other.
///
/// Values are handed on as text, like those of other formats, so that they meet the same rules.
struct ParquetRows: RowReading {
    let names: [String]
    /// Columns that cannot be read.
    let unread: [UnreadField]
    private(set) var bytesRead = 0
    private let reader: ParquetFileReader
    private let size: Int
    private let path: String
    private var group = 0
    private var columns: [ParquetColumnData] = []
    private var rowsInGroup = 0
    private var next = 0
    private var number = 0
    private let text = ParquetText()

    init(_ path: String) throws {
        self.path = path
        // Its refusals of folders and missing files are the same for every format.
        size = try ImportFile(path).size
        reader = try Self.reading(path) { () throws(ParquetError) in
            try ParquetFileReader(
                source: try FileBytes(path),
                options: ParquetReadOptions(keepsForeignTimes: true, passesUnreadColumns: true)
            )
        }
        names = reader.schema.columns.map(\.name)
        unread = reader.unreadColumns.map { UnreadField(name: $0.name, reason: "\($0.error)") }
    }

    private static func reading<Result>(
        _ path: String,
        _ body: () throws(ParquetError) -> Result
    ) throws -> Result {
        do throws(ParquetError) {
            return try body()
        } catch {
            throw WarehouseError(.badData, "read \(path.inQuotes): \(error); nothing was kept")
        }
    }

    mutating func next(_ row: inout ImportRow) throws -> Bool {
        while next == rowsInGroup {
            guard group < reader.rowGroupCount else { return false }
            columns = try Self.reading(path) { () throws(ParquetError) in
                try reader.readRowGroup(group)
            }
            group += 1
            next = 0
            rowsInGroup = columns.first?.rowCount ?? 0
            bytesRead = size / max(1, reader.rowGroupCount) * group
        }
        text.removeAll()
        number += 1
        row.line = number
        row.fault = nil
        for index in columns.indices {
            let column = reader.schema.columns[index]
            text.append(columns[index], column, reader.foreignTime(ofColumn: index), row: next)
        }
        row.fields.removeAll(keepingCapacity: true)
        text.appendFields(to: &row.fields)
        next += 1
        return true
    }
}
