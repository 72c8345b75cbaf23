package import Glibc

/// A user of the operating system.
package struct SystemUser: Sendable, Hashable {
    package let name: String
    package let userID: uid_t
    package let groupID: gid_t
    package let home: String

    /// Finds a user by name.
    static func named(_ name: String) -> SystemUser? {
        lookUp { entry, buffer, size, found in getpwnam_r(name, entry, buffer, size, found) }
    }

    /// Finds a user by number.
    static func numbered(_ userID: uid_t) -> SystemUser? {
        lookUp { entry, buffer, size, found in getpwuid_r(userID, entry, buffer, size, found) }
    }

    /// The numbers of all groups that the user is in.
    var allGroupIDs: [gid_t] {
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(name, groupID, &groups, &count) >= 0 else { return [groupID] }
        return Array(groups.prefix(Int(count)))
    }

    private static func lookUp(
        _ call: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> SystemUser? {
        var entry = passwd()
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        var found: UnsafeMutablePointer<passwd>?
        let result = buffer.withUnsafeMutableBufferPointer { room in
            room.baseAddress.map { call(&entry, $0, room.count, &found) } ?? ENOMEM
        }
        guard result == 0, found != nil, let name = entry.pw_name else { return nil }
        return buffer.withUnsafeBufferPointer { _ in
            SystemUser(
                name: String(cString: name),
                userID: entry.pw_uid,
                groupID: entry.pw_gid,
                home: entry.pw_dir.map { String(cString: $0) } ?? "/"
            )
        }
    }
}
