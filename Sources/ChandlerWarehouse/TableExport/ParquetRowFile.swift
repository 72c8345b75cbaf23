import ChandlerParquet
import ChandlerPostgres

/// Writes rows as Parquet with the table's own types.
final class ParquetRowFile: RowFile {
    static let wantsText = false

    private let writer: ParquetFileWriter
    private let columns: [Gatherer]
    private var rows = 0
    private var bytes = 0

    /// How the values of a column are gathered.
    private enum Gatherer {
        case plain(ColumnGatherer)
        case hidden(HiddenTexts)
    }

    init(
        _ columns: [ExportColumn],
        _ pseudonyms: Pseudonyms?,
        program: String,
        _ file: SummedFile
    )
        throws
    {
        writer = try ParquetFileWriter(
            schema: ParquetSchema(columns: columns.map(\.parquet)),
            options: ParquetOptions(
                createdBy: program,
                pageRowLimit: 16_384,
                writesChecksums: true
            ),
            sink: file
        )
        self.columns = columns.map { column in
            guard column.isPseudonymised, let pseudonyms else {
                return .plain(ColumnGatherer(column.column))
            }
            return .hidden(HiddenTexts(pseudonyms, isNullable: column.column.isNullable))
        }
    }

    func append(_ row: borrowing BinaryCopyRow) throws {
        for field in columns.indices {
            switch columns[field] {
            case .plain(let gatherer): try gatherer.append(row, field)
            case .hidden(let texts): try texts.append(row, field)
            }
            if !row.isNull(field) { bytes += try row.withBytes(field) { $0.count } }
        }
        rows += 1
        if rows == PartWriter.groupRows || bytes >= PartWriter.groupBytes { try writeGroup() }
    }

    func finish() throws {
        if rows > 0 { try writeGroup() }
        try writer.finish()
    }

    private func writeGroup() throws {
        try writer.writeRowGroup(
            columns.map { column in
                switch column {
                case .plain(let gatherer): gatherer.take()
                case .hidden(let texts): texts.take()
                }
            }
        )
        (rows, bytes) = (0, 0)
    }
}

/// Gathers pseudonyms for a row group.
private final class HiddenTexts {
    private let pseudonyms: Pseudonyms
    private let isNullable: Bool
    private var texts: [String] = []
    private var validity: [Bool] = []

    init(_ pseudonyms: Pseudonyms, isNullable: Bool) {
        self.pseudonyms = pseudonyms
        self.isNullable = isNullable
    }

    func append(_ row: borrowing BinaryCopyRow, _ field: Int) throws {
        let isNull = row.isNull(field)
        texts.append(isNull ? "" : pseudonyms.pseudonym(of: try row.text(field)))
        if isNullable { validity.append(!isNull) }
    }

    func take() -> ParquetColumnData {
        defer {
            texts.removeAll(keepingCapacity: true)
            validity.removeAll(keepingCapacity: true)
        }
        return .strings(texts, validity: isNullable ? validity : nil)
    }
}
