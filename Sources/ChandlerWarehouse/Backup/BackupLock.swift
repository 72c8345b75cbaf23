import ChandlerPostgres
import Glibc

/// The right to work on the backups of a folder: for one process alone, or for all that only read.
///
/// The kernel takes it back when the holder dies, so it is never stale. Who has it alone stands in
/// the file.
final class BackupLock {
    private let descriptor: Int32

    /// Takes the lock or says who has it; nobody waits for hours.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - work: What it is taken for, in words for others; nil to share it with other readers.
    ///   - owner: Whose the file is to be.
    /// - Throws: ``WarehouseError`` with code `busy` and the holder, or `cannotWrite`.
    init(_ path: String, for work: String?, owner: SystemUser) throws(WarehouseError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let words = String(cString: strerror(errno))
            throw WarehouseError(.cannotWrite, "open the lock file \"\(path)\": \(words)")
        }
        self.descriptor = descriptor
        if geteuid() == 0 { fchown(descriptor, owner.userID, owner.groupID) }
        guard flock(descriptor, (work == nil ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
            let holder = clipped(SmallFile.text(of: path) ?? "")
            throw WarehouseError(
                .busy,
                "work on the backups of \"\(parent(of: path))\": "
                    + "\(holder.isEmpty ? "another process" : holder) is at it; nothing was done; "
                    + "try again when it has ended"
            )
        }
        if let work { note("\"chandler \(work)\", process \(getpid()),") }
    }

    /// Writes who has it; without that the lock is as good.
    private func note(_ holder: String) {
        let bytes = Array(holder.utf8)
        _ = ftruncate(descriptor, 0)
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit {
        close(descriptor)
    }
}
