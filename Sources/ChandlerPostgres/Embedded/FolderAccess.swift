package import Glibc

/// Making folders, and asking whether another user gets into them.
package enum FolderAccess {
    /// Makes a folder and its parents.
    ///
    /// - Parameters:
    ///   - path: An absolute path.
    ///   - mode: The mode of the folders that are made, whatever the umask says.
    /// - Throws: ``PostgresError`` with code `folderNotUsable`.
    package static func make(_ path: String, mode: mode_t) throws(PostgresError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            if mkdir(made, mode) == 0 {
                chmod(made, mode)
            } else if errno != EEXIST, errno != EISDIR, !isFolder(made) {
                throw .system(
                    "make the folder \"\(made)\"",
                    errno,
                    hint: "choose another place with CHANDLER_HOME, or set POSTGRES_URL"
                )
            }
        }
        guard isFolder(path) else { throw .system("use \"\(path)\" as a folder", ENOTDIR) }
    }

    /// Makes a folder that only its owner enters, and refuses one that belongs to someone else.
    package static func makePrivate(_ path: String, owner: SystemUser) throws(PostgresError) {
        if mkdir(path, 0o700) == 0 {
            chmod(path, 0o700)
            if geteuid() == 0 { lchown(path, owner.userID, owner.groupID) }
        } else if errno != EEXIST {
            throw .system("make the folder \"\(path)\"", errno)
        }
        var facts = stat()
        guard lstat(path, &facts) == 0 else { throw .system("look at \"\(path)\"", errno) }
        if geteuid() == 0, facts.st_uid == 0, owner.userID != 0,
            facts.st_mode & ~S_IFMT == 0o700, SmallFile.names(in: path).isEmpty
        {
            // Another process of root's made it a moment ago and has not given it away yet.
            lchown(path, owner.userID, owner.groupID)
            guard lstat(path, &facts) == 0 else { throw .system("look at \"\(path)\"", errno) }
        }
        let isOwn = facts.st_uid == owner.userID
        guard facts.st_mode & S_IFMT == S_IFDIR, isOwn, facts.st_mode & 0o022 == 0 else {
            throw PostgresError(
                code: .folderNotUsable,
                message:
                    "use the folder \"\(path)\": it is not a folder of user \(owner.name) that "
                    + "nobody else can write",
                hint: "remove it, or choose another place with CHANDLER_HOME"
            )
        }
    }

    /// The first folder on the way to a path that a user cannot enter; nil when all are open.
    ///
    /// Goes by owner, group and mode. Folders that do not exist yet do not count.
    package static func firstClosed(onTheWayTo path: String, for user: SystemUser) -> String? {
        let groups = user.allGroupIDs
        var folder = ""
        for part in [""] + realPath(path).split(separator: "/").map(String.init) {
            folder = part.isEmpty ? "/" : folder == "/" ? "/\(part)" : "\(folder)/\(part)"
            var facts = stat()
            guard stat(folder, &facts) == 0 else { return nil }
            let bit: mode_t =
                facts.st_uid == user.userID ? 0o100 : groups.contains(facts.st_gid) ? 0o010 : 0o001
            if facts.st_mode & bit == 0 { return folder }
        }
        return nil
    }

    package static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    package static func exists(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    /// Whether two paths lead to the same file.
    static func isSame(_ first: String, _ second: String) -> Bool? {
        var one = stat()
        var other = stat()
        guard stat(first, &one) == 0, stat(second, &other) == 0 else { return nil }
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }

    /// Whether two paths belong to the same user.
    static func hasSameOwner(_ first: String, _ second: String) -> Bool {
        var one = stat()
        var other = stat()
        guard stat(first, &one) == 0, stat(second, &other) == 0 else { return false }
        return one.st_uid == other.st_uid
    }

    /// The path without symbolic links as far as it exists.
    private static func realPath(_ path: String) -> String {
        var existing = Substring(path)
        while !existing.isEmpty, !exists(String(existing)) {
            existing = existing[..<(existing.lastIndex(of: "/") ?? existing.startIndex)]
        }
        guard let resolved = realpath(existing.isEmpty ? "/" : String(existing), nil) else {
            return path
        }
        defer { free(resolved) }
        return String(cString: resolved) + path.dropFirst(existing.count)
    }
}
