import Glibc

/// A lock between processes, held as long as this object lives.
///
/// The kernel gives it back when the holder dies, so it is never stale.
final class FolderLock {
    private let descriptor: Int32

    /// Waits for the lock.
    ///
    /// - Parameters:
    ///   - path: The lock file.
    ///   - owner: Whose file a new one becomes.
    ///   - patience: Seconds to wait for another holder.
    /// - Throws: ``PostgresError`` with code `lockNotAvailable` or `folderNotUsable`.
    init(_ path: String, owner: SystemUser, patience: Int) throws(PostgresError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system("open the lock file \"\(path)\"", errno) }
        self.descriptor = descriptor
        if geteuid() == 0 { fchown(descriptor, owner.userID, owner.groupID) }
        for _ in 0..<patience * 20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(50_000)
        }
        throw PostgresError(
            code: .lockNotAvailable,
            message: "lock \"\(path)\": another process has been starting or stopping the embedded "
                + "server for \(patience) seconds"
        )
    }

    deinit {
        close(descriptor)
    }
}
