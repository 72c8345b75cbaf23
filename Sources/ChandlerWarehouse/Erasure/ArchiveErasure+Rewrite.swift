import ChandlerCore
import ChandlerPostgres
import Glibc

extension ArchiveErasure {
    /// Writes the parts of a month that name it anew, beside the old ones, and reads them back.
    ///
    /// No manifest names the new files yet, so that nothing counts.
    func rewrite(_ files: inout MonthFiles) throws {
        guard let table = ErasedTable.all.first(where: { $0.name == files.table }) else { return }
        for (number, place) in files.places.enumerated() {
            guard let old = files.manifest?.parts[place] else { continue }
            let erasure = erasure(of: old, in: files.path, table)
            try erasure.part.verify(old)
            let name = ArchiveErasure.successor(of: old)
            let path = "\(files.path)/\(name)"
            files.files[number].replacement = path
            let sent = try erasure.write(to: path, program: "chandler version \(options.version)")
            try observe(.fileWritten(path))
            let found = try ArchivePart(path: path, columns: old.columns).contents()
            let removed = files.files[number].removed
            guard found.rows == sent.rows, found.digest == sent.digest,
                found.rows == old.rows - removed
            else {
                throw WarehouseError(
                    .badData,
                    "write \"\(path)\": it holds \(found.rows) rows with the digest "
                        + "\(found.digest.prefix(16))…, \(old.rows - removed) were written with "
                        + "\(sent.digest.prefix(16))…; nothing was changed"
                )
            }
            files.manifest?.parts[place] = ArchiveManifest.Part(
                part: old.part,
                file: name,
                columns: old.columns,
                key: old.key,
                rows: found.rows,
                bytes: found.bytes,
                sha256: found.sha256,
                digest: found.digest,
                schemaVersion: old.schemaVersion,
                programVersion: options.version,
                createdAt: options.now.description
            )
        }
    }

    /// The name of the file that takes a part's place: `part-0-r1.parquet`, then `part-0-r2.parquet`.
    private static func successor(of part: ArchiveManifest.Part) -> String {
        let match = part.file.firstMatch(of: /-r([0-9]{1,9})\.parquet$/)
        let number = (match.flatMap { Int($0.1) } ?? 0) + 1
        return "part-\(part.part)-r\(number).parquet"
    }

    /// Enters the new files into the ledger, in the transaction that forgets.
    ///
    /// - Returns: How many kept days were summed up anew.
    func enter(_ files: MonthFiles) throws -> Int {
        var days = 0
        for place in files.places {
            guard let part = files.manifest?.parts[place] else { continue }
            try connection.query(
                """
                UPDATE archives SET (file, row_count, bytes, sha256, digest, program_version,
                    archived_at) = ($4, $5, $6, $7, $8, $9, $10::timestamptz)
                WHERE table_name = $1 AND month = $2::date AND part = $3
                """,
                [
                    .text(files.table), .text("\(files.month.dashed)-01"),
                    .int64(Int64(part.part)), .text(part.file), .int64(Int64(part.rows)),
                    .int64(Int64(part.bytes)), .text(part.sha256), .text(part.digest),
                    .text(part.programVersion), .text(part.createdAt),
                ]
            )
            if files.table == "cubi.trade_data" {
                days += try RemainingTokenDays(connection: connection)
                    .sumUp(part, files.month, in: files.path)
            }
        }
        return days
    }

    /// Lets the manifest name the new files, and removes the old ones and what no manifest names.
    func settle(_ files: MonthFiles) throws {
        if files.isUnfinished || !files.places.isEmpty, let manifest = files.manifest {
            try finishing { try folder.save(manifest, files.month, of: files.table) }
            try observe(.manifestWritten(files.path))
        }
        let replacements = Set(files.files.compactMap(\.replacement))
        let old = files.files.map(\.path) + files.leftovers.map { "\(files.path)/\($0)" }
        for path in old where !replacements.contains(path) {
            if unlink(path) != 0, errno != ENOENT {
                let code = errno
                throw WarehouseError(
                    .cannotWrite,
                    "remove \"\(path)\": \(String(cString: strerror(code))) (errno \(code)); the "
                        + "database has forgotten, this file has not: run forget again"
                )
            }
            try observe(.fileRemoved(path))
        }
        try finishing { try DurableFile.syncFolder(files.path) }
    }

    private func finishing(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as WarehouseError {
            throw WarehouseError(
                error.code,
                "\(error.message); the database has forgotten, the archive has not: run forget again",
                cause: error.cause
            )
        }
    }

    /// Removes new files that do not count, after the database did not forget.
    func takeBack(_ files: MonthFiles) {
        for path in files.files.compactMap(\.replacement) { unlink(path) }
    }
}
