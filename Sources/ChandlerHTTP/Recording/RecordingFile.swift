import Glibc

/// The file with the lines of a recording, open for appending; closed when it is dropped.
struct RecordingFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private var length = 0

    /// Makes a file that must not be there yet.
    ///
    /// - Throws: ``HTTPError`` with code `recording`, naming the file and what the system says.
    init(creating path: String) throws(HTTPError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure("create", path, errno) }
        self.init(adopting: descriptor, path)
    }

    /// Takes over a file that is open for writing.
    init(adopting descriptor: Int32, _ path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Appends bytes, all or none.
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(HTTPError) {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = errno
                // What is there of it would be taken for damage later.
                _ = ftruncate(descriptor, off_t(length))
                throw Self.failure("write to", path, reason)
            }
            written += count
        }
        length += bytes.count
    }

    /// Waits until the disk has everything.
    func synchronize() throws(HTTPError) {
        // Some file systems cannot say so, which is no loss of data.
        guard fsync(descriptor) != 0, errno != EINVAL, errno != EROFS else { return }
        throw Self.failure("write to", path, errno)
    }

    /// The error for a failed call.
    static func failure(_ task: String, _ path: String, _ reason: Int32) -> HTTPError {
        HTTPError(
            .recording,
            "\(task) \(path): errno \(reason), \(String(cString: strerror(reason)))",
            context: HTTPError.Context(attempts: 0)
        )
    }
}
