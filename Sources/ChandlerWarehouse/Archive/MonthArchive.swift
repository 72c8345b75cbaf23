import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// One month of one table on its way into the archive.
struct MonthArchive {
    let connection: PostgresConnection
    let folder: ArchiveFolder
    let table: ArchivedTable
    let month: Month
    /// The column whose month counts.
    let monthColumn: String
    /// The program's version.
    let version: String
    /// Now, for the manifest.
    let now: Timestamp
    let observe: (RetentionStep) throws -> Void

    /// The month's own folder.
    var path: String { folder.month(month, of: table.name) }

    /// What is archived so far.
    func manifest() throws(WarehouseError) -> ArchiveManifest? {
        try folder.manifest(month, of: table.name)
    }

    /// What is archived so far, and by the ledger.
    ///
    /// - Throws: ``WarehouseError`` with code `badData` where rows are out of the table by the ledger
    ///   and the folder does not have their part: a new one would take its number.
    func known() throws -> (parts: [ArchiveManifest.Part], entries: [ArchiveLedger.Entry]) {
        let parts = try manifest()?.parts ?? []
        let entries = try ArchiveLedger(connection: connection).entries(month, of: table.name)
        for entry in entries where entry.isOut && !parts.contains(where: { $0.part == entry.part })
        {
            throw WarehouseError(
                .badData,
                "\(table.name) \(month.dashed): \"\(path)\" does not have part \(entry.part), whose "
                    + "rows are out of the table; nothing was dropped; bring that folder back, from "
                    + "a backup or where it was moved"
            )
        }
        return (parts, entries)
    }

    /// A part's file.
    func file(of part: ArchiveManifest.Part) -> ArchivePart {
        ArchivePart(path: "\(path)/\(part.file)", columns: part.columns)
    }

    /// Makes sure that a finished part is what it says, and still of the table as it is now.
    func verify(_ part: ArchiveManifest.Part) throws(WarehouseError) {
        try file(of: part).verify(part)
        guard part.columns == table.columns, part.key == table.key.map(\.name) else {
            throw WarehouseError(
                .badData,
                "\(table.name) \(month.dashed): \"\(path)/\(part.file)\" was written for other "
                    + "columns than the table has now; nothing was dropped; move the folder away "
                    + "to archive the month anew"
            )
        }
    }

    /// Writes rows into a new file, reads it back, and enters it into the manifest.
    ///
    /// A file that no manifest names was left by a run that was stopped, and is written anew.
    func add(_ query: String) throws -> ArchiveManifest.Part {
        var manifest =
            try manifest()
            ?? ArchiveManifest(table: table.name, month: month.dashed, monthColumn: monthColumn)
        let number = manifest.parts.count
        let file = ArchivePart(
            path: "\(path)/\(ArchiveFolder.fileName(number))",
            columns: table.columns
        )
        try DurableFile.makeFolder(path)
        let sent = try PartWriter(
            connection: connection,
            table: table,
            program: "chandler version \(version)"
        ).write(query, to: file.path)
        try observe(.fileWritten(file.path))
        let found = try file.contents()
        guard found.rows == sent.rows, found.digest == sent.digest else {
            throw WarehouseError(
                .badData,
                "archive \(table.name) \(month.dashed): the server sent \(sent.rows) rows with the "
                    + "digest \(sent.digest.prefix(16))…, \"\(file.path)\" holds \(found.rows) "
                    + "with \(found.digest.prefix(16))…; nothing was dropped"
            )
        }
        let part = ArchiveManifest.Part(
            part: number,
            file: ArchiveFolder.fileName(number),
            columns: table.columns,
            key: table.key.map(\.name),
            rows: found.rows,
            bytes: found.bytes,
            sha256: found.sha256,
            digest: found.digest,
            schemaVersion: try ArchiveLedger(connection: connection).schemaVersion(),
            programVersion: version,
            createdAt: now.description
        )
        manifest.parts.append(part)
        try folder.save(manifest, month, of: table.name)
        try observe(.manifestWritten(path))
        return part
    }

    /// Forgets the last part, whose rows are all in the table; its file is written anew later.
    func withdraw(_ part: ArchiveManifest.Part) throws {
        guard var manifest = try manifest(), manifest.parts.last == part else { return }
        manifest.parts.removeLast()
        try folder.save(manifest, month, of: table.name)
    }

    /// Compares what the server has now with a part.
    ///
    /// - Throws: ``WarehouseError`` with code `badData` when they differ.
    func compare(_ query: String, with part: ArchiveManifest.Part) throws {
        let found = try connection.digest(of: query, part.columns)
        guard found.rows == part.rows, found.digest == part.digest else {
            throw WarehouseError(
                .badData,
                "\(table.name) \(month.dashed): the table has \(found.rows) rows with the digest "
                    + "\(found.digest.prefix(16))…, \"\(path)/\(part.file)\" \(part.rows) with "
                    + "\(part.digest.prefix(16))…: they were changed since they were archived; "
                    + "nothing was dropped; move the folder away to archive the month anew"
            )
        }
        try observe(.compared(table: table.name, month))
    }

    /// A statement that reads the rows of a table or partition in the order of the key.
    func query(of source: String, where condition: String? = nil) throws(PostgresError) -> String {
        let filter = condition.map { " WHERE \($0)" } ?? ""
        return "SELECT \(try table.selection(table.columns, of: "t")) FROM \(source) AS t\(filter) "
            + "ORDER BY \(try table.order(of: "t"))"
    }
}
