import ChandlerCore
import ChandlerDigest
import ChandlerParquet
import Glibc

/// A file that is being written under its name in the staging folder, with its running digest.
final class StagedFile: ByteSink {
    private let path: String
    private let write: SystemCalls.Write
    private var descriptor: Int32
    private var digest: SHA256? = SHA256()
    private(set) var byteCount: Int64 = 0

    init(path: String, write: @escaping SystemCalls.Write) throws(DatasetError) {
        self.path = path
        self.write = write
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw SystemCalls.failure("create", path, errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Appends bytes after all bytes of earlier calls.
    func write(_ bytes: UnsafeRawBufferPointer) throws(DatasetError) {
        guard let start = bytes.baseAddress else { return }
        digest?.update(bytes)
        var written = 0
        while written < bytes.count {
            let count = write(descriptor, start + written, bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw SystemCalls.failure("write", path, count < 0 ? errno : EIO)
            }
            written += count
        }
        byteCount += Int64(bytes.count)
    }

    /// Makes the bytes survive a power cut, closes the file and returns its SHA-256.
    func finish() throws(DatasetError) -> String {
        guard fsync(descriptor) == 0 else { throw SystemCalls.failure("sync", path, errno) }
        let closing = descriptor
        descriptor = -1
        // Network file systems report a full disk only here.
        guard close(closing) == 0 else { throw SystemCalls.failure("close", path, errno) }
        guard let digest = digest.take() else {
            preconditionFailure("Invariant: a file is finished once")
        }
        return digest.finishHex()
    }
}

extension StagedFile {
    /// Appends a text as UTF-8.
    func write(_ text: String) throws(DatasetError) {
        var failure: DatasetError?
        var copy = text
        copy.withUTF8 { bytes in
            do throws(DatasetError) {
                try write(UnsafeRawBufferPointer(bytes))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
