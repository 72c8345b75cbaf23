import ChandlerPostgres
import Glibc

/// A server that is made for a check; it is stopped and removed when the check is over.
final class ScratchServer {
    let home: String
    let server: EmbeddedServer
    private let site: BackupSite

    /// Finds a place; nothing is made yet, and what a killed check left is removed.
    init(_ site: BackupSite) throws {
        for name in SmallFile.names(in: site.folder.scratch) where name.hasPrefix("check-") {
            let home = "\(site.folder.scratch)/\(name)"
            Self.remove(home, Self.server(home, site), site)
        }
        self.site = site
        home = "\(site.folder.scratch)/check-\(getpid())"
        server = Self.server(home, site)
        let owner = try site.account.user
        try doing("make the folder \"\(home)\"") {
            try FolderAccess.makePrivate(home, owner: owner)
        }
    }

    deinit { Self.remove(home, server, site) }

    private static func server(_ home: String, _ site: BackupSite) -> EmbeddedServer {
        // Nobody minds its loss.
        EmbeddedServer(
            folder: "\(home)/postgres",
            environment: site.server.variables,
            settings: ["fsync": "off", "max_wal_size": "4GB", "autovacuum": "off"]
        )
    }

    private static func remove(_ home: String, _ server: EmbeddedServer, _ site: BackupSite) {
        server.abandon()
        (try? site.account)?.remove(home)
    }
}
