import ChandlerPostgres
import Glibc

/// The right to work on the backups of a folder, for one process at a time.
///
/// The kernel takes it back when the holder dies, so it is never stale.
final class BackupLock {
    private let descriptor: Int32

    /// Takes the lock or says who has it; nobody waits for hours.
    init(_ path: String, owner: SystemUser) throws(WarehouseError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let words = String(cString: strerror(errno))
            throw WarehouseError(.cannotWrite, "open the lock file \"\(path)\": \(words)")
        }
        self.descriptor = descriptor
        if geteuid() == 0 { fchown(descriptor, owner.userID, owner.groupID) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw WarehouseError(
                .busy,
                "work on the backups of \"\(parent(of: path))\": another process is at it; nothing "
                    + "was done; try again when it has ended"
            )
        }
    }

    deinit {
        close(descriptor)
    }
}
