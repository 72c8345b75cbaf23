public import Glibc

/// What an account of this machine may do with files, as their owners and modes have it.
///
/// Access lists and the walls of units are not asked.
public struct AccountAccess: Sendable, Hashable {
    /// What somebody wants to do.
    public enum Right: UInt32, Sendable {
        /// To read a file.
        case read = 4
        /// To make files in a folder.
        case write = 2
        /// To start a program, or to pass a folder.
        case execute = 1
    }

    private let user: uid_t
    private let groups: Set<gid_t>

    /// Takes an account by its numbers.
    public init(user: uid_t, groups: Set<gid_t>) {
        self.user = user
        self.groups = groups
    }

    /// Finds an account by its name; `nil` where there is none.
    public init?(named name: String) {
        guard let entry = getpwnam(name) else { return nil }
        let (user, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        var count: Int32 = 1_024
        var groups = [gid_t](repeating: group, count: Int(count))
        let found = getgrouplist(name, group, &groups, &count)
        self.init(user: user, groups: found < 0 ? [group] : Set(groups.prefix(Int(count))))
    }

    /// Finds what keeps the account from something: the path itself, or a folder on the way.
    ///
    /// - Parameters:
    ///   - right: What it wants to do with the last part of the path.
    ///   - path: An absolute path. Of links the targets count.
    /// - Returns: The first closed path; `nil` where nothing is in the way, or where something is
    ///   not there.
    public func barrier(to right: Right, _ path: String) -> String? {
        guard user != 0 else { return nil }
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            if isBarred(.execute, folder.isEmpty ? "/" : folder) { return folder }
            folder += "/\(part)"
        }
        if isBarred(.execute, folder.isEmpty ? "/" : folder) { return folder }
        // Files in a folder are made by writing it and passing it.
        if isBarred(right, path) || right == .write && isBarred(.execute, path) { return path }
        return nil
    }

    private func isBarred(_ right: Right, _ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        let shift: UInt32 =
            status.st_uid == user ? 6 : groups.contains(status.st_gid) ? 3 : 0
        return (status.st_mode >> shift) & right.rawValue == 0
    }
}
