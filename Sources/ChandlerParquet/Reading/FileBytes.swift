import Glibc

/// Gives the bytes of a file on disk, which stays open as long as this object lives.
public final class FileBytes: RandomAccessBytes, Sendable {
    /// Where the file is.
    public let path: String
    /// How many bytes it had when it was opened.
    public let byteCount: Int64

    private let descriptor: Int32

    /// Opens a file for reading.
    ///
    /// - Parameter path: Where it is.
    /// - Throws: ``ParquetError`` with code `sourceFailed`.
    public init(_ path: String) throws(ParquetError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw .system("ask for the size of", path, number)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ParquetError(.sourceFailed, "open \(quoted(path)): it is no regular file")
        }
        self.path = path
        self.descriptor = descriptor
        byteCount = Int64(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills a buffer with the bytes from `offset` on.
    ///
    /// - Parameters:
    ///   - offset: From 0; `offset` and the buffer's size stay within `byteCount`.
    ///   - buffer: Valid during the call only.
    /// - Throws: ``ParquetError`` with code `sourceFailed`, also where the file became shorter.
    public func read(
        at offset: Int64,
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(ParquetError) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + done)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("read", path, errno) }
            guard count > 0 else {
                throw ParquetError(
                    .sourceFailed,
                    "read \(quoted(path)): it ended at byte \(offset + Int64(done)) and had "
                        + "\(byteCount) bytes when it was opened",
                    context: .init(offset: offset + Int64(done))
                )
            }
            done += count
        }
    }
}

extension ParquetError {
    fileprivate static func system(_ action: String, _ path: String, _ number: Int32) -> Self {
        Self(
            .sourceFailed,
            "\(action) \(quoted(path)): errno \(number), \(String(cString: strerror(number)))"
        )
    }
}
