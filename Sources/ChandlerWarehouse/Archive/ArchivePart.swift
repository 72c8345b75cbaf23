import ChandlerParquet
import ChandlerPostgres

/// One file of an archive as it is on disk: it can be proved, and its rows read.
struct ArchivePart {
    /// Where it is.
    let path: String
    /// The columns that are expected in it.
    let columns: [ArchivedColumn]

    /// What a file turned out to hold.
    struct Contents: Sendable, Hashable {
        let rows: Int
        let bytes: Int
        let sha256: String
        let digest: String
    }

    /// Reads the whole file: its bytes' sum, and its rows brought back to the form of the wire.
    func contents() throws(WarehouseError) -> Contents {
        let (bytes, sha256) = try sum()
        let (rows, digest) = try digest()
        return Contents(rows: rows, bytes: bytes, sha256: sha256, digest: digest)
    }

    /// The rows' number and digest.
    private func digest() throws(WarehouseError) -> (rows: Int, digest: String) {
        let digest = RowsDigest(columns)
        try eachGroup { values, count in
            for row in 0..<count { digest.add(row, of: values) }
        }
        return (digest.rows, digest.finish())
    }

    /// Makes sure that the file is what a manifest says, row by row.
    ///
    /// - Throws: ``WarehouseError`` with code `badData`, saying what differs.
    func verify(_ part: ArchiveManifest.Part) throws(WarehouseError) {
        let (bytes, sha256) = try sum()
        guard bytes == part.bytes, sha256 == part.sha256 else {
            throw damaged(
                "its SHA-256 is \(sha256.prefix(16))… over \(bytes) bytes, its manifest says "
                    + "\(part.sha256.prefix(16))… over \(part.bytes)"
            )
        }
        let found = try digest()
        guard found.rows == part.rows, found.digest == part.digest else {
            throw damaged(
                "its \(found.rows) rows have the digest \(found.digest.prefix(16))…, its manifest "
                    + "says \(part.rows) rows and \(part.digest.prefix(16))…"
            )
        }
    }

    /// Writes every row to a COPY, in the file's order.
    func copyRows(into writer: inout BinaryCopyWriter) throws {
        try eachGroup { values, count in try copy(values, count, into: &writer) }
    }

    private func copy(
        _ values: [ColumnValues],
        _ count: Int,
        into writer: inout BinaryCopyWriter
    ) throws {
        var scratch = RawWriter(capacity: 1 << 16)
        for row in 0..<count {
            try writer.beginRow(fieldCount: values.count)
            for column in values {
                scratch.removeAll()
                if column.write(row, to: &scratch) {
                    scratch.withUnsafeBytes { writer.append(bytes: $0) }
                } else {
                    writer.appendNull()
                }
            }
        }
    }

    private func damaged(_ words: String) -> WarehouseError {
        WarehouseError(
            .badData,
            "verify \"\(path)\": \(words); the file is damaged or not the one that was archived; "
                + "nothing was changed"
        )
    }

    private func sum() throws(WarehouseError) -> (bytes: Int, sha256: String) {
        let sum = RunningSum()
        try DurableFile.read(path) { sum.add($0) }
        return (sum.byteCount, sum.finish())
    }

    /// Makes sure that the file's columns are those of its manifest, in name, type and order.
    private func check(_ found: [ParquetColumn]) throws(WarehouseError) {
        let expected = columns.map(\.parquet)
        guard found.map(\.name) == expected.map(\.name) else {
            throw damaged("its columns are not those of its manifest")
        }
        for (found, expected) in zip(found, expected)
        where found.type != expected.type || found.nullable != expected.nullable {
            throw damaged(
                "its column \"\(found.name)\" is \(found.type)"
                    + "\(found.nullable ? "" : " not null"), its manifest says \(expected.type)"
                    + "\(expected.nullable ? "" : " not null")"
            )
        }
    }

    private func eachGroup(
        _ body: ([ColumnValues], Int) throws -> Void
    ) throws(WarehouseError) {
        do {
            let reader = try ParquetFileReader(source: try FileBytes(path))
            try check(reader.schema.columns)
            for group in 0..<reader.rowGroupCount {
                let data = try reader.readRowGroup(group)
                let values = try zip(data, columns).map { try ColumnValues($0, of: $1) }
                try body(values, values.first?.count ?? 0)
            }
        } catch let error as ParquetError {
            throw damaged("\(error)")
        } catch {
            throw passingOn(error)
        }
    }

    private func passingOn(_ error: any Error) -> WarehouseError {
        if let error = error as? WarehouseError { return error }
        if let error = error as? PostgresError {
            return WarehouseError(doing: "read \"\(path)\"", error)
        }
        return WarehouseError(.badData, "read \"\(path)\": \(error)")
    }
}
