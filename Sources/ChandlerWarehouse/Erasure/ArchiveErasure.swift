import ChandlerCore
import ChandlerPostgres
import Foundation

/// Takes what is forgotten out of archived months.
struct ArchiveErasure {
    let connection: PostgresConnection
    let options: ErasureOptions
    let search: WordSearch
    let observe: (ErasureStep) throws -> Void

    var folder: ArchiveFolder { options.archive }

    /// A month with files that are to be written anew, or that stopped runs have left.
    struct MonthFiles {
        let table: String
        let month: Month
        let path: String
        var manifest: ArchiveManifest?
        /// Whether a stopped run was committed whose files the manifest does not name yet.
        var isUnfinished = false
        /// The places of the parts that name it, in the manifest.
        var places: [Int] = []
        var files: [ErasureReport.File] = []
        /// Files that no manifest names.
        var leftovers: [String] = []

        /// Whether something is to be done.
        var hasWork: Bool { isUnfinished || !places.isEmpty || !leftovers.isEmpty }
    }

    // MARK: - Looking

    /// Looks through all archived months.
    ///
    /// - Returns: Those that have something to do.
    func find(into report: inout ErasureReport) throws -> [MonthFiles] {
        var found: [MonthFiles] = []
        var known: Set<String> = []
        for table in ErasedTable.all where ArchiveRestore.tables.contains(table.name) {
            for month in try months(of: table.name) {
                let files = try look(at: month, of: table)
                for part in files.manifest?.parts ?? [] {
                    known.insert("\(table.name) \(month.dashed) \(part.part)")
                }
                report.leftovers += files.leftovers.map { "\(files.path)/\($0)" }
                if files.hasWork { found.append(files) }
            }
        }
        try findMissing(known, into: &report)
        return found
    }

    private func names(in path: String) throws(WarehouseError) -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw WarehouseError(.badData, "list \"\(path)\": \(error); nothing was changed")
        }
    }

    private func months(of table: String) throws(WarehouseError) -> [Month] {
        var months: [Month] = []
        let base = "\(folder.path)/table=\(table)"
        for year in try names(in: base) {
            guard let match = year.wholeMatch(of: /year=([0-9]{4})/), let number = Int(match.1)
            else { continue }
            for name in try names(in: "\(base)/\(year)") {
                guard let match = name.wholeMatch(of: /month=([0-9]{2})/),
                    let month = Int(match.1), (1...12).contains(month), number > 0
                else { continue }
                months.append(Month(year: number, month: month))
            }
        }
        return months
    }

    private func look(at month: Month, of table: ErasedTable) throws -> MonthFiles {
        let path = folder.month(month, of: table.name)
        try observe(.began(path))
        var files = MonthFiles(table: table.name, month: month, path: path)
        files.manifest = try folder.manifest(month, of: table.name)
        try adopt(&files)
        let parts = files.manifest?.parts ?? []
        files.leftovers = try names(in: path).filter { name in
            name.wholeMatch(of: /\.?part-.*/) != nil && !parts.contains { $0.file == name }
        }
        for (place, part) in parts.enumerated() {
            let (removed, redacted) = try erasure(of: part, in: path, table).count()
            guard removed + redacted > 0 else { continue }
            files.places.append(place)
            files.files.append(
                ErasureReport.File(
                    table: table.name,
                    month: month,
                    path: "\(path)/\(part.file)",
                    removed: removed,
                    redacted: redacted
                )
            )
        }
        return files
    }

    /// Takes over the files that the ledger names: a run that was stopped had been committed.
    ///
    /// Only that run knew every spelling, since the rows that told it are gone.
    private func adopt(_ files: inout MonthFiles) throws {
        guard let manifest = files.manifest else { return }
        let rows = try connection.query(
            """
            SELECT part, file, row_count, bytes, sha256, digest, program_version, archived_at
            FROM archives WHERE table_name = $1 AND month = $2::date
            """,
            [.text(files.table), .text("\(files.month.dashed)-01")]
        )
        for row in rows {
            let (number, file) = (Int(try row.int64(0)), try row.text(1))
            guard let old = manifest.parts.first(where: { $0.part == number }), old.file != file,
                FileManager.default.fileExists(atPath: "\(files.path)/\(file)")
            else { continue }
            let part = ArchiveManifest.Part(
                part: number,
                file: file,
                columns: old.columns,
                key: old.key,
                rows: Int(try row.int64(2)),
                bytes: Int(try row.int64(3)),
                sha256: try row.text(4),
                digest: try row.text(5),
                schemaVersion: old.schemaVersion,
                programVersion: try row.text(6),
                createdAt: Timestamp(microseconds: try row.timestampMicroseconds(7)).description
            )
            try ArchivePart(path: "\(files.path)/\(file)", columns: part.columns).verify(part)
            files.manifest?.parts[number] = part
            files.isUnfinished = true
        }
    }

    /// The work on a part of a month.
    func erasure(
        of part: ArchiveManifest.Part,
        in path: String,
        _ table: ErasedTable
    ) -> PartErasure {
        PartErasure(
            connection: connection,
            part: ArchivePart(path: "\(path)/\(part.file)", columns: part.columns),
            table: table,
            subject: options.subject,
            search: search
        )
    }

    /// Months that are out of the database and not in this folder may hold it elsewhere.
    private func findMissing(_ known: Set<String>, into report: inout ErasureReport) throws {
        let rows = try connection.query(
            """
            SELECT table_name || ' ' || to_char(month, 'YYYY-MM'), part, folder || '/' || file,
                dropped_at > coalesce(restored_at, '-infinity')
            FROM archives ORDER BY table_name, month, part
            """
        )
        for row in rows where !known.contains("\(try row.text(0)) \(try row.int64(1))") {
            let place = "\(try row.text(0)) in \"\(try row.text(2))\""
            if try row.bool(3) {
                report.missing.append(place)
            } else {
                report.notes.append(
                    "\(place) is back in its table and its file not in \"\(folder)\": if there is "
                        + "one elsewhere, it was not looked at"
                )
            }
        }
    }
}
