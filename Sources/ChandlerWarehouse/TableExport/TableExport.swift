import ChandlerCore
public import ChandlerPostgres
import Glibc

/// Writes a table, or a part of it, to a file that other tools open, with a manifest beside it.
///
/// Rows are those of one moment, in the order of the primary key; the same rows give the same bytes.
/// Values of columns that are named become pseudonyms: the same in every table and file under one
/// key, so that joins still find their rows; NULL stays NULL. Memory is flat.
public struct TableExport {
    private let connection: PostgresConnection
    private let options: TableExportOptions

    /// Prepares an export; nothing is read yet.
    public init(connection: PostgresConnection, options: TableExportOptions) {
        self.connection = connection
        self.options = options
    }

    /// Writes the file and its manifest; both replace those of an earlier export.
    ///
    /// - Parameter progress: Called now and then with the rows so far; what it throws ends the
    ///   export and is thrown on.
    /// - Returns: What was written.
    /// - Throws: ``WarehouseError``: `usage` for tables and columns that are not there, `badData`
    ///   for a value that the format cannot hold, `cannotWrite`, `permissionDenied`. There is no new
    ///   file then.
    public func run(progress: @escaping (Int) throws -> Void = { _ in }) throws -> TableExportReport
    {
        let exported = try ExportedTable.named(options.table)
        let table = try ArchivedTable(exported.name, connection)
        let plan = try ExportPlan(exported, table, options)
        try DurableFile.makeFolder(options.folder)
        let name = "\(exported.name).\(options.format.rawValue)"
        let path = "\(options.folder)/\(name)"
        let manifest = "\(options.folder)/\(exported.name).manifest.json"
        // Nothing vouches for a file while it is replaced.
        if unlink(manifest) != 0, errno != ENOENT {
            throw WarehouseError(
                .cannotWrite,
                "remove \"\(manifest)\": \(String(cString: strerror(errno))) (errno \(errno))"
            )
        }
        let file = try SummedFile(path)
        let rows = try write(plan, into: file, progress)
        let (bytes, sha256) = try file.publish()
        try save(
            ExportManifest(
                table: exported.name,
                file: name,
                format: options.format.rawValue,
                columns: plan.columns.map {
                    ExportManifest.Column(
                        name: $0.column.name,
                        type: $0.column.type,
                        nullable: $0.column.isNullable,
                        pseudonymised: $0.isPseudonymised
                    )
                },
                leftOut: plan.leftOut,
                rows: rows,
                bytes: bytes,
                sha256: sha256,
                from: options.from?.description,
                to: options.to?.description,
                symbol: plan.isSymbolHidden ? nil : options.symbol,
                keyFingerprint: plan.key?.fingerprint,
                programVersion: options.version
            ),
            as: manifest
        )
        return TableExportReport(
            table: exported.name,
            path: path,
            manifest: manifest,
            rows: rows,
            bytes: bytes,
            sha256: sha256,
            columns: plan.columns.map(\.column.name),
            pseudonymised: plan.columns.filter(\.isPseudonymised).map(\.column.name),
            leftOut: plan.leftOut,
            keyFingerprint: plan.key?.fingerprint,
            notes: plan.notes
        )
    }

    private func save(_ manifest: ExportManifest, as path: String) throws(WarehouseError) {
        let draft = try DurableFile(path)
        try doing("write \"\(path)\"") {
            try manifest.json().withUnsafeBytes { try draft.write($0) }
        }
        try draft.publish()
    }

    private func write(
        _ plan: ExportPlan,
        into file: SummedFile,
        _ progress: (Int) throws -> Void
    ) throws -> Int {
        let pseudonyms = plan.key.map(Pseudonyms.init)
        switch options.format {
        case .parquet:
            let rows = try ParquetRowFile(
                plan.columns,
                pseudonyms,
                program: "chandler version \(options.version)",
                file
            )
            return try stream(plan, into: rows, progress)
        case .csv:
            return try stream(plan, into: try CSVRowFile(plan.columns, pseudonyms, file), progress)
        case .jsonl:
            return try stream(
                plan,
                into: JSONLinesRowFile(plan.columns, pseudonyms, file),
                progress
            )
        }
    }

    private func stream<File: RowFile>(
        _ plan: ExportPlan,
        into file: File,
        _ progress: (Int) throws -> Void
    ) throws -> Int {
        do {
            let query = try plan.query(asText: File.wantsText)
            var count = 0
            try connection.copyOut("COPY (\(query)) TO STDOUT (FORMAT binary)") { row in
                try file.append(row)
                count += 1
                if count & 0xFFFF == 0 { try progress(count) }
            }
            try file.finish()
            return count
        } catch let error as PostgresError {
            throw WarehouseError(doing: "export \(plan.table.name)", error)
        }
    }
}
