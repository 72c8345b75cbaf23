import Glibc

extension EmbeddedServer {
    /// The usual folder of the embedded server.
    ///
    /// `$CHANDLER_HOME/postgres`, else `$XDG_DATA_HOME/chandler/postgres`, else
    /// `~/.local/share/chandler/postgres`. For root, where system user `postgres` could not enter the
    /// home folder (`/root` usually is closed), the last one is `/var/lib/chandler/postgres`. A
    /// relative `CHANDLER_HOME` counts from the current folder; a relative `XDG_DATA_HOME` is ignored,
    /// as its specification says.
    ///
    /// - Parameter environment: The process's variables.
    /// - Returns: An absolute path, which need not exist.
    /// - Throws: ``PostgresError`` with code `folderNotUsable` when no home folder is known.
    public static func defaultFolder(
        environment: [String: String]
    ) throws(PostgresError) -> String {
        if let home = environment["CHANDLER_HOME"], !home.isEmpty {
            return "\(absolute(home))/postgres"
        }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return "\(absolute(data))/chandler/postgres"
        }
        let named = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let home = named ?? SystemUser.numbered(geteuid())?.home else {
            throw PostgresError(
                code: .folderNotUsable,
                message: "find a place for the embedded server: no home folder is known",
                hint: "set CHANDLER_HOME, or POSTGRES_URL to use another server"
            )
        }
        let folder = "\(absolute(home))/.local/share/chandler/postgres"
        if geteuid() == 0, let postgres = SystemUser.named("postgres"),
            FolderAccess.firstClosed(onTheWayTo: folder, for: postgres) != nil
        {
            return "/var/lib/chandler/postgres"
        }
        return folder
    }

    private static func absolute(_ path: String) -> String {
        var path = path
        if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
            path = "\(String(cString: current))/\(path)"
            free(current)
        }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// Makes the folder, gives it to the server's account, and makes sure that it gets in.
    func prepareFolder(for account: ServerAccount) throws(PostgresError) {
        try folders.checkName()
        let parent = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
        // Root's server is another user, who has to get through.
        try FolderAccess.make(parent, mode: FolderAccess.isRoot ? 0o755 : 0o700)
        if let closed = FolderAccess.firstClosed(onTheWayTo: parent, for: account.user) {
            throw PostgresError(
                code: .folderNotUsable,
                message: "prepare \"\(folder)\": system user \(account.user.name), as whom the "
                    + "server runs, cannot enter \"\(closed)\"",
                hint: "open it with chmod o+x, or choose another place with CHANDLER_HOME"
            )
        }
        try FolderAccess.makePrivate(folder, owner: account.user)
    }
}

extension FolderAccess {
    static var isRoot: Bool { geteuid() == 0 }
    static var userID: uid_t { geteuid() }

    static func isReadable(_ path: String) -> Bool {
        access(path, R_OK | X_OK) == 0
    }
}
