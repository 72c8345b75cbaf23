import ChandlerParquet
import Glibc

/// A file that is written anew.
final class FileSink: ByteSink {
    private let path: String
    private var descriptor: Int32

    init(_ path: String) throws(BenchError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw TextFile.fault("write", path) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(BenchError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw TextFile.fault("write", path) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Closes the file.
    func finish() throws(BenchError) {
        let closing = descriptor
        descriptor = -1
        guard close(closing) == 0 else { throw TextFile.fault("write", path) }
    }
}
