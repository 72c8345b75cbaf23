import Glibc

/// The settings of the embedded server, written anew at every start.
///
/// Few on purpose: measurements showed that none of them changes the load's speed by much. Whoever
/// wants others uses ALTER SYSTEM, which wins over this file.
struct ServerSettings {
    let socketFolder: String
    let port: Int
    let account: ServerAccount
    /// Settings that win over the ones here; tests turn `fsync` off with them.
    let additional: [String: String]

    var text: String {
        var all = [
            // No network: whoever is on this machine as another user has no way in.
            ("listen_addresses", ""),
            ("port", String(port)),
            ("unix_socket_directories", "\"\(socketFolder)\""),
            ("unix_socket_permissions", "0700"),
            // A bulk load of a month should not run into a checkpoint by size every minute.
            ("max_wal_size", "2GB"),
            ("shared_buffers", "\(Self.sharedBuffersMegabytes)MB"),
            // A forgotten transaction keeps its locks, and dead rows, for ever.
            ("idle_in_transaction_session_timeout", "1h"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            // Nobody reads a line every five minutes for years.
            ("log_checkpoints", "off"),
        ]
        if account.user.userID >= 1000 {
            // logind removes the shared memory of people, not of system users, when they log out.
            all.append(("dynamic_shared_memory_type", "mmap"))
        }
        all += additional.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let lines = all.map { "\($0.0) = \(Self.quote($0.1))" }
        return "# Written by chandler at every start. Put your own settings in with ALTER SYSTEM.\n"
            + lines.joined(separator: "\n") + "\n"
    }

    /// Who may connect: operating system users of the map, checked by the kernel, and nobody else.
    static let hostRules = """
        # Written by chandler. Only a Unix socket, only users of the map in pg_ident.conf.
        local all all peer map=chandler
        local replication all peer map=chandler

        """

    static func userMap(_ clients: [String], role: String) -> String {
        let lines = clients.map { "chandler \"\($0.replacing("\"", with: "\"\""))\" \(role)" }
        return "# Written by chandler. Map, operating system user, role.\n"
            + lines.joined(separator: "\n") + "\n"
    }

    private static func quote(_ value: String) -> String {
        "'\(value.replacing("\\", with: "\\\\").replacing("'", with: "''"))'"
    }

    /// A quarter of the memory, at least PostgreSQL's own 128 MB and at most 512 MB.
    private static var sharedBuffersMegabytes: Int {
        let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        let limit = SmallFile.text(of: "/sys/fs/cgroup/memory.max")
            .flatMap { Int($0.singleLine(cutTo: 30)) }
        let megabytes = min(machine, limit ?? machine) >> 20
        return min(max(megabytes / 4, 128), 512)
    }
}
