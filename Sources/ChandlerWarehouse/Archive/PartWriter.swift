import ChandlerParquet
import ChandlerPostgres

/// Streams rows of a table into a file, with bounded memory.
struct PartWriter {
    let connection: PostgresConnection
    let table: ArchivedTable
    /// The program's name and version, for the file's footer.
    let program: String

    /// Most rows of a row group.
    static let groupRows = 32_768
    /// A row group ends after so many bytes on the wire, however few rows that is.
    static let groupBytes = 24 << 20

    /// What was read of the server.
    struct Sent: Sendable, Hashable {
        let rows: Int
        let digest: String
    }

    /// Writes the rows of a query and gives the file its name.
    ///
    /// - Parameters:
    ///   - query: A SELECT of the table's columns, ordered by its key.
    ///   - path: The file.
    /// - Returns: How many rows the server sent, and their digest.
    /// - Throws: ``WarehouseError``; the file is not there then.
    func write(_ query: String, to path: String) throws(WarehouseError) -> Sent {
        let file = try DurableFile(path)
        let sent = try doing("archive \(table.name) into \"\(path)\"") {
            let writer = try ParquetFileWriter(
                schema: ParquetSchema(columns: table.columns.map(\.parquet)),
                options: ParquetOptions(
                    createdBy: program,
                    pageRowLimit: 16_384,
                    writesChecksums: true
                ),
                sink: file
            )
            do {
                let sent = try stream(query, into: writer)
                try writer.finish()
                return sent
            } catch let error as ParquetError {
                // A full disk is the file's fault, not the writer's.
                throw error.cause as? WarehouseError ?? error
            }
        }
        try file.publish()
        return sent
    }

    private func stream(_ query: String, into writer: ParquetFileWriter) throws -> Sent {
        let gatherers = table.columns.map(ColumnGatherer.init)
        let digest = RowsDigest(table.columns)
        var rows = 0
        var bytes = 0
        try connection.copyOut("COPY (\(query)) TO STDOUT (FORMAT binary)") { row in
            try digest.add(row)
            for (field, gatherer) in gatherers.enumerated() {
                try gatherer.append(row, field)
                if !row.isNull(field) { bytes += try row.withBytes(field) { $0.count } }
            }
            rows += 1
            if rows == PartWriter.groupRows || bytes >= PartWriter.groupBytes {
                try writer.writeRowGroup(gatherers.map { $0.take() })
                rows = 0
                bytes = 0
            }
        }
        if rows > 0 { try writer.writeRowGroup(gatherers.map { $0.take() }) }
        return Sent(rows: digest.rows, digest: digest.finish())
    }
}

extension PostgresConnection {
    /// The digest of the rows of a query over some columns, as the server has them now.
    func digest(
        of query: String,
        _ columns: [ArchivedColumn]
    ) throws -> PartWriter.Sent {
        let digest = RowsDigest(columns)
        try copyOut("COPY (\(query)) TO STDOUT (FORMAT binary)") { row in try digest.add(row) }
        return PartWriter.Sent(rows: digest.rows, digest: digest.finish())
    }
}
