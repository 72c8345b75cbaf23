import Glibc

/// How much room there is where something is about to be written.
enum FreeSpace {
    /// The bytes that a plain user can still write below a folder that exists.
    static func bytes(at path: String) -> Int64? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        return Int64(facts.f_bavail) * Int64(facts.f_frsize)
    }

    /// Refuses to begin what the disk cannot hold: a cluster, the WAL of its recovery, and air.
    static func check(for cluster: Int64, at path: String) throws(WarehouseError) {
        var existing = path
        while bytes(at: existing) == nil, existing != "/" { existing = parent(of: existing) }
        let needed = cluster + cluster / 10 + (256 << 20)
        guard let free = bytes(at: existing), free < needed else { return }
        throw WarehouseError(
            .cannotWrite,
            "restore into \"\(path)\": \(needed >> 20) MB are needed and \(free >> 20) MB are free; "
                + "nothing was written"
        )
    }
}
