public import ChandlerCore
public import ChandlerPostgres
import ChandlerStore

/// Brings archived months back into their tables, identical.
///
/// Each file is verified before anything is changed, and the rows are compared with it in the
/// transaction that brings them. Rows that are there already and equal are left; different ones are
/// refused.
public struct ArchiveRestore {
    let connection: PostgresConnection
    /// Where the archives are.
    public let folder: ArchiveFolder

    /// What became of a month.
    public struct Outcome: Sendable, Hashable {
        /// What was done.
        public enum Action: String, Sendable, Hashable {
            /// Its rows are back.
            case restored
            /// All of its rows were there already.
            case unchanged
        }

        /// The month.
        public let month: Month
        /// What was done.
        public var action: Action
        /// How many rows its files hold.
        public var rows = 0
        /// How many of them were brought back now.
        public var inserted = 0
        /// What a person should know besides.
        public var notes: [String] = []
    }

    /// Prepares a restore; nothing is done yet.
    public init(connection: PostgresConnection, folder: ArchiveFolder) {
        self.connection = connection
        self.folder = folder
    }

    /// The tables that can have archives.
    public static let tables = RetentionRule.all.filter { $0.way != .deletion }.map(\.table)

    /// The months of a span that the folder has archives of or the database says are archived,
    /// ascending.
    public func months(of table: String, from first: Month, to last: Month) throws -> [Month] {
        try ArchiveRestore.check(table)
        try connection.becomeOwner(to: "restore \(table)")
        let known = try doing("read which months of \(table) are archived") {
            Set(try ArchiveLedger(connection: connection).monthsOut(of: table))
        }
        var months: [Month] = []
        var month = first
        while month <= last {
            if try known.contains(month) || folder.manifest(month, of: table) != nil {
                months.append(month)
            }
            month = month.next
        }
        return months
    }

    /// Brings a month back.
    ///
    /// - Returns: What was done.
    /// - Throws: ``WarehouseError`` with code `badData` where a file is damaged or missing, or the
    ///   table has other rows; `usage` where there is no such archive. Nothing was changed then.
    public func restore(_ month: Month, of table: String) throws -> Outcome {
        try ArchiveRestore.check(table)
        try connection.becomeOwner(to: "restore \(table) \(month.dashed)")
        let entries = try doing("read what is archived of \(table) \(month.dashed)") {
            try ArchiveLedger(connection: connection).entries(month, of: table)
        }
        guard let manifest = try folder.manifest(month, of: table) else {
            let isOut = entries.contains(where: \.isOut)
            throw WarehouseError(
                isOut ? .badData : .usage,
                "restore \(table) \(month.dashed): \"\(folder)\" has no finished archive of it"
                    + (isOut
                        ? ", though the database says that its rows are in "
                            + "\"\(folder.month(month, of: table))\"; nothing was changed; bring "
                            + "that folder back, from a backup or where it was moved"
                        : "")
            )
        }
        try check(manifest, entries, month)
        return try ArchiveLock(connection: connection).whileHeld {
            let described = try ArchivedTable(table, connection)
            let path = folder.month(month, of: table)
            var notes: [String] = []
            for part in manifest.parts {
                try ArchivePart(path: "\(path)/\(part.file)", columns: part.columns).verify(part)
                notes += try fit(part, to: described, month)
            }
            let work = MonthRestore(
                connection: connection,
                table: described,
                month: month,
                path: path,
                parts: manifest.parts
            )
            var outcome = try doing("restore \(table) \(month.dashed); nothing was changed") {
                if let partitioned = PartitionedTable.all.first(where: { $0.name == table }) {
                    return try work.partition(of: partitioned)
                }
                return try work.rows()
            }
            outcome.notes += Set(notes).sorted()
            return outcome
        }
    }

    /// Makes sure that the folder has every part that is out, as it was when its rows left.
    private func check(
        _ manifest: ArchiveManifest,
        _ entries: [ArchiveLedger.Entry],
        _ month: Month
    ) throws(WarehouseError) {
        for entry in entries where entry.isOut {
            let part = manifest.parts.first { $0.part == entry.part }
            if part?.digest == entry.digest { continue }
            let path = folder.month(month, of: manifest.table)
            let words =
                part.map {
                    "\"\(path)/\($0.file)\" has rows with the digest \($0.digest.prefix(16))…, the "
                        + "rows that left had \(entry.digest.prefix(16))… by the table archives"
                } ?? "\"\(path)\" has no part \(entry.part), whose rows are in no table"
            throw WarehouseError(
                .badData,
                "restore \(manifest.table) \(month.dashed): \(words); nothing was changed; bring "
                    + "back the folder that was written then, or run the \"chandler forget\" again "
                    + "that was stopped"
            )
        }
    }

    private static func check(_ table: String) throws(WarehouseError) {
        guard !tables.contains(table) else { return }
        throw WarehouseError(
            .usage,
            "the table \"\(table.prefix(80))\" has no archives; those that can have are "
                + tables.joined(separator: ", ")
        )
    }

    /// Makes sure that the table can take a file's columns.
    ///
    /// - Returns: What the file does not have.
    private func fit(
        _ part: ArchiveManifest.Part,
        to table: ArchivedTable,
        _ month: Month
    ) throws(WarehouseError) -> [String] {
        for column in part.columns {
            guard let known = table.columns.first(where: { $0.name == column.name }) else {
                throw WarehouseError(
                    .badData,
                    "restore \(table.name) \(month.dashed): \"\(part.file)\" has the column "
                        + "\"\(column.name)\", which the table has not; nothing was changed"
                )
            }
            guard known.form == column.form else {
                throw WarehouseError(
                    .badData,
                    "restore \(table.name) \(month.dashed): the column \"\(column.name)\" is "
                        + "\(column.type) in \"\(part.file)\" and \(known.type) in the table; "
                        + "nothing was changed"
                )
            }
        }
        guard part.key == table.key.map(\.name) else {
            throw WarehouseError(
                .badData,
                "restore \(table.name) \(month.dashed): \"\(part.file)\" has the key "
                    + "(\(part.key.joined(separator: ", "))), the table another; nothing was "
                    + "changed"
            )
        }
        let names = Set(part.columns.map(\.name))
        return table.columns.filter { !names.contains($0.name) }.map {
            "the column \"\($0.name)\" is newer than the archive: its rows have the default or NULL"
        }
    }
}
