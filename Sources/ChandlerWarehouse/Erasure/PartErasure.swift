import ChandlerParquet
import ChandlerPostgres

/// One file of an archive, and what of it is to be forgotten.
struct PartErasure {
    let connection: PostgresConnection
    let part: ArchivePart
    let table: ErasedTable
    let subject: ErasureSubject
    let search: WordSearch

    /// The place of the column whose values are the names.
    private var nameColumn: Int? {
        table.column(of: subject.kind).flatMap { name in
            part.columns.firstIndex { $0.name == name }
        }
    }

    /// The places of the columns in which a mark takes the name's place.
    private var textColumns: [Int] {
        let names = table.redacted(subject.kind)
        return part.columns.indices.filter { names.contains(part.columns[$0].name) }
    }

    private func reader() throws(WarehouseError) -> ParquetFileReader {
        do {
            let reader = try ParquetFileReader(source: try FileBytes(part.path))
            if reader.schema.columns.map(\.name) == part.columns.map(\.name) { return reader }
        } catch {
            throw damaged("\(error)")
        }
        throw damaged("its columns are not those of its manifest")
    }

    private func damaged(_ words: String) -> WarehouseError {
        WarehouseError(
            .badData,
            "read \"\(part.path)\": \(words); what it holds cannot be forgotten; nothing was changed"
        )
    }

    /// How many rows would go, and in how many others a mark would take the name's place.
    ///
    /// Only the columns that matter are read.
    func count() throws(WarehouseError) -> (removed: Int, redacted: Int) {
        let texts = textColumns
        guard nameColumn != nil || !texts.isEmpty else { return (0, 0) }
        let reader = try reader()
        var (removed, redacted) = (0, 0)
        for group in 0..<reader.rowGroupCount {
            let rows = reader.rowCount(ofRowGroup: group)
            var stays = [Bool](repeating: true, count: rows)
            if let nameColumn {
                stays = try kept(try read(reader, group, nameColumn))
                removed += rows - stays.count(where: \.self)
            }
            var changes = [Bool](repeating: false, count: rows)
            for column in texts {
                let (values, validity) = try read(reader, group, column)
                for row in values.indices where stays[row] && validity?[row] != false {
                    if search.replacing(in: values[row]) != nil { changes[row] = true }
                }
            }
            redacted += changes.count(where: \.self)
        }
        return (removed, redacted)
    }

    private func read(
        _ reader: ParquetFileReader,
        _ group: Int,
        _ column: Int
    ) throws(WarehouseError) -> (values: [String], validity: [Bool]?) {
        do throws(ParquetError) {
            switch try reader.readRowGroup(group, columns: [column])[0] {
            case .strings(let values, let validity), .json(let values, let validity):
                return (values, validity)
            default: break
            }
        } catch {
            throw damaged("\(error)")
        }
        throw damaged("its column \"\(part.columns[column].name)\" is no text")
    }

    /// Which rows stay.
    private func kept(
        _ column: (values: [String], validity: [Bool]?)
    ) throws(WarehouseError) -> [Bool] {
        let names = Set(subject.names)
        return column.values.indices.map { row in
            column.validity?[row] == false || !names.contains(column.values[row])
        }
    }
}

extension PartErasure {
    /// Writes what stays into another file, row group by row group.
    ///
    /// - Returns: How many rows were written, and their digest.
    func write(to path: String, program: String) throws(WarehouseError) -> PartWriter.Sent {
        let file = try DurableFile(path)
        let reader = try reader()
        let sent = try doing("write \"\(path)\"; nothing was changed") {
            let writer = try ParquetFileWriter(
                schema: ParquetSchema(columns: part.columns.map(\.parquet)),
                options: ParquetOptions(
                    createdBy: program,
                    pageRowLimit: 16_384,
                    writesChecksums: true
                ),
                sink: file
            )
            let digest = RowsDigest(part.columns)
            for group in 0..<reader.rowGroupCount {
                let data = try remainder(of: try reader.readRowGroup(group))
                let values = try zip(data, part.columns).map { try ColumnValues($0, of: $1) }
                for row in 0..<(values.first?.count ?? 0) { digest.add(row, of: values) }
                try writer.writeRowGroup(data)
            }
            try writer.finish()
            return PartWriter.Sent(rows: digest.rows, digest: digest.finish())
        }
        try file.publish()
        return sent
    }

    private func remainder(of group: [ParquetColumnData]) throws -> [ParquetColumnData] {
        var group = group
        if let nameColumn, case .strings(let values, let validity) = group[nameColumn] {
            let stays = try kept((values, validity))
            if stays.contains(false) { group = group.map { $0.keeping(stays) } }
        }
        for column in textColumns {
            switch group[column] {
            case .strings(let values, let validity):
                group[column] = .strings(
                    values.map { search.replacing(in: $0) ?? $0 },
                    validity: validity
                )
            case .json(let values, let validity):
                group[column] = .json(try values.map(redactedJSON), validity: validity)
            default: throw damaged("its column \"\(part.columns[column].name)\" is no text")
            }
        }
        return group
    }

    /// The document with the mark, spelled as the server spells documents, so that it compares equal
    /// when it is brought back.
    private func redactedJSON(_ text: String) throws -> String {
        guard let changed = search.replacing(in: text) else { return text }
        return try connection.query("SELECT $1::jsonb::text", [.text(changed)]).firstRow().text(0)
    }
}
