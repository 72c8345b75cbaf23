import ChandlerCore
public import ChandlerPostgres

/// The folder that holds archived months, in the layout that readers of Parquet call hive:
/// `table=market_data/year=2023/month=01/part-0.parquet`.
public struct ArchiveFolder: Sendable, Hashable, CustomStringConvertible {
    /// Where it is.
    public let path: String

    /// Names a folder, which need not exist.
    public init(_ path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// The usual folder: `archive` beside the embedded server's own.
    ///
    /// `$CHANDLER_HOME/archive`, else `$XDG_DATA_HOME/chandler/archive`, else
    /// `~/.local/share/chandler/archive`, for root `/var/lib/chandler/archive`.
    ///
    /// - Parameter environment: The process's variables.
    /// - Returns: The folder.
    /// - Throws: `PostgresError` with code `folderNotUsable` when no home folder is known.
    public static func standard(
        environment: [String: String]
    ) throws(PostgresError) -> ArchiveFolder {
        let server = try EmbeddedServer.defaultFolder(environment: environment)
        let parent = server[..<(server.lastIndex(of: "/") ?? server.startIndex)]
        return ArchiveFolder("\(parent)/archive")
    }

    /// The path.
    public var description: String { path }

    /// The folder of a month of a table.
    func month(_ month: Month, of table: String) -> String {
        let parts = month.dashed.split(separator: "-")
        return "\(path)/table=\(table)/year=\(parts[0])/month=\(parts[1])"
    }

    /// The name of a part's file.
    static func fileName(_ part: Int) -> String { "part-\(part).parquet" }

    /// What is archived of a month; `nil` where nothing is, or nothing was finished.
    ///
    /// - Throws: ``WarehouseError`` with code `badData` where the manifest cannot be read or is of
    ///   something else.
    func manifest(
        _ month: Month,
        of table: String
    ) throws(WarehouseError) -> ArchiveManifest? {
        let file = "\(self.month(month, of: table))/\(ArchiveManifest.fileName)"
        guard let bytes = try DurableFile.contents(of: file) else { return nil }
        let manifest: ArchiveManifest
        do {
            manifest = try ArchiveManifest(json: bytes)
        } catch {
            throw WarehouseError(
                .badData,
                "read \"\(file)\": it is no manifest of an archive: \(error); nothing was changed"
            )
        }
        guard manifest.formatVersion == ArchiveManifest.currentVersion,
            manifest.table == table, manifest.month == month.dashed,
            manifest.parts.map(\.part) == Array(manifest.parts.indices)
        else {
            throw WarehouseError(
                .badData,
                "read \"\(file)\": it is of \(manifest.table) \(manifest.month) in form "
                    + "\(manifest.formatVersion), not of \(table) \(month.dashed) in form "
                    + "\(ArchiveManifest.currentVersion); nothing was changed"
            )
        }
        return manifest
    }

    /// Writes a month's manifest, which makes its files count.
    func save(
        _ manifest: ArchiveManifest,
        _ month: Month,
        of table: String
    ) throws(WarehouseError) {
        let file = "\(self.month(month, of: table))/\(ArchiveManifest.fileName)"
        let draft = try DurableFile(file)
        try doing("write \"\(file)\"") {
            try manifest.json().withUnsafeBytes { try draft.write($0) }
        }
        try draft.publish()
    }
}
