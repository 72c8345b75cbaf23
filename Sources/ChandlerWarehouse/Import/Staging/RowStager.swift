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
    /// The file's names, all of them once it is read.
    private(set) var names: [String] = []
    /// The columns that the row at hand gives, a bit each.
    private var given: Int64 = 0
    /// The columns that all rows give which can be stored.
    private var givenByAll: Int64 = -1

    /// The first columns of the staging table.
    static let bookkeeping = [
        "import_line bigint", "import_rule text", "import_reason text", "import_payload text",
        "import_label text", "import_given bigint",
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
        precondition(columns.columns.count < 64, "Invariant: a column has a bit of 64")
    }

    /// Columns that some rows give and others do not, with their bits in `import_given`.
    var partial: [String: Int] {
        let bits = columns.columns.indices.filter {
            columns.isGiven[$0] && givenByAll >> Int64($0) & 1 == 0
        }
        return Dictionary(uniqueKeysWithValues: bits.map { (columns.columns[$0].name, $0) })
    }

    /// Passes columns that cannot be read.
    mutating func pass(_ unread: [UnreadField]) throws { try columns.pass(unread) }

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
        try columns.take(file.names, line: 1, inRows: file.namesInRows)
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
                    try columns.take(file.names, line: row.line, inRows: file.namesInRows)
                }
                try writer.beginRow(fieldCount: fieldCount)
                writer.append(int64: Int64(row.line))
                if let fault = row.fault ?? judge(row, file.names) {
                    reject(row, fault, file.names, &writer)
                } else {
                    for _ in 2..<Self.bookkeeping.count { writer.appendNull() }
                    writer.append(int64: given)
                    givenByAll &= given
                    for index in values.indices {
                        writer.append(values[index], as: columns.kinds[index])
                    }
                }
                if rowCount % Self.rowsBetweenReports == 0 { try progress(file.bytesRead) }
            }
            try progress(file.bytesRead)
        }
        self.names = file.names
    }

    /// Reads the row's values; what is wrong with the first that cannot be stored.
    private mutating func judge(_ row: ImportRow, _ names: [String]) -> ValueFault? {
        for index in values.indices { values[index] = StagedValue() }
        given = 0
        for index in row.fields.indices {
            let target = columns.targets[index]
            if target < 0 || row.fields[index].form == .missing { continue }
            guard given >> Int64(target) & 1 == 0 else {
                let name = columns.columns[target].name
                return ValueFault(
                    "twice:\(name)",
                    "the row gives \(name) twice, once as \(names[index].inQuotes)"
                )
            }
            given |= 1 << Int64(target)
            if let fault = judge(row.fields[index], target) { return fault }
        }
        for constant in columns.constants {
            given |= 1 << Int64(constant.target)
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
        if label != nil, let index = labels.first, row.fields[index].hasValue,
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
        writer.appendNull()
        for kind in columns.kinds {
            writer.appendNull()
            if case .reference(true) = kind { writer.appendNull() }
        }
    }
}
