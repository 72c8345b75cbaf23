import ChandlerPostgres

/// Reads a file, judges each value by its column's type, and sends the rows to the staging table.
///
/// Rows that cannot be stored go there too, with their rule, reason and payload: one stream, and
/// memory stays flat however many are wrong.
struct RowStager {
    private let connection: PostgresConnection
    private let path: String
    private let progress: (Int) throws -> Void
    private(set) var columns: StagedColumns
    private var values: [StagedValue]
    private var reader: ValueReader
    /// Where the label of a rejected row is found.
    private let label: Int?
    /// Rows in the file.
    private(set) var rowCount = 0

    /// The first columns of the staging table.
    static let bookkeeping = [
        "import_line bigint", "import_rule text", "import_reason text", "import_payload text",
        "import_label text",
    ]
    private static let rowsBetweenReports = 4_096
    private static let longestLabel = 128

    init(
        _ columns: StagedColumns,
        _ options: ImportOptions,
        over connection: PostgresConnection,
        progress: @escaping (Int) throws -> Void
    ) throws {
        self.connection = connection
        self.columns = columns
        self.progress = progress
        path = options.path
        values = columns.columns.map { _ in StagedValue() }
        reader = ValueReader(try LocalZone(options.timeZone))
        label = columns.columns.firstIndex { $0.name == options.table.label }
    }

    /// Makes the staging table, which goes with the transaction.
    func makeTable() throws {
        let fields = columns.columns.flatMap { column in
            ["\(column.sql) \(column.type)"]
                + (column.reference?.businessKey == nil ? [] : ["\(column.keySQL) text"])
        }
        try connection.execute(
            """
            CREATE TEMP TABLE import_rows (
                \((Self.bookkeeping + fields).joined(separator: ", "))
            ) ON COMMIT DROP
            """
        )
    }

    /// Reads all rows and sends them.
    mutating func stage(_ file: some RowReading) throws {
        var file = file
        try columns.take(file.names, line: 1)
        let copied = columns.columns.flatMap { column in
            [column.sql] + (column.reference?.businessKey == nil ? [] : [column.keySQL])
        }
        let names = Self.bookkeeping.map { $0.prefix { $0 != " " } }.joined(separator: ", ")
        let fieldCount = Self.bookkeeping.count + copied.count
        try connection.copyIn(
            "COPY import_rows (\(names), \(copied.joined(separator: ", "))) "
                + "FROM STDIN (FORMAT binary)"
        ) { writer in
            var row = ImportRow()
            while try file.next(&row) {
                rowCount += 1
                if columns.targets.count < file.names.count {
                    try columns.take(file.names, line: row.line)
                }
                try writer.beginRow(fieldCount: fieldCount)
                writer.append(int64: Int64(row.line))
                if let fault = row.fault ?? judge(row) {
                    reject(row, fault, file.names, &writer)
                } else {
                    for _ in 1..<Self.bookkeeping.count { writer.appendNull() }
                    for index in values.indices {
                        writer.append(values[index], as: columns.kinds[index])
                    }
                }
                if rowCount % Self.rowsBetweenReports == 0 { try progress(file.bytesRead) }
            }
            try progress(file.bytesRead)
        }
    }

    /// Reads the row's values; what is wrong with the first that cannot be stored.
    private mutating func judge(_ row: ImportRow) -> ValueFault? {
        for index in values.indices { values[index] = StagedValue() }
        for index in row.fields.indices {
            let target = columns.targets[index]
            if target < 0 { continue }
            if let fault = judge(row.fields[index], target) { return fault }
        }
        for constant in columns.constants {
            if let fault = judge(constant.field, constant.target) { return fault }
        }
        return nil
    }

    private mutating func judge(_ field: ImportField, _ target: Int) -> ValueFault? {
        do throws(ValueFault) {
            try reader.read(field, as: columns.kinds[target], into: &values[target])
            return nil
        } catch {
            let name = columns.columns[target].name
            return ValueFault("\(error.rule):\(name)", "\(name) \(error.words)")
        }
    }

    private func reject(
        _ row: ImportRow,
        _ fault: ValueFault,
        _ names: [String],
        _ writer: inout BinaryCopyWriter
    ) {
        writer.append(utf8: fault.rule)
        writer.append(utf8: fault.words.replacing("\0", with: "\u{FFFD}"))
        writer.append(utf8: RejectPayload.text(row, names: names))
        let labels = row.fields.indices.filter {
            $0 < columns.targets.count && columns.targets[$0] == label
        }
        if label != nil, let index = labels.first, row.fields[index].form != .absent,
            (try? TextCheck.scalars(row.fields[index].bytes)) != nil
        {
            let text = String(decoding: row.fields[index].bytes, as: UTF8.self)
            writer.append(
                utf8: String(
                    String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestLabel))
                )
            )
        } else {
            writer.appendNull()
        }
        for kind in columns.kinds {
            writer.appendNull()
            if case .reference(true) = kind { writer.appendNull() }
        }
    }
}
